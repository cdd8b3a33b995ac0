package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes a reply on any thread and handles it on the event loop. If it comes on the loop before the call has returned, it
 * is handled right there, and the loop that made the call goes on: a long batch of messages needs no deep stack. One for
 * each kind of call and connection, since there is one call at a time.
 */
abstract class Answer<T> implements Reply<T>, Runnable {
    final Backend backend;
    private T value;
    private SqlFailure failure;

    Answer(Backend backend) {
        this.backend = backend;
    }

    @Override
    public final void done(T v) {
        value = v;
        arrive();
    }

    @Override
    public final void failed(SqlFailure f) {
        failure = f;
        arrive();
    }

    private void arrive() {
        if (backend.link.loop().inEventLoop()) {
            run();
            return;
        }
        try {
            backend.link.loop().execute(this);
        } catch (RejectedExecutionException e) {
            // The loops have ended and closed the channel; what the reply brought is given up on this thread.
            run();
        }
    }

    @Override
    public final void run() {
        T v = value;
        SqlFailure f = failure;
        value = null;
        failure = null;
        if (backend.isGone()) {
            if (f == null) {
                tooLate(v);
            }
            return;
        }
        try {
            if (f != null) {
                onFailed(f);
            } else {
                onDone(v);
            }
        } catch (SqlFailure e) {
            backend.failed(e);
        } catch (RuntimeException | Error e) {
            backend.failed(backend.defect(e));
        }
        backend.goOn();
    }

    /** The reply came when the client was gone already; what it brought is given up. */
    void tooLate(T v) {
        // most replies bring nothing that has to be closed
    }

    abstract void onDone(T v);

    abstract void onFailed(SqlFailure f);
}
