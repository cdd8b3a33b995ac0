package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.NamedTable;
import java.util.ArrayList;
import java.util.List;

/**
 * LOCK TABLE: the locks of its tables in their order, and for a mode that keeps writers out the right to write as well.
 * Readers go on with what was committed last, also beside ACCESS EXCLUSIVE.
 */
final class TableLocks {
    private TableLocks() {}

    /** Takes them for a transaction, waiting without a thread. On a worker. */
    static void lock(RouterSession session, SessionTransaction transaction, LockTable what, Reply<Void> then) {
        if (!transaction.isOpen() && session.inUnit()) {
            transaction.beginImplicit();
        }
        if (!transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.NO_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
        }
        Lease own = transaction.lease();
        if (own != null) {
            next(session, transaction, what, tables(session, own, what), 0, then);
            return;
        }
        // Not on the transaction's lease: its snapshot shall begin after the wait.
        session.acquire(LeaseKind.READ, new Reply<>() {
            @Override
            public void done(Lease l) {
                List<Relation> tables;
                try (l) {
                    tables = tables(session, l, what);
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                    return;
                }
                guarded(then, () -> next(session, transaction, what, tables, 0, then));
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    /** The tables that are meant, if the role may lock them ({@code LockTableAclCheck} in src/backend/commands/lockcmds.c). */
    private static List<Relation> tables(RouterSession session, Lease lease, LockTable what) {
        CatalogSnapshot catalog = session.rights.catalog(lease);
        List<Relation> tables = new ArrayList<>();
        for (NamedTable t : what.tables()) {
            List<Identifier> parts = t.name().parts();
            String bare = t.name().last().name();
            Relation r = parts.size() == 1
                    ? catalog.relation(bare)
                    : catalog.relation(parts.get(parts.size() - 2).name(), bare);
            if (parts.size() > 1 && catalog.schema(parts.get(parts.size() - 2).name()) == null) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "schema \"" + parts.get(parts.size() - 2).name() + "\" does not exist")
                        .sqlState("3F000")
                        .build();
            }
            if (r == null) {
                String shown =
                        String.join(".", parts.stream().map(Identifier::name).toList());
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + shown + "\" does not exist");
            }
            boolean may = what.mode() == LockTable.Mode.ACCESS_SHARE
                    ? session.rights.hasAny(r, catalog.grants(), Right.SELECT)
                    : session.rights.hasAny(r, catalog.grants(), Right.UPDATE, Right.DELETE, Right.TRUNCATE)
                            || what.mode() == LockTable.Mode.ROW_EXCLUSIVE
                                    && session.rights.hasAny(r, catalog.grants(), Right.INSERT);
            if (!may) {
                throw SessionRights.denied(r);
            }
            if (!r.temporary()) {
                // nobody else sees a temporary one
                tables.add(r);
            }
        }
        return tables;
    }

    private static void guarded(Reply<Void> then, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            then.failed(Failures.of(e));
        }
    }

    private static void next(
            RouterSession session,
            SessionTransaction transaction,
            LockTable what,
            List<Relation> tables,
            int i,
            Reply<Void> then) {
        LockMode mode = LockMode.valueOf(what.mode().name());
        long timeout = what.noWait() ? 0 : session.lockTimeoutNanos();
        if (i < tables.size()) {
            LockKey key = LockKey.table(tables.get(i).stored());
            session.locks.acquire(
                    key, mode, timeout, then(then, () -> next(session, transaction, what, tables, i + 1, then)));
        } else if (!tables.isEmpty() && mode.conflictsWith(LockMode.ROW_EXCLUSIVE)) {
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
}
