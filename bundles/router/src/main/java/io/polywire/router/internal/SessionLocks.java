package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockInfo;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.lock.LockScope;
import io.polywire.api.lock.Locks;
import io.polywire.api.session.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * The locks of one session, and its waits. A function of a statement that runs asks on that statement's thread; the rest
 * is the session's own.
 *
 * <pre>
 *   run ── lock() not free ─▶ wanted, the run fails ── undo what it took ─▶ queued ── granted ─▶ run again, which finds it
 * </pre>
 */
final class SessionLocks implements Locks {
    private final RouterSession session;
    private final LockManager manager;

    /** Whether there may be locks to give back at the end of the transaction, or of the session. */
    private volatile boolean transactionScope;

    private volatile boolean any;

    /** Of the run: what it asked for and could not have; what it took; what was taken for it before it began. */
    private LockManager.Request wanted;

    private final List<LockManager.Request> taken = new ArrayList<>(0);
    private LockManager.Request ready;

    /** What it waits for, for the graph; since when, 0 if it does not wait. */
    private volatile LockManager.Request waitsFor;

    private volatile long waitsSince;
    private volatile boolean looked;

    SessionLocks(RouterSession session, LockManager manager) {
        this.session = session;
        this.manager = manager;
    }

    int id() {
        return session.id();
    }

    String database() {
        return session.database();
    }

    LockManager.Request waitsFor() {
        return waitsFor;
    }

    /** Told by the manager. */
    void held(LockScope scope) {
        any = true;
        if (scope == LockScope.TRANSACTION) {
            transactionScope = true;
        }
    }

    private LockManager.Request request(LockKey key, LockMode mode, LockScope scope) {
        return new LockManager.Request(this, key, mode, scope, session.transaction.savepointNumber());
    }

    // ---- as functions see it ----

    @Override
    public boolean tryLock(LockKey key, LockMode mode, LockScope scope) {
        LockManager.Request r = request(key, mode, scope);
        if (!manager.tryTake(r)) {
            return false;
        }
        taken.add(r);
        return true;
    }

    @Override
    public void lock(LockKey key, LockMode mode, LockScope scope) {
        LockManager.Request r = ready;
        if (r != null && r.key().equals(key) && r.mode() == mode && r.scope() == scope) {
            ready = null;
            taken.add(r);
            return;
        }
        if (tryLock(key, mode, scope)) {
            return;
        }
        wanted = request(key, mode, scope);
        throw SqlFailure.of(FailureKind.LOCK_TIMEOUT, "the lock is not free");
    }

    @Override
    public boolean unlock(LockKey key, LockMode mode) {
        return manager.give(this, key, mode);
    }

    @Override
    public void unlockAll() {
        manager.endSessionScope(this);
    }

    @Override
    public List<LockInfo> all() {
        return manager.all(session.database());
    }

    /** Numbers of the sessions that this one waits for. */
    List<Integer> blockers() {
        return manager.blockersOf(this);
    }

    /**
     * Takes a lock for the transaction if it is free.
     *
     * @param mark savepoints that were set in the transaction when it was due: back to one of them, it is given back
     */
    boolean tryTake(LockKey key, LockMode mode, int mark) {
        return manager.tryTake(new LockManager.Request(this, key, mode, LockScope.TRANSACTION, mark));
    }

    /** The tables of which others have locked rows. */
    List<String> rowsOfOthers() {
        return manager.rowsOfOthers(this);
    }

    // ---- around a run ----

    /** A statement begins. */
    void runBegins() {
        wanted = null;
        taken.clear();
    }

    /** It is over, for better or worse. */
    void runEnded(boolean transactionOpen) {
        if (ready != null) {
            // Taken for it, and then it did not ask again.
            undo(ready);
            ready = null;
        }
        if (transactionScope && !transactionOpen) {
            transactionEnds();
        }
    }

    /** What the run that failed would have had to wait for; null if that is not why it failed. */
    LockManager.Request takeWanted() {
        LockManager.Request w = wanted;
        wanted = null;
        return w;
    }

    /** Gives back what the run took, which will be taken again. */
    void undoRun() {
        taken.forEach(this::undo);
        taken.clear();
    }

