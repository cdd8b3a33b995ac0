package io.polywire.client.r2db2.internal.wire;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few daemon threads that all connections share: one clock, and up to eight workers for what may wait for the
 * network (cancel requests, heartbeats). They end when nothing was due for ten seconds, so nothing holds the driver's
 * class loader once its connections are closed.
 */
final class Background {
    private static final int WORKERS = 8;
    private static final int QUEUE = 10_000;

    private static final ScheduledThreadPoolExecutor CLOCK = clock();
    private static final ThreadPoolExecutor POOL = pool();

    private Background() {}

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, threads("r2db2-clock"));
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(10, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), threads("r2db2-worker"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            // the creator's context class loader is some application's: a shared thread must not keep it alive
            thread.setContextClassLoader(Background.class.getClassLoader());
            return thread;
        };
    }

    /** Runs a short task that never waits, later. */
    static ScheduledFuture<?> after(long nanos, Runnable task) {
        return CLOCK.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Runs a short task that never waits, again and again. */
    static ScheduledFuture<?> every(long nanos, Runnable task) {
        return CLOCK.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task that may wait for the network.
     *
     * @throws java.util.concurrent.RejectedExecutionException if far too many wait already
     */
    static void run(Runnable task) {
        POOL.execute(task);
    }
}
