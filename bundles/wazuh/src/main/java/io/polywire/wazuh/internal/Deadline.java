package io.polywire.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long a statement of a client may run. Thread-safe; holds one thread, which only tells sessions to stop. */
final class Deadline implements AutoCloseable {
    private final long millis;
    private final ScheduledThreadPoolExecutor timer;

    /** @param millis 0 for no limit */
    Deadline(long millis) {
        this.millis = millis;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "polywire-wazuh-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** The same work, which is cancelled when it takes too long; what is done at once costs nothing. */
    <T> CompletableFuture<T> over(Session session, CompletableFuture<T> work) {
        if (millis == 0 || work.isDone()) {
            return work;
        }
        AtomicBoolean done = new AtomicBoolean();
        ScheduledFuture<?> end = timer.schedule(
                () -> {
                    if (!done.get()) {
                        session.cancel(
                                SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to statement timeout"));
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
        return work.whenComplete((x, why) -> {
            done.set(true);
            end.cancel(false);
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
