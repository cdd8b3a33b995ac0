package io.polywire.auth.password.internal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of log-ins: one pool that hashes, whose size bounds the memory of argon2, and one that looks users up, so
 * that a flood of clear passwords does not keep out those who log in by other mechanisms. Threads end when idle.
 */
final class LoginThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;

    private final ThreadPoolExecutor hashing;
    private final ThreadPoolExecutor lookups;

    /** A step that can be told that it will not be run. */
    interface Step extends Runnable {
        /** Instead of {@link #run}: the pool ends. */
        void abandon();
    }

    LoginThreads(int threads, int queue) {
        hashing = pool("polywire-login-hash-", threads, queue);
        lookups = pool("polywire-login-", threads, queue);
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(task, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs what costs much processor time or memory; false if too much waits already or the pool has ended. */
    boolean hash(Step step) {
        return run(hashing, step);
    }

    /** Runs what may touch the disk; false if too much waits already or the pool has ended. */
    boolean lookUp(Step step) {
        return run(lookups, step);
    }

    private static boolean run(ThreadPoolExecutor pool, Step step) {
        try {
            pool.execute(step);
            return true;
        } catch (RejectedExecutionException e) {
            // the bound is what was asked for; the caller says so to its client
            return false;
        }
    }

    boolean isEnding() {
        return hashing.isShutdown();
    }

    int waiting() {
        return hashing.getQueue().size() + lookups.getQueue().size();
    }

    int running() {
        return hashing.getActiveCount() + lookups.getActiveCount();
    }

    @Override
    public void close() {
        end(hashing);
        end(lookups);
    }

    private static void end(ThreadPoolExecutor pool) {
        pool.shutdownNow().forEach(step -> ((Step) step).abandon());
        try {
            // a hash that runs ends by itself within its cost
            pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
