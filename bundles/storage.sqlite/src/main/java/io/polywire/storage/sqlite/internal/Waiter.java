package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One who waits in a {@link WaitLine}; answered exactly once. */
abstract class Waiter {
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile Future<?> timeout;

    /** Takes the right to answer. */
    final boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        Future<?> t = timeout;
        if (t != null) {
            t.cancel(false);
        }
        return true;
    }

    final boolean isSettled() {
        return settled.get();
    }

    final void timeout(Future<?> task) {
        timeout = task;
        if (settled.get()) {
            task.cancel(false);
        }
    }

    /** Its turn has come. Called by who has settled it; must not block. */
    abstract void granted();

    /** It is not to be. Called by who has settled it; must not block. */
    abstract void refused(SqlFailure failure);
}
