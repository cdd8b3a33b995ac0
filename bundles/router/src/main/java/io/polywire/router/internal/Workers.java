package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that strands run on: bounded in number, with a bounded queue. A strand needs no queue of its own, since a
 * session has one call at a time. While all of them run what takes long, there are more, up to {@value #MOST_TIMES} times as many: what is
 * short does not wait for the end of what is long.
 */
final class Workers {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** How many times as many there may be. */
    static final int MOST_TIMES = 16;

    private static final int MOST = 1024;
    /** After so many calls of {@link #tick} without need there are as few as before. */
    private static final int CALM_TICKS = 50;

    private final ThreadPoolExecutor pool;
    /** How many there are usually; guarded by this, as what follows. */
    private int usual;

    private long completedThen = -1;
    private int calm;

    Workers(int threads, int queue) {
        usual = threads;
        pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), WorkerThread::new);
        pool.allowCoreThreadTimeOut(true);
    }

    /** Whether the calling thread may take its time. */
    static boolean here() {
        return Thread.currentThread() instanceof WorkerThread;
    }

    /**
     * Runs a task on one of the threads.
     *
     * @throws SqlFailure 53300 if too many wait already, 57P01 if the router has stopped
     */
    void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException full) {
            throw pool.isShutdown()
                    ? SqlFailure.of(FailureKind.SHUTDOWN, "the server is stopping")
                    : SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "too many statements wait to be run");
        }
    }

    /** Lets a changed number of threads take effect. */
    synchronized void resize(int threads) {
        usual = threads;
        set(threads);
    }

    /** Regularly: sees to it that what waits is run, also where no thread comes to the end of what it does. */
    synchronized void tick() {
        int threads = pool.getCorePoolSize();
        int wait = pool.getQueue().size();
        if (wait == 0) {
            completedThen = -1;
            if (threads > usual && pool.getActiveCount() <= usual && ++calm >= CALM_TICKS) {
                calm = 0;
                set(usual);
            }
            return;
        }
        calm = 0;
        long completed = pool.getCompletedTaskCount();
        if (completed == completedThen) {
            set(Math.max(threads, Math.min(threads + Math.min(wait, usual), Math.min(MOST_TIMES * usual, MOST))));
        }
        completedThen = completed;
    }

    private void set(int threads) {
        if (threads > pool.getCorePoolSize()) {
            pool.setMaximumPoolSize(threads);
            pool.setCorePoolSize(threads);
        } else if (threads < pool.getCorePoolSize()) {
            pool.setCorePoolSize(threads);
            pool.setMaximumPoolSize(threads);
        }
    }

    /** How many there may be now. */
    int threads() {
        return pool.getCorePoolSize();
    }

    int active() {
        return pool.getActiveCount();
    }

    int waiting() {
        return pool.getQueue().size();
    }

    /** Ends the threads; what still runs after the time is interrupted. */
    void close(long millis) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class WorkerThread extends Thread {
        WorkerThread(Runnable task) {
            super(task, "polywire-worker-" + NUMBER.incrementAndGet());
            setDaemon(true);
        }
    }
}
