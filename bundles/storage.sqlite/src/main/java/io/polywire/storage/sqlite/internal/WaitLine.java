package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Those who wait for one kind of lease of one database, first come first served, with deadlines. Holds no thread. */
final class WaitLine {
    private final int max;
    private final Workers workers;
    private final ArrayDeque<Waiter> line = new ArrayDeque<>();
    /** Read without the lock by those who give back. */
    private volatile int size;

    WaitLine(int max, Workers workers) {
        this.max = max;
        this.workers = workers;
    }

    int size() {
        return size;
    }

    /** Puts one at the end; false if the line is full. */
    synchronized boolean add(Waiter waiter) {
        if (line.size() >= max) {
            return false;
        }
        line.addLast(waiter);
        size = line.size();
        return true;
    }

    /**
     * Bounds the wait of one who was added and not served at once.
     *
     * @param late the answer when the time is over
     */
    void expire(Waiter waiter, long timeoutNanos, SqlFailure late) {
        if (waiter.isSettled()) {
            return;
        }
        if (timeoutNanos <= 0) {
            refuse(waiter, late);
        } else if (timeoutNanos < Long.MAX_VALUE / 2) {
            try {
                waiter.timeout(
                        workers.timer().schedule(() -> refuse(waiter, late), timeoutNanos, TimeUnit.NANOSECONDS));
            } catch (RejectedExecutionException e) {
                refuse(waiter, SqliteConnection.unavailable());
            }
        }
    }

    private void refuse(Waiter waiter, SqlFailure failure) {
        if (waiter.settle()) {
            remove(waiter);
            waiter.refused(failure);
        }
    }

    /** The first who still waits, settled; null if there is none. */
    synchronized Waiter take() {
        Waiter w;
        do {
            w = line.pollFirst();
        } while (w != null && !w.settle());
        size = line.size();
        return w;
    }

    synchronized void remove(Waiter waiter) {
        line.remove(waiter);
        size = line.size();
    }

    void refuseAll(SqlFailure failure) {
        List<Waiter> all;
        synchronized (this) {
            all = new ArrayList<>(line);
            line.clear();
            size = 0;
        }
        for (Waiter w : all) {
            if (w.settle()) {
                w.refused(failure);
            }
        }
    }
}
