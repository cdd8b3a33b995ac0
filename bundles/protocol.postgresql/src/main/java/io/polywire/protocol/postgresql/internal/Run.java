package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RunReply;
import java.util.concurrent.RejectedExecutionException;

/**
 * A portal's run, up to its end or row limit: paused while the client does not read, and brought back to the event loop.
 * One for each connection.
 */
final class Run implements RunReply, Runnable {
    /** Who is told how it ended; on the event loop. */
    interface Owner {
        /** The row limit is reached. */
        void limitReached(Portal portal, long rows);

        void completed(Portal portal, long rows);

        void failed(Portal portal, SqlFailure failure);
    }

    private enum Outcome {
        SUSPENDED,
        COMPLETED,
        FAILED
    }

    private final Conversation conversation;
    private final Backend backend;
    private final RowEncoder encoder;
    private Owner owner;
    /** Takes the rows of a COPY; null while those of a query run. */
    private CopyOut copy;

    private Portal portal;
    private long limit;
    private boolean paused;
    private Outcome outcome;
    private SqlFailure failure;

    Run(Conversation conversation, Backend backend) {
        this.conversation = conversation;
        this.backend = backend;
        this.encoder = new RowEncoder(backend.link);
    }

    RowEncoder encoder() {
        return encoder;
    }

    /** Starts after the encoder has begun; {@code rowLimit} 0 for none. */
    void start(Portal what, long rowLimit, Owner told) {
        portal = what;
        limit = rowLimit;
        owner = told;
        copy = null;
        go();
    }

    /** Starts a COPY that was announced. */
    void start(Portal what, CopyOut to, Owner told) {
        portal = what;
        limit = 0;
        owner = told;
        copy = to;
        go();
    }

    /** Takes over what has stopped because the client does not read. */
    void takeOver(Portal what, long rowLimit, Owner told) {
        portal = what;
        limit = rowLimit;
        owner = told;
        copy = null;
        paused = true;
    }

    /** Whether it stands still until the client reads. */
    boolean isPaused() {
        return paused;
    }

    /** Goes on after a pause. */
    void resume() {
        paused = false;
        go();
    }

    private void go() {
        conversation.waiting();
        backend.link.lend();
        portal.run(limit == 0 ? 0 : limit - encoder.rows(), copy == null ? encoder : copy, this);
    }

    @Override
    public void suspended(Portal p) {
        arrive(Outcome.SUSPENDED, null);
    }

    @Override
    public void completed(Portal p) {
        arrive(Outcome.COMPLETED, null);
    }

    @Override
    public void failed(Portal p, SqlFailure f) {
        arrive(Outcome.FAILED, f);
    }

    private void arrive(Outcome what, SqlFailure f) {
        outcome = what;
        failure = f;
        if (backend.link.loop().inEventLoop()) {
            run();
            return;
        }
        try {
            backend.link.loop().execute(this);
        } catch (RejectedExecutionException gone) {
            // The loops have ended and closed the channel: only the output is still ours to give up.
            backend.link.discard();
        }
    }

    @Override
    public void run() {
        Outcome what = outcome;
        SqlFailure f = failure;
        failure = null;
        backend.link.lendOver();
        conversation.replied();
        if (backend.isGone()) {
            backend.link.discard();
            return;
        }
        try {
            ended(what, f);
        } catch (SqlFailure e) {
            backend.failed(e);
        } catch (RuntimeException | Error e) {
            backend.failed(backend.defect(e));
        }
        backend.goOn();
    }

    private void ended(Outcome what, SqlFailure f) {
        switch (what) {
            case SUSPENDED -> {
                if (limit > 0 && encoder.rows() >= limit) {
                    owner.limitReached(portal, encoder.rows());
                } else {
                    paused = true;
                }
            }
            case COMPLETED -> {
                if (copy != null) {
                    copy.finish();
                }
                owner.completed(portal, copy == null ? encoder.rows() : copy.rows());
            }
            case FAILED -> {
                if (copy != null) {
                    copy.fail();
                } else {
                    encoder.dropOpenRow();
                }
                owner.failed(portal, f);
            }
        }
    }
}
