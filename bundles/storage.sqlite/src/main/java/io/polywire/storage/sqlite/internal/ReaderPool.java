package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.util.Arrays;

/**
 * The few connections that serve short reads. Taking and giving back without anybody waiting is one compare-and-set
 * each, for it happens on event loops. The first that is free is taken, so that few caches stay warm.
 */
final class ReaderPool {
    /** What has run for so many ticks is not short. */
    private static final int LONG_TICKS = 2;

    private final Engine engine;
    private final int max;
    private final WaitLine line;
    private final Pump pump = new Pump(this::handOver);

    private volatile SqliteConnection[] readers = {};
    /** Being opened. Guarded by this. */
    private int opening;

    private volatile boolean retired;

    ReaderPool(Engine engine, int max) {
        this.engine = engine;
        this.max = max;
        this.line = new WaitLine(engine.settings().waiting(), engine.workers());
    }

    void add(SqliteConnection c) {
        synchronized (this) {
            readers = Arrays.copyOf(readers, readers.length + 1);
            readers[readers.length - 1] = c;
        }
        c.free();
        if (retired && c.tryRemove()) {
            c.requestClose();
        }
    }

    SqliteLease tryAcquire() {
        if (line.size() != 0) {
            return null;
        }
        SqliteConnection c = take();
        if (c == null) {
            grow(1);
            return null;
        }
        return lease(c);
    }

    /** A lease that has looked whether anything was committed since. */
    private SqliteLease lease(SqliteConnection c) {
        SqliteLease l = new SqliteLease(engine, c, LeaseKind.READ);
        try {
            l.refresh();
        } catch (SqlFailure f) {
            l.close();
            throw f;
        }
        return l;
    }

    private void answer(SqliteConnection c, Reply<Lease> reply) {
        SqliteLease l;
        try {
            l = lease(c);
        } catch (SqlFailure f) {
            reply.failed(f);
            return;
        }
        reply.done(l);
    }

    /**
     * Lets a connection that is in use leave the pool; another one may be opened in its place.
     *
     * @return false if it had left already, and has a place among the pinned ones for that
     */
    boolean lend(SqliteConnection c) {
        synchronized (this) {
            if (c.left) {
                c.left = false;
                return false;
            }
            readers = Arrays.stream(readers).filter(r -> r != c).toArray(SqliteConnection[]::new);
        }
        grow(line.size());
        return true;
    }

    /**
     * A statement that runs for long is none of the short reads that the pool is for: where no connection is free, those of
     * such statements leave it, as far as there are places among the pinned ones, so that nobody waits for their end.
     */
    void sendAwayLongRuns(long tick) {
        SqliteConnection[] all = readers;
        if (all.length < max || Arrays.stream(all).anyMatch(SqliteConnection::isFree)) {
            return;
        }
        for (SqliteConnection c : all) {
            if (tick - c.insideTick() >= LONG_TICKS && sendAway(c)) {
                grow(line.size());
            }
        }
    }

    private boolean sendAway(SqliteConnection c) {
        try {
            engine.pinned().takePlace();
        } catch (SqlFailure noPlace) {
            return false;
        }
        boolean sent;
        synchronized (this) {
            sent = !c.isFree() && Arrays.asList(readers).contains(c);
            if (sent) {
                c.left = true;
                readers = Arrays.stream(readers).filter(r -> r != c).toArray(SqliteConnection[]::new);
            }
        }
        if (!sent) {
            engine.pinned().givePlace();
        } else if (c.tryTake()) {
            // it was given back in that moment
            comeBack(c);
        }
        return sent;
    }

    /** One that had to leave has been given back. By who has taken it. */
    private void comeBack(SqliteConnection c) {
        c.left = false;
        takeBack(c);
        engine.pinned().givePlace();
    }

    /** Takes one back that has left, if its place is still free. */
    void takeBack(SqliteConnection c) {
        boolean room;
        synchronized (this) {
            room = !retired && !c.isSpoilt() && !c.isClosing() && readers.length + opening < max;
            if (room) {
                readers = Arrays.copyOf(readers, readers.length + 1);
                readers[readers.length - 1] = c;
            }
        }
        if (room) {
            give(c);
        } else {
            c.requestClose();
        }
    }

    void acquire(long timeoutNanos, Reply<Lease> reply) {
        if (line.size() == 0) {
            SqliteConnection c = take();
            if (c != null) {
                answer(c, reply);
                return;
            }
        }
        if (retired) {
            reply.failed(SqliteConnection.unavailable());
            return;
        }
        engine.database().metrics().waits.increment();
        ReadWaiter waiter = new ReadWaiter(reply);
        if (!line.add(waiter)) {
            reply.failed(full());
            return;
        }
        grow(line.size());
        pump.run();
        line.expire(waiter, timeoutNanos, late());
        refuseIfRetired();
    }