    private void undo(LockManager.Request r) {
        // One of the transaction stays until its end: it may have been held before, and will be asked for again.
        if (r.scope() == LockScope.SESSION) {
            manager.give(this, r.key(), r.mode());
        }
    }

    /** Waits for a lock that a run wanted; the next run has it. */
    void await(LockManager.Request r, long timeoutNanos, Reply<Void> then) {
        acquire(r, timeoutNanos, new Reply<>() {
            @Override
            public void done(Void value) {
                ready = r;
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    /** Takes a lock for the transaction, waiting for it without a thread. On a worker. */
    void acquire(LockKey key, LockMode mode, long timeoutNanos, Reply<Void> then) {
        acquire(request(key, mode, LockScope.TRANSACTION), timeoutNanos, then);
    }

    private void acquire(LockManager.Request r, long timeoutNanos, Reply<Void> then) {
        Future<?>[] end = new Future<?>[1];
        Wait<Void> wait = new Wait<>(session, late -> undoGrant(r), new Reply<>() {
            @Override
            public void done(Void value) {
                endWait();
                stop(end);
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                stop(end);
                manager.leaveQueue(r);
                endWait();
                then.failed(failure);
            }
        });
        session.wait(wait);
        beginWait(r);
        if (manager.takeOrQueue(r, () -> wait.done(null))) {
            wait.done(null);
        } else {
            end[0] = session.desk.after(timeoutNanos, () -> wait.failed(late(r.key())));
        }
        wait.returned();
    }

    private static void stop(Future<?>[] end) {
        if (end[0] != null) {
            end[0].cancel(false);
        }
    }

    /** It came after the wait was given up. */
    private void undoGrant(LockManager.Request r) {
        if (r.scope() == LockScope.SESSION) {
            manager.give(this, r.key(), r.mode());
        } else if (!session.transaction.isOpen()) {
            transactionEnds();
        }
    }

    static SqlFailure late(LockKey key) {
        return key.space() == LockKey.Space.TABLE
                ? SqlFailure.of(FailureKind.LOCK_TIMEOUT, "could not obtain lock on relation \"" + key.name() + "\"")
                : SqlFailure.of(FailureKind.LOCK_TIMEOUT, "canceling statement due to lock timeout");
    }

    /** Whether there may be locks to give back at the end of the transaction. */
    boolean isForTransaction() {
        return transactionScope;
    }

    void transactionEnds() {
        if (transactionScope) {
            transactionScope = false;
            manager.endTransaction(this);
        }
    }

    void backTo(int savepoints) {
        if (transactionScope) {
            manager.backTo(this, savepoints);
        }
    }

    void sessionEnds() {
        if (any) {
            manager.endSession(this);
        }
    }

    // ---- waits ----

    private void beginWait(LockManager.Request r) {
        waitsFor = r;
        looked = false;
        waitsSince = System.nanoTime() | 1;
    }

    void endWait() {
        waitsSince = 0;
        waitsFor = null;
    }

    /** It waits for the right to write; of no interest where it has nothing that somebody could wait for. */
    void wantsRight(Object database) {
        if (!any) {
            return;
        }
        manager.wantsRight(this, database);
        beginWait(null);
    }

    void wantsNoRight() {
        if (!any) {
            return;
        }
        endWait();
        manager.wantsNoRight(this);
    }

    void hasRight(Object database) {
        manager.hasRight(this, database);
    }

    void gaveRight(Object database) {
        manager.gaveRight(this, database);
    }

    /** Looks once, when it has waited long enough, whether it will ever end; called by the clock. */
    void checkDeadlock(long now, long deadlockNanos) {
        long since = waitsSince;
        if (since == 0 || looked || now - since < deadlockNanos) {
            return;
        }
        looked = true;
        String who = manager.breakCircle(this);
        if (who != null) {
            session.desk.metrics.deadlocks.increment();
            session.cancel(SqlFailure.build(FailureKind.DEADLOCK, "deadlock detected")
                    .detail(who)
                    .hint("Try the transaction again.")
                    .build());
        }
    }
}
