package io.polywire.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Session;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long a statement of a client may run. One thread looks at all sessions a few times within that time, so that a
 * statement costs no more than to note when it began. Thread-safe.
 */
final class Deadline implements AutoCloseable {
    private static final int LOOKS = 8;

    private volatile long nanos;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;

    private ScheduledFuture<?> looks;

    Deadline() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "polywire-wazuh-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Sets how long a statement may run, those that run already too.
     *
     * @param millis 0 for no limit
     */
    synchronized void set(long millis) {
        if (looks != null) {
            looks.cancel(false);
            looks = null;
        }
        nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        if (millis > 0) {
            long pause = Math.max(1, millis / LOOKS);
            looks = timer.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Watches over a session from now on. */
    Watch over(Session session) {
        Watch watch = new Watch(session);
        watches.add(watch);
        return watch;
    }

    private void look() {
        long now = System.nanoTime();
        watches.forEach(watch -> watch.look(now));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Over one session. */
    final class Watch implements AutoCloseable {
        private final Session session;
        /** When the running work began, by {@link System#nanoTime} and odd; 0 where none runs. */
        private volatile long began;

        Watch(Session session) {
            this.session = session;
        }

        /** The same work, which is cancelled when it takes too long. It may run on this thread before this returns. */
        <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> work) {
            began = System.nanoTime() | 1;
            CompletableFuture<T> running;
            try {
                running = work.get();
            } catch (RuntimeException | Error e) {
                began = 0;
                throw e;
            }
            if (running.isDone()) {
                began = 0;
                return running;
            }
            return running.whenComplete((x, why) -> began = 0);
        }

        private void look(long now) {
            long at = began;
            long most = nanos;
            if (at != 0 && most != 0 && now - at > most && at == began) {
                session.cancel(SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to statement timeout"));
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
