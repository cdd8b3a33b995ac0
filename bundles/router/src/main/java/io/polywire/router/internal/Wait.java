package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Waits on behalf of a session, without a thread, for what a storage gives (a lease, the right to write). The answer, or
 * the session's cancel where giving up is possible, goes on with the session's work: at once if it comes before the call
 * returns, otherwise on a worker, since it then comes on the thread of whoever gave back what was waited for.
 *
 * @param <T> what is waited for
 */
final class Wait<T> implements Reply<T> {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final RouterSession session;
    private final Consumer<T> giveBack;
    private final Reply<T> then;
    private volatile Thread caller = Thread.currentThread();

    /**
     * A wait, to be handed to the call.
     *
     * @param giveBack what to do with an answer that comes after the cancel; null if it cannot be given up
     */
    Wait(RouterSession session, Consumer<T> giveBack, Reply<T> then) {
        this.session = session;
        this.giveBack = giveBack;
        this.then = then;
    }

    /** The call that it was handed to has returned. */
    void returned() {
        caller = null;
    }

    /** Gives up, if that is possible. */
    void cancel(SqlFailure reason) {
        if (giveBack != null) {
            failed(reason);
        }
    }

    @Override
    public void done(T value) {
        if (!settled.compareAndSet(false, true)) {
            giveBack.accept(value);
        } else if (Thread.currentThread() == caller) {
            then.done(value);
        } else {
            session.goOn(() -> then.done(value), f -> {
                if (giveBack != null) {
                    giveBack.accept(value);
                }
                then.failed(f);
            });
        }
    }

    @Override
    public void failed(SqlFailure failure) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        if (Thread.currentThread() == caller) {
            then.failed(failure);
        } else {
            session.goOn(() -> then.failed(failure), then::failed);
        }
    }
}
