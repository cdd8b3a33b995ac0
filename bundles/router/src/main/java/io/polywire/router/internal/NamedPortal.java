package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RunReply;
import java.util.List;

/** What portals of {@link NamedPrepared} have in common. */
abstract class NamedPortal implements Portal {
    private final NamedPrepared prepared;

    NamedPortal(NamedPrepared prepared) {
        this.prepared = prepared;
    }

    /** A step of its own: within a call of the session, on a worker; ends the call by itself unless it throws. */
    void call(Runnable step, RunReply reply) {
        RouterSession session = prepared.session();
        if (!session.enter()) {
            reply.failed(this, session.over());
            return;
        }
        session.onWorker(
                () -> {
                    try {
                        session.transaction.refuseIfFailed();
                        step.run();
                    } catch (RuntimeException | Error e) {
                        fail(Failures.of(e), reply);
                    }
                },
                rejected -> fail(rejected, reply));
    }

    /** Ends a call with a failure. */
    void fail(SqlFailure f, RunReply reply) {
        prepared.session().failed(f, prepared.text(), reply, this);
    }

    @Override
    public Prepared prepared() {
        return prepared;
    }

    @Override
    public List<Column> columns() {
        return prepared.columns();
    }

    @Override
    public String command() {
        return prepared.command();
    }

    @Override
    public long rows() {
        return 0;
    }

    @Override
    public long lastInsertId() {
        return 0;
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
