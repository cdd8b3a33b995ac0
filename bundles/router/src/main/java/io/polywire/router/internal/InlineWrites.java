package io.polywire.router.internal;

import io.polywire.api.session.Transaction;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.plan.Plan;

/**
 * Which writes run on the event loop that brought them: those of a transaction that has the right to write already, whose
 * plan bounds their work, as the rows of a batch are. To go to a worker and back costs ten times what they do. Nothing is
 * waited for: commits, and with them the disk, are a worker's. Confined to a call of the session.
 */
final class InlineWrites {
    /** After so many the next one goes to a worker, so that the other connections of the event loop have their turn. */
    private static final int IN_A_ROW = 50;

    private int row;

    /** Whether the next statement of a transaction may run here. */
    boolean fits(RouterSession session, SessionTransaction transaction, SessionPrepared prepared) {
        Lease held = transaction.lease();
        Plan plan = prepared.plan;
        if (held == null
                || prepared.found == null
                || prepared.found != session.lastFound()
                || prepared.found.epoch() != session.desk.registry.epoch()
                || held.kind() != LeaseKind.WRITE
                || transaction.state() == Transaction.State.FAILED
                || transaction.mode().readOnly()
                || plan.tree().access() != Access.WRITE
                || !plan.pointLookup()
                || plan.statement() == null
                || plan.returnsRows()
                || !plan.steps().isEmpty()
                || plan.sequences().counts()
                || RowLocks.isQuery(plan.tree())
                || SessionFunctions.mayWait(plan.statement())
                || session.hasOpenPortals()
                || !prepared.current(transaction)
                || !session.rights.allows(plan)) {
            return false;
        }
        row = row == IN_A_ROW ? 0 : row + 1;
        return row != 0;
    }
}
