package io.polywire.client.wazuh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Connections that threads share, at most as many as the options say. Thread-safe. */
public final class WazuhDbPool implements AutoCloseable {
    private final WazuhDbOptions options;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<WazuhDbConnection> idle = new ArrayDeque<>();
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
        try {
            if (waiting.incrementAndGet() > options.waiting()
                    || !permits.tryAcquire(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new WazuhInternalError(WazuhInternalError.CONNECT, "No connection to Wazuh-db is free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WazuhInternalError(WazuhInternalError.CONNECT, "Waiting for a connection was interrupted", e);
        } finally {
            waiting.decrementAndGet();
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