    private SqliteConnection take() {
        for (SqliteConnection c : readers) {
            if (c.tryTake()) {
                return c;
            }
        }
        return null;
    }

    /** Takes a connection back. */
    void give(SqliteConnection c) {
        if (c.left) {
            comeBack(c);
            return;
        }
        if (c.isSpoilt() || c.isClosing() || retired) {
            discard(c);
            if (line.size() != 0) {
                grow(line.size());
            }
            return;
        }
        c.idleSince = engine.database().tick();
        c.free();
        if (c.left && c.tryTake()) {
            comeBack(c);
            return;
        }
        if (line.size() != 0) {
            pump.run();
        }
        if (retired && c.tryRemove()) {
            discard(c);
        }
    }

    private void discard(SqliteConnection c) {
        synchronized (this) {
            readers = Arrays.stream(readers).filter(r -> r != c).toArray(SqliteConnection[]::new);
        }
        c.requestClose();
    }

    /** Has more opened if there may be more. */
    private void grow(int wanted) {
        if (readers.length >= max) {
            return;
        }
        int start;
        synchronized (this) {
            start = retired ? 0 : Math.min(wanted - opening, max - readers.length - opening);
            if (start <= 0) {
                return;
            }
            opening += start;
        }
        for (int i = 0; i < start; i++) {
            if (!engine.workers().execute(this::openOne)) {
                openFailed(SqliteConnection.unavailable());
            }
        }
    }

    private void openOne() {
        SqliteConnection c;
        try {
            c = engine.openReader();
        } catch (SqlFailure f) {
            openFailed(f);
            return;
        }
        synchronized (this) {
            opening--;
        }
        add(c);
        pump.run();
    }

    /** Those who wait get the failure if there is nobody else whom they could wait for. */
    private void openFailed(SqlFailure f) {
        boolean none;
        synchronized (this) {
            opening--;
            none = readers.length == 0 && opening == 0;
        }
        if (none) {
            line.refuseAll(f);
        }
    }

    private void handOver() {
        while (line.size() != 0) {
            SqliteConnection c = take();
            if (c == null) {
                return;
            }
            Waiter w = line.take();
            if (w == null) {
                c.free();
                // One may have come and found nothing free just before.
                continue;
            }
            ((ReadWaiter) w).connection = c;
            w.granted();
        }
    }

    /** Lets go the snapshots of those that were not used since the tick before the last. */
    void releaseIdleSnapshots(long tick) {
        for (SqliteConnection c : readers) {
            if (c.holdsSnapshot && c.idleSince < tick - 1 && c.tryTake()) {
                release(c);
            }
        }
    }

    /** Lets go the snapshots of all that are free. */
    void releaseFreeSnapshots() {
        for (SqliteConnection c : readers) {
            if (c.tryTake()) {
                release(c);
            }
        }
    }

    private void release(SqliteConnection c) {
        try {
            c.enter();
            try {
                if (c.holdsSnapshot) {
                    c.endSnapshot();
                }
            } finally {
                c.leave();
            }
        } catch (SqlFailure f) {
            c.spoil();
        }
        long since = c.idleSince;
        give(c);
        c.idleSince = since;
    }

    boolean isIdle() {
        if (line.size() != 0) {
            return false;
        }
        for (SqliteConnection c : readers) {
            if (!c.isFree()) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return readers.length;
    }

    int waiting() {
        return line.size();
    }

    void retire(SqlFailure reason) {
        retired = true;
        line.refuseAll(reason);
        for (SqliteConnection c : readers) {
            if (c.tryRemove()) {
                discard(c);
            }
        }
    }

    private void refuseIfRetired() {
        if (retired) {
            line.refuseAll(SqliteConnection.unavailable());
        }
    }

    private static SqlFailure late() {
        return SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "no connection of the storage became free in time");
    }

    static SqlFailure full() {
        return SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "too many sessions wait for the storage");
    }

    private final class ReadWaiter extends Waiter {
        private final Reply<Lease> reply;
        private SqliteConnection connection;

        ReadWaiter(Reply<Lease> reply) {
            this.reply = reply;
        }

        @Override
        void granted() {
            answer(connection, reply);
        }

        @Override
        void refused(SqlFailure failure) {
            reply.failed(failure);
        }
    }
}
