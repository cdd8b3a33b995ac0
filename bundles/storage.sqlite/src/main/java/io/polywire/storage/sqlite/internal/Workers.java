package io.polywire.storage.sqlite.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one storage: a few that may block on files, and one for time. */
final class Workers {
    /** Jobs are few (open, create, drop, checkpoint); more than this means that the disk stands still. */
    private static final int MAX_JOBS = 10_000;

    private final ThreadPoolExecutor jobs;
    /** For groups of writes: at most one for each database that is open, none when nobody writes. */
    private final ThreadPoolExecutor writers;

    private final ScheduledThreadPoolExecutor timer;

    Workers(String storage, int threads) {
        jobs = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_JOBS),
                named("polywire-sqlite-" + storage + "-"));
        jobs.allowCoreThreadTimeOut(true);
        writers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("polywire-sqlite-" + storage + "-writer-"));
        timer = new ScheduledThreadPoolExecutor(1, named("polywire-sqlite-" + storage + "-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return r -> {
            Thread t = new Thread(r, prefix + number.incrementAndGet());
            t.setDaemon(true);
            return t;
        };
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Has a group of writes run; false if the storage stops. */
    boolean executeWrite(Runnable run) {
        try {
            writers.execute(run);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Has something done that may block; false if there is too much to do or the storage stops. */
    boolean execute(Runnable job) {
        try {
            jobs.execute(job);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Ends the threads once what they do is done, or at the deadline with an interrupt. */
    void stop(long deadlineNanos) throws InterruptedException {
        timer.shutdownNow();
        writers.shutdown();
        jobs.shutdown();
        if (!jobs.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            jobs.shutdownNow();
        }
        if (!writers.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            writers.shutdownNow();
        }
        timer.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
