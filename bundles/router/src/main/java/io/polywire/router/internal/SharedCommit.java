package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.AutoWrite;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.plan.CursorPosition;
import io.polywire.sql.plan.Plan;
import java.util.List;

/**
 * A portal's write that commits on its own and may share the commit. The answer comes on the storage's
 * writing thread, which is let go at once: what is more than the end of a statement without rows goes on on a worker.
 */
final class SharedCommit implements AutoWrite {
    /** What the portal does with the answer. */
    interface Owner {
        /** It is committed; the rows that it returned are in the buffer, null if it returns none. */
        void committed(RowBuffer rows, long changes, long lastInsertId);

        void failed(SqlFailure failure);

        /** To be run under a lease. */
        void alone();
    }

    /** No database has this version. */
    private static final long NONE = -1;

    private final RouterSession session;
    private final Plan plan;
    private final Parameters parameters;
    private final Owner owner;
    private RowBuffer rows;

    SharedCommit(RouterSession session, Plan plan, Parameters parameters, Owner owner) {
        this.session = session;
        this.plan = plan;
        this.parameters = parameters;
        this.owner = owner;
    }

    /**
     * Whether a statement is a short write that commits on its own, under a plan for the database as it is. A right that is
     * missing may have been given since the plan was made, which is found out with a lease.
     */
    static boolean isFor(
            RouterSession session,
            SessionPrepared prepared,
            SessionTransaction transaction,
            DatabaseRegistry.Found there) {
        return prepared.plan.pointLookup()
                && prepared.plan.statement() != null
                && !RowLocks.isQuery(prepared.plan.tree())
                && !CursorPosition.isAmong(prepared.plan.hidden())
                && !transaction.isOpen()
                && !session.inUnit()
                && !session.desk.locks.hasRows(session.database())
                && prepared.found == there
                && prepared.onPath()
                && session.rights.allows(prepared.plan);
    }

    @Override
    public StorageStatement statement() {
        return plan.statement();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long schemaVersion() {
        // asked under the right to write: who has locked rows since then, and gave it back, is looked for with a lease
        return session.desk.locks.hasRows(session.database()) ? NONE : plan.schemaVersion();
    }

    @Override
    public RowSink rows() {
        rows = new RowBuffer(session.desk.settings().returningMaxBytes());
        return rows;
    }

    @Override
    public FunctionContext session() {
        return session.functions;
    }

    @Override
    public List<StorageStatement> further() {
        return plan.sequences().counts() ? session.sequences.statements(0) : List.of();
    }

    @Override
    public boolean takesInsertId() {
        return session.client.takesInsertIds();
    }

    @Override
    public void waiting(Runnable stop) {
        session.writing(stop);
    }

    @Override
    public void done(long changes, long lastInsertId) {
        if (plan.sequences().counts()) {
            session.sequences.kept();
        }
        if (rows == null) {
            owner.committed(null, changes, lastInsertId);
        } else {
            onWorker(() -> owner.committed(rows, changes, lastInsertId));
        }
    }

    @Override
    public void failed(SqlFailure failure) {
        onWorker(() -> owner.failed(failure));
    }

    @Override
    public void alone() {
        onWorker(owner::alone);
    }

    private void onWorker(Runnable step) {
        session.onWorker(step, owner::failed);
    }
}
