package io.polywire.router.internal;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.plan.CursorPosition;
import io.polywire.sql.plan.Plan;

/**
 * Which statements run on the event loop that brought them: what is short by its plan, where the lease that it needs is at
 * hand. Nothing is waited for; what would have to wait, or to look first what the schema is, goes to a worker.
 *
 * <pre>
 *   outside of a transaction       look-up by key    a reader that is free
 *   READ COMMITTED, no lease yet   look-up by key    a reader that is free
 *   otherwise in a transaction     look-up by key    the transaction's lease
 *                                  change by key     the same, if it has the right to write
 * </pre>
 */
final class OnLoop {
    /** Units of work of the storage that a look-up may take: some ten times what one by key needs. */
    static final int STEPS = 2_000;

    /**
     * How much a transaction may have changed, in changes by key, before a worker makes its further changes: what a storage
     * keeps of them in memory must not be full when an event loop adds to it.
     */
    static final int MOST_CHANGES = 256;
    /** What a change of any number of rows counts for. */
    private static final int MANY_ROWS = 32;

    private OnLoop() {}

    /** How many changes by key a statement counts for. */
    static int weight(Plan plan) {
        return plan.tree().access() == Access.READ ? 0 : plan.brief() ? 1 : MANY_ROWS;
    }

    /**
     * The lease on which a statement may run right here; null if a worker has to run it. It is the statement's alone if it is
     * not its transaction's.
     */
    static Lease lease(RouterSession session, SessionPrepared prepared, SessionTransaction transaction) {
        Plan plan = prepared.plan;
        DatabaseRegistry.Found f = prepared.found;
        if (!plan.brief()
                || f == null
                || f != session.lastFound()
                || f.epoch() != session.desk.registry.epoch()
                || !prepared.onPath()
                || CursorPosition.isAmong(plan.hidden())) {
            return null;
        }
        Access access = plan.tree().access();
        if (access == Access.READ) {
            return !transaction.isOpen() || transaction.isSound() && transaction.readsAlone(access, plan)
                    ? reader(f, plan)
                    : ofTransaction(session, transaction, f, plan);
        }
        Lease l = access == Access.WRITE ? ofTransaction(session, transaction, f, plan) : null;
        // results that are read on the lease would have to be taken off it before the change
        return l != null
                        && l.kind() == LeaseKind.WRITE
                        && !transaction.mode().readOnly()
                        && transaction.checks().areTheStorages()
                        && transaction.weight() < MOST_CHANGES
                        && !session.desk.locks.hasRows(session.database())
                        && !session.portals.hasAny(transaction)
                ? l
                : null;
    }

    private static Lease reader(DatabaseRegistry.Found f, Plan plan) {
        Lease l = f.database().tryAcquire(LeaseKind.READ);
        if (l != null && plan.schemaVersion() != f.database().schemaVersion()) {
            l.close();
            return null;
        }
        return l;
    }

    private static Lease ofTransaction(
            RouterSession session, SessionTransaction transaction, DatabaseRegistry.Found f, Plan plan) {
        Lease l = transaction.isSound() ? transaction.lease() : null;
        return l != null
                        && !session.temporary.isHome(l)
                        && transaction.seesWhatAllSee(l)
                        && plan.schemaVersion() == f.database().schemaVersion()
                ? l
                : null;
    }
}
