package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;

/**
 * The right to write a database: one holder at a time, first come first served, none of whom ever meets SQLITE_BUSY for
 * another of us. A holder writes on the shared writer connection or, after an upgrade, on its own.
 */
final class WriterRight {
    private final Engine engine;
    private final WaitLine line;
    private final Pump pump = new Pump(this::handOver);

    /** Guarded by this. */
    private boolean held;

    private boolean retired;
    /** The shared connection; the holder's while the right is held. Null until it has to be opened (again). */
    private SqliteConnection shared;

    /** The newest commit after our last one. Belongs to the holder. */
    private final long[] own = new long[CommitWatch.WORDS];

    WriterRight(Engine engine) {
        this.engine = engine;
        this.line = new WaitLine(engine.settings().waiting(), engine.workers());
    }

    void connection(SqliteConnection c) {
        synchronized (this) {
            shared = c;
        }
    }

    SqliteLease tryAcquire() {
        SqliteConnection c;
        synchronized (this) {
            if (retired || held || shared == null || line.size() != 0) {
                return null;
            }
            held = true;
            c = shared;
        }
        return new SqliteLease(engine, c, LeaseKind.WRITE);
    }

    /**
     * The shared connection, opened if it has to be. By the holder of the right, on a thread that may block.
     *
     * @throws SqlFailure if it cannot be opened
     */
    SqliteConnection sharedOrOpened() {
        SqliteConnection c;
        synchronized (this) {
            c = shared;
        }
        if (c == null) {
            c = engine.openWriter();
            connection(c);
        }
        return c;
    }

    /** Stops what runs for a user on the shared connection. */
    void interruptShared(Object user) {
        SqliteConnection c;
        synchronized (this) {
            c = shared;
        }
        if (c != null) {
            c.interrupt(user);
        }
    }

    void acquire(long timeoutNanos, Reply<Lease> reply) {
        ask(timeoutNanos, new WriteWaiter(reply));
    }

    /** Asks for the right alone. */
    void ask(long timeoutNanos, Waiter waiter) {
        if (!line.add(waiter)) {
            if (waiter.settle()) {
                waiter.refused(ReaderPool.full());
            }
            return;
        }
        pump.run();
        if (!waiter.isSettled()) {
            engine.database().metrics().waits.increment();
            line.expire(waiter, timeoutNanos, late());
        }
    }

    /** One who waits has gone. */
    void forget(Waiter waiter) {
        line.remove(waiter);
    }

    private void handOver() {
        while (line.size() != 0) {
            synchronized (this) {
                if (retired) {
                    break;
                }
                if (held) {
                    return;
                }
                held = true;
            }
            Waiter w = line.take();
            if (w == null) {
                synchronized (this) {
                    held = false;
                }
                continue;
            }
            w.granted();
        }
        synchronized (this) {
            if (!retired) {
                return;
            }
        }
        line.refuseAll(SqliteConnection.unavailable());
    }

    /** The holder keeps the shared connection for itself; the next one opens another. */
    void leave(SqliteConnection c) {
        synchronized (this) {
            if (shared == c) {
                shared = null;
            }
        }
    }

    /** Takes the right back. */
    void give() {
        SqliteConnection close = null;
        synchronized (this) {
            held = false;
            if (shared != null && (shared.isSpoilt() || shared.isClosing() || retired)) {
                close = shared;
                shared = null;
            }
        }
        if (close != null) {
            close.requestClose();
        }
        pump.run();
    }

    /** Whether nothing was committed after our own last commit. Asked by the holder. */
    boolean isOwnNewest(CommitWatch watch) {
        return watch.isNewest(own);
    }

    /** After a commit, by the holder. */
    void noteOwn(CommitWatch watch) {
        if (watch != null) {
            watch.note(own);
        }
    }

    synchronized boolean isIdle() {
        return !held && line.size() == 0;
    }

    /** Whether the holder has been inside the shared connection since a tick, or longer. */
    boolean runsSince(long tick) {
        SqliteConnection c;
        synchronized (this) {
            c = held ? shared : null;
        }
        // nobody inside is far in the future
        return c != null && c.insideTick() <= tick;
    }

    int waiting() {
        return line.size();
    }

    void retire(SqlFailure reason) {
        SqliteConnection close = null;
        synchronized (this) {
            retired = true;
            if (!held) {
                close = shared;
                shared = null;
            }
        }
        line.refuseAll(reason);
        if (close != null) {
            close.requestClose();
        }
    }

    static SqlFailure late() {
        return SqlFailure.of(FailureKind.LOCK_TIMEOUT, "the right to write was not free in time");
    }

    /** Waits for the right with the shared connection. */
    private final class WriteWaiter extends Waiter {
        private final Reply<Lease> reply;

        WriteWaiter(Reply<Lease> reply) {
            this.reply = reply;
        }

        @Override
        void granted() {
            SqliteConnection c;
            synchronized (WriterRight.this) {
                c = shared;
            }
            if (c != null) {
                reply.done(new SqliteLease(engine, c, LeaseKind.WRITE));
            } else if (!engine.workers().executeWrite(this::openAndGrant)) {
                give();
                reply.failed(SqliteConnection.unavailable());
            }
        }

        private void openAndGrant() {
            SqliteConnection c;
            try {
                c = sharedOrOpened();
            } catch (SqlFailure f) {
                give();
                reply.failed(f);
                return;
            }
            reply.done(new SqliteLease(engine, c, LeaseKind.WRITE));
        }

        @Override
        void refused(SqlFailure failure) {
            reply.failed(failure);
        }
    }
}
