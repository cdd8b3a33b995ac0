package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.util.ArrayDeque;

/** The connections that sessions have to themselves for a time: so many at most, opened when they are needed. */
final class PinnedPool {
    private final Engine engine;
    private final int max;
    private final int maxSpare;
    private final WaitLine line;
    private final Pump pump = new Pump(this::handOver);

    /** Open and not in use. Guarded by this, as the counts are. */
    private final ArrayDeque<SqliteConnection> spare = new ArrayDeque<>();

    private int used;
    private boolean retired;

    PinnedPool(Engine engine, int max, int maxSpare) {
        this.engine = engine;
        this.max = max;
        this.maxSpare = Math.min(max, maxSpare);
        this.line = new WaitLine(engine.settings().waiting(), engine.workers());
    }

    SqliteLease tryAcquire() {
        SqliteConnection c;
        synchronized (this) {
            if (retired || line.size() != 0 || used >= max) {
                return null;
            }
            c = spare.pollLast();
            if (c == null) {
                return null;
            }
            used++;
        }
        return new SqliteLease(engine, c, LeaseKind.PINNED);
    }

    void acquire(long timeoutNanos, Reply<Lease> reply) {
        PinnedWaiter waiter = new PinnedWaiter(reply);
        if (!line.add(waiter)) {
            reply.failed(ReaderPool.full());
            return;
        }
        pump.run();
        line.expire(waiter, timeoutNanos, late());
    }

    /** Gives those who wait what is there; what has to be opened is opened by a worker. */
    private void handOver() {
        while (line.size() != 0) {
            SqliteConnection c;
            synchronized (this) {
                if (used >= max || retired) {
                    break;
                }
                used++;
                c = spare.pollLast();
            }
            Waiter w = line.take();
            if (w == null) {
                giveSpare(c);
                continue;
            }
            PinnedWaiter p = (PinnedWaiter) w;
            if (c != null) {
                p.connection = c;
                p.granted();
            } else if (!engine.workers().execute(() -> openFor(p))) {
                giveSpare(null);
                p.refused(SqliteConnection.unavailable());
            }
        }
        synchronized (this) {
            if (!retired) {
                return;
            }
        }
        line.refuseAll(SqliteConnection.unavailable());
    }

    private void openFor(PinnedWaiter waiter) {
        try {
            waiter.connection = engine.openReader();
        } catch (SqlFailure f) {
            giveSpare(null);
            waiter.refused(f);
            pump.run();
            return;
        }
        waiter.granted();
    }

    void give(SqliteConnection c) {
        if (c.isSpoilt() || c.isClosing()) {
            c.requestClose();
            giveSpare(null);
        } else {
            giveSpare(c);
        }
        if (line.size() != 0) {
            pump.run();
        }
    }

    private void giveSpare(SqliteConnection c) {
        boolean kept;
        synchronized (this) {
            used--;
            kept = c != null && !retired && spare.size() < maxSpare;
            if (kept) {
                spare.addLast(c);
            }
        }
        if (c != null && !kept) {
            c.requestClose();
        }
    }

    /**
     * Counts a connection that comes from elsewhere.
     *
     * @throws SqlFailure 53300 if there is no place
     */
    synchronized void takePlace() {
        if (retired) {
            throw SqliteConnection.unavailable();
        }
        if (used >= max) {
            throw late();
        }
        used++;
    }

    /** Counts it no more. */
    void givePlace() {
        giveSpare(null);
        if (line.size() != 0) {
            pump.run();
        }
    }

    synchronized boolean isIdle() {
        return used == 0 && line.size() == 0;
    }

    synchronized int used() {
        return used;
    }

    int waiting() {
        return line.size();
    }

    void retire(SqlFailure reason) {
        ArrayDeque<SqliteConnection> close;
        synchronized (this) {
            retired = true;
            close = new ArrayDeque<>(spare);
            spare.clear();
        }
        line.refuseAll(reason);
        close.forEach(SqliteConnection::requestClose);
    }

    private static SqlFailure late() {
        return SqlFailure.of(
                FailureKind.TOO_MANY_CONNECTIONS, "too many transactions and open portals use the database");
    }

    private final class PinnedWaiter extends Waiter {
        private final Reply<Lease> reply;
        private volatile SqliteConnection connection;

        PinnedWaiter(Reply<Lease> reply) {
            this.reply = reply;
        }

        @Override
        void granted() {
            reply.done(new SqliteLease(engine, connection, LeaseKind.PINNED));
        }

        @Override
        void refused(SqlFailure failure) {
            reply.failed(failure);
        }
    }
}
