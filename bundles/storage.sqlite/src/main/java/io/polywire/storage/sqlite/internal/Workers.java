package io.polywire.storage.sqlite.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one storage: a few that may block on files, one for each writer, one for checks and one for time. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** Jobs are few (open, create, drop, checkpoint); more than this means that the disk stands still. */
    private static final int MAX_JOBS = 10_000;

    private final ThreadPoolExecutor jobs;
    /** For who has the right to write: at most one for each database that is open, none when nobody writes. */
    private final ThreadPoolExecutor writers;

    /** Looks through what a crash has left, one file after the other: nothing else waits for that. */
    private final ThreadPoolExecutor checks;

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
        checks = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_JOBS),
                named("polywire-sqlite-" + storage + "-check-"));
        checks.allowCoreThreadTimeOut(true);
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

    /** Has something done with the right to write, which does not wait for other jobs; false if the storage stops. */
    boolean executeWrite(Runnable run) {
        return execute(writers, run);
    }

    /** Has something done that may block; false if there is too much to do or the storage stops. */
    boolean execute(Runnable job) {
        return execute(jobs, job);
    }

    /** Has a file looked through, which may take minutes; false if there is too much to do or the storage stops. */
    boolean executeCheck(Runnable check) {
        return execute(checks, check);
    }

    private static boolean execute(ThreadPoolExecutor on, Runnable job) {
        try {
            on.execute(job);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } catch (OutOfMemoryError noThread) {
            // the system gives no further thread; whoever asked gives back what he holds
            LOG.error("A thread could not be started", noThread);
            return false;
        }
    }

    /** Ends the threads once what they do is done, or at the deadline with an interrupt. */
    void stop(long deadlineNanos) throws InterruptedException {
        timer.shutdownNow();
        writers.shutdown();
        jobs.shutdown();
        checks.shutdown();
        if (!jobs.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            jobs.shutdownNow();
        }
        if (!writers.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            writers.shutdownNow();
        }
        if (!checks.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            checks.shutdownNow();
        }
        timer.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
