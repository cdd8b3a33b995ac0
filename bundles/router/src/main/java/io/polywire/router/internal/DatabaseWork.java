package io.polywire.router.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.GrantRow;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work in a database on a lease of its own, beside those that sessions hold. */
final class DatabaseWork {
    private DatabaseWork() {}

    /**
     * Reads.
     *
     * @param patience longest wait for a lease, in nanoseconds
     * @param work done on a worker, or at once on the caller's thread, which may block
     * @param then done with null after the work, or failed as the work did; on the work's thread
     */
    static void read(Desk desk, DatabaseRegistry.Found found, long patience, Consumer<Lease> work, Reply<Void> then) {
        Lease now = found.database().tryAcquire(LeaseKind.READ);
        if (now != null) {
            run(now, work, then);
        } else {
            acquire(desk, found, LeaseKind.READ, patience, work, then);
        }
    }

    /**
     * Keeps rights, in a transaction of its own.
     *
     * @param rows asked for the rows on the lease; none change nothing in the database
     * @param changes of roles, kept together with the rows or not at all
     * @param then done with null when they are committed; on a worker
     */
    static void keep(
            RouterSession session,
            DatabaseRegistry.Found found,
            Function<CatalogSnapshot, List<GrantRow>> rows,
            List<RoleChange> changes,
            Reply<Void> then) {
        Desk desk = session.desk;
        Consumer<Lease> work = lease -> {
            lease.begin(TransactionMode.DEFAULT);
            CatalogSnapshot catalog = desk.planner.catalog(found, lease, null);
            List<GrantRow> made = rows.apply(catalog);
            if (made.isEmpty()) {
                lease.rollback();
                apply(desk, changes, () -> {});
                return;
            }
            desk.planner.dialect(found.storage().dialect()).keepGrants(lease, catalog, session.dialect(), made);
            apply(desk, changes, lease::commit);
        };
        acquire(desk, found, LeaseKind.WRITE, session.lockTimeoutNanos(), work, then);
    }

    /** Keeps changes of roles with the commit of a database, or neither. */
    static void apply(Desk desk, List<RoleChange> changes, Runnable commit) {
        if (changes.isEmpty()) {
            commit.run();
        } else {
            desk.roles.apply(changes, commit);
        }
    }

    private static void acquire(
            Desk desk,
            DatabaseRegistry.Found found,
            LeaseKind kind,
            long patience,
            Consumer<Lease> work,
            Reply<Void> then) {
        found.database().acquire(kind, patience, new Reply<>() {
            @Override
            public void done(Lease lease) {
                try {
                    desk.workers.execute(() -> run(lease, work, then));
                } catch (SqlFailure busy) {
                    lease.close();
                    then.failed(busy);
                }
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    private static void run(Lease lease, Consumer<Lease> work, Reply<Void> then) {
        SqlFailure failure = null;
        // a lease that is closed within its transaction takes it back
        try (lease) {
            work.accept(lease);
        } catch (RuntimeException | Error e) {
            failure = Failures.of(e);
        }
        if (failure == null) {
            then.done(null);
        } else {
            then.failed(failure);
        }
    }
}
