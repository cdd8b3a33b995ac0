package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.NamedTable;
import java.util.List;

/**
 * LOCK TABLE: the locks of its tables in their order, and for a mode that keeps writers out the right to write as well.
 * Readers go on with what was committed last, also beside ACCESS EXCLUSIVE.
 */
final class TableLocks {
    private TableLocks() {}

    /** Takes them for a transaction, waiting without a thread. On a worker. */
    static void lock(RouterSession session, SessionTransaction transaction, LockTable what, Reply<Void> then) {
        if (!transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.NO_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
        }
        Lease own = transaction.lease();
        if (own != null) {
            check(own, what);
            next(session, transaction, what, 0, then);
            return;
        }
        // Not on the transaction's lease: its snapshot shall begin after the wait.
        session.acquire(LeaseKind.READ, new Reply<>() {
            @Override
            public void done(Lease l) {
                try (l) {
                    check(l, what);
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                    return;
                }
                guarded(then, () -> next(session, transaction, what, 0, then));
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    private static void check(Lease lease, LockTable what) {
        for (NamedTable t : what.tables()) {
            String name = name(t);
            try {
                lease.describe(
                        new StorageStatement("SELECT 1 FROM \"" + name.replace("\"", "\"\"") + '"', Access.READ, 0));
            } catch (SqlFailure f) {
                throw f.kind() == FailureKind.UNDEFINED_TABLE
                        ? SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist")
                        : f;
            }
        }
    }

    private static void guarded(Reply<Void> then, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            then.failed(Failures.of(e));
        }
    }

    private static void next(
            RouterSession session, SessionTransaction transaction, LockTable what, int i, Reply<Void> then) {
        LockMode mode = LockMode.valueOf(what.mode().name());
        long timeout = what.noWait() ? 0 : session.lockTimeoutNanos();
        if (i < what.tables().size()) {
            LockKey key = LockKey.table(name(what.tables().get(i)));
            session.locks.acquire(key, mode, timeout, then(then, () -> next(session, transaction, what, i + 1, then)));
        } else if (mode.conflictsWith(LockMode.ROW_EXCLUSIVE)) {
            transaction.lease(Access.WRITE, timeout, then(then, () -> then.done(null)));
        } else {
            then.done(null);
        }
    }

    private static <T> Reply<T> then(Reply<Void> outer, Runnable step) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                guarded(outer, step);
            }

            @Override
            public void failed(SqlFailure failure) {
                outer.failed(failure);
            }
        };
    }

    /** As the storage knows it: the default schema's tables by their bare names. */
    private static String name(NamedTable table) {
        List<Identifier> parts = table.name().parts();
        String bare = table.name().last().name();
        if (parts.size() == 1) {
            return bare;
        }
        String schema = parts.get(parts.size() - 2).name();
        return schema.equals("public") || schema.equals("main") ? bare : schema + "." + bare;
    }
}
