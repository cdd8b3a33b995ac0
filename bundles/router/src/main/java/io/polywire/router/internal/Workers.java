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
 * session has one call at a time.
 */
final class Workers {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool;

    Workers(int threads, int queue) {
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
    void resize(int threads) {
        if (threads > pool.getCorePoolSize()) {
            pool.setMaximumPoolSize(threads);
            pool.setCorePoolSize(threads);
        } else if (threads < pool.getCorePoolSize()) {
            pool.setCorePoolSize(threads);
            pool.setMaximumPoolSize(threads);
        }
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
        /**
         * Bytes, of which only what is used is taken: as deep as PostgreSQL's max_stack_depth goes by default, for values that
         * are nested and functions over them.
         */
        private static final long STACK = 2 << 20;

        WorkerThread(Runnable task) {
            super(null, task, "polywire-worker-" + NUMBER.incrementAndGet(), STACK);
            setDaemon(true);
        }
    }
}
