package io.polywire.control.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits until the server has come to rest after its start: everything up, or nothing left that could still come up by
 * itself, or nothing that happened for a while, or a deadline. Woken by {@link #changed}, which every event of the framework, of Configuration Admin and of
 * the component runtime leads to.
 */
final class Settling {
    private final Supplier<Snapshot> look;
    private final BooleanSupplier frameworkStarted;
    private final long quietNanos;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean changed;
    private final CompletableFuture<Snapshot> settled = new CompletableFuture<>();
    private final Thread thread;

    /**
     * Prepares to wait.
     *
     * @param look what is up at this moment
     * @param frameworkStarted whether every bundle had its turn; nothing is looked at before
     * @param quiet with something down that waits for something: how long without a change is rest
     * @param limit the longest wait
     */
    Settling(Supplier<Snapshot> look, BooleanSupplier frameworkStarted, Duration quiet, Duration limit) {
        this.look = look;
        this.frameworkStarted = frameworkStarted;
        this.quietNanos = quiet.toNanos();
        this.deadline = System.nanoTime() + limit.toNanos();
        this.thread = new Thread(this::run, "polywire-settling");
        this.thread.setDaemon(true);
    }

    /** Starts to wait. */
    void start() {
        thread.start();
    }

    /** Something happened: time to look again. From any thread, quick. */
    void changed() {
        if (settled.isDone()) {
            return;
        }
        lock.lock();
        try {
            changed = true;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Done with what the server came to. */
    CompletableFuture<Snapshot> settled() {
        return settled;
    }

    /** Gives up. */
    void stop() {
        thread.interrupt();
        settled.cancel(false);
    }

    private void run() {
        try {
            while (!settled.isDone()) {
                boolean quiet = !awaitChange();
                boolean late = System.nanoTime() - deadline >= 0;
                if (frameworkStarted.getAsBoolean() || late) {
                    Snapshot snapshot = look.get();
                    if (quiet || late || snapshot.isUp() || snapshot.isSettled()) {
                        settled.complete(snapshot);
                    }
                }
            }
        } catch (InterruptedException e) {
            // stopped: nobody waits any more
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            settled.completeExceptionally(e);
        }
    }

    /** False if nothing happened for as long as there is to wait. */
    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            long left = Math.min(quietNanos, deadline - System.nanoTime());
            while (!changed && left > 0) {
                left = change.awaitNanos(left);
            }
            boolean was = changed;
            changed = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** The time that is left to wait, for those who wait on {@link #settled}. */
    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }
}
