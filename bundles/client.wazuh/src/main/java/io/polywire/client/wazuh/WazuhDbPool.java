package io.polywire.client.wazuh;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Connections that threads share, at most as many as the options say. Thread-safe. */
public final class WazuhDbPool implements AutoCloseable {
    private final WazuhDbOptions options;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<WazuhDbConnection> idle = new ArrayDeque<>();
    private final LongAdder opened = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private boolean closed;

    /** A pool; nothing is connected yet. */
    public WazuhDbPool(WazuhDbOptions options) {
        this.options = options;
        permits = new Semaphore(options.connections(), true);
    }

    /**
     * Works with a connection, for which it waits up to the time-out.
     *
     * @throws WazuhInternalError 2005 if none came free in time, or too many wait already
     */
    public <T> T with(Function<WazuhDbConnection, T> work) {
        acquire();
        WazuhDbConnection connection = null;
        try {
            connection = take();
            return work.apply(connection);
        } finally {
            if (connection != null) {
                give(connection);
            }
            permits.release();
        }
    }

    private void acquire() {
        if (permits.tryAcquire()) {
            return;
        }
        long begin = System.nanoTime();
        try {
            if (waiting.incrementAndGet() > options.waiting()
                    || !permits.tryAcquire(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                refused.increment();
                throw new WazuhInternalError(WazuhInternalError.CONNECT, "No connection to Wazuh-db is free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WazuhInternalError(WazuhInternalError.CONNECT, "Waiting for a connection was interrupted", e);
        } finally {
            waiting.decrementAndGet();
            waits.increment();
            waited.add(System.nanoTime() - begin);
        }
    }

    private WazuhDbConnection take() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("the pool is closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        opened.increment();
        return new WazuhDbConnection(options);
    }

    private void give(WazuhDbConnection connection) {
        synchronized (idle) {
            if (!closed && connection.isConnected()) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    /**
     * What a pool has done since it was made. A connection that was never given back is one of {@code inUse} for good.
     *
     * @param opened connections that were opened, or tried to be
     * @param inUse connections at work
     * @param idle connections that wait for work
     * @param waiting threads that wait for a connection
     * @param waits how often one had to be waited for
     * @param waited how long altogether
     * @param refused how often none came free in time, or too many waited
     */
    public record Figures(long opened, int inUse, int idle, int waiting, long waits, Duration waited, long refused) {}

    /** Figures for whoever watches over the pool; each is of about this moment. */
    public Figures figures() {
        return new Figures(
                opened.sum(),
                inUse(),
                idle(),
                waiting.get(),
                waits.sum(),
                Duration.ofNanos(waited.sum()),
                refused.sum());
    }

    /** Connections at work. */
    public int inUse() {
        return options.connections() - permits.availablePermits();
    }

    /** Connections that wait for work. */
    public int idle() {
        synchronized (idle) {
            return idle.size();
        }
    }

    /** Closes those that are idle now, and the others when they are given back. */
    @Override
    public void close() {
        Deque<WazuhDbConnection> old;
        synchronized (idle) {
            closed = true;
            old = new ArrayDeque<>(idle);
            idle.clear();
        }
        old.forEach(WazuhDbConnection::close);
    }
}
