package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.TransactionStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A transaction of a session. Its lease is taken with the first statement that needs one, so a transaction that only was
 * begun holds nothing; savepoints set before that are set on the lease when it comes.
 *
 * <pre>
 *            begin                      first statement               commit, rollback
 *   IDLE ─────────────▶ ACTIVE, no lease ──────────────▶ ACTIVE, lease ───────────────▶ IDLE
 *                                                          │ failed (dialect), lost (storage)   ▲
 *                                                          ▼                                    │
 *                                                        FAILED ────────────────────────────────┘
 * </pre>
 */
final class SessionTransaction implements Transaction {
    private final RouterSession session;
    private final List<Savepoint> savepoints = new ArrayList<>();
    private final Set<Integer> changed = new HashSet<>();
    private final LockedTables locked = new LockedTables();
    private long weights;
    private final DeferredChecks checks = new DeferredChecks();

    private final Set<Integer> broken = new HashSet<>();

    private volatile State state = State.IDLE;
    private TransactionMode mode = TransactionMode.DEFAULT;
    private Lease lease;
    private boolean implicit;
    private long time;
    /** Begun by its first savepoint, whose release commits it (SQLite). */
    private boolean begunBySavepoint;

    private boolean lost;
    /** Whether a statement has read in it apart from its lease. */
    private boolean queried;

    private volatile boolean changedSchema;
    private final TransactionCatalog catalog = new TransactionCatalog();
    private int savepointNumber;

    /** Whether the lease, where there is one, was taken for reading alone. */
    private boolean begunReadOnly;
    /** The database whose right to write this transaction has, for who waits for it; null if it has none. */
    private Object writes;

    SessionTransaction(RouterSession session) {
        this.session = session;
    }

    @Override
    public State state() {
        return implicit && state == State.ACTIVE ? State.IDLE : state;
    }

    /** Whether statements belong to it, also one that the client has not begun itself. */
    boolean isOpen() {
        return state != State.IDLE;
    }

    /** Whether it is open and takes statements. */
    boolean isSound() {
        return state == State.ACTIVE;
    }

    /** Whether the release of its first savepoint commits it. */
    boolean isBegunBySavepoint() {
        return begunBySavepoint;
    }

    /** Its lease if it has one. */
    Lease lease() {
        return lease;
    }

    /** How many savepoints there are. */
    int savepoints() {
        return savepoints.size();
    }

    /** How many savepoints were set so far. */
    int savepointNumber() {
        return savepointNumber;
    }

    /** How long it waits for the right to write. */
    private long timeoutNanos() {
        return mode.lockTimeoutMillis() < 0 ? session.lockTimeoutNanos() : mode.lockTimeoutMillis() * 1_000_000L;
    }

    boolean changedSchema() {
        return changedSchema;
    }

    /** Whether what a lease sees of the schema is what all see. */
    boolean seesWhatAllSee(Lease on) {
        return !changedSchema && on.seesNewestSchema();
    }

    /** Notes that it changed the schema, so that its plans stay its own. */
    void schemaChanged() {
        changedSchema = true;
        catalog.forget();
    }

    /** The catalog as it has made it, or as an older snapshot has it; null if a lease sees the one that all see. */
    TransactionCatalog catalogFor(Lease on) {
        return changedSchema ? catalog : on.seesNewestSchema() ? null : new TransactionCatalog();
    }

    /**
     * A statement in it is about to change rows.
     *
     * @param table null if that is not known, or it changes none
     * @param weight how many changes by key it counts for
     */
    void changes(Relation table, int weight) {
        if (table != null) {
            changed.add(table.id());
        }
        weights += weight;
        if (weight > 0) {
            locked.changes();
        }
    }

    /** A statement in it is about to run on its lease. */
    void changes(Plan plan) {
        CursorUse.refuse(this, plan);
        PendingChecks.refuse(this, plan);
        if (RowGuard.onlyLocks(plan)) {
            locked.locks(plan, savepointNumber);
        } else {
            changes(plan.target(), OnLoop.weight(plan));
        }
    }

    /** Whether it may be able to give the right to write back, having locked rows under it or failed; on any thread. */
    boolean mayLend() {
        return locked.mayLend() || state == State.FAILED && lease != null && savepoints.isEmpty();
    }

    /**
     * Gives back the right to write where rows were locked under it and nothing was changed, and keeps locks of the tables
     * instead, so that others can write elsewhere. On a thread that may touch the storage, between two statements.
     */
    void lend() {
        if (state == State.FAILED) {
            undo();
        }
        if (state != State.ACTIVE
                || lease == null
                || lease.kind() != LeaseKind.WRITE
                || !mode.isolation().isByStatement()
                || this != session.transaction
                || changedSchema
                || !locked.isAll()
                || session.temporary.isHome(lease)
                || session.portals.hasAny(this)
                || !locked.take(session.locks)) {
            return;
        }
        queried = true;
        lease.rollback();
        release();
        locked.lent();
    }

    /** Whether it has locked rows, and holds nothing that everybody needs; on any thread. */
    boolean hasLent() {
        return locked.isLent();
    }

    /** How much it has changed so far, in changes by key. */
    long weight() {
        return weights;
    }

    /** What it has left to its end. */
    DeferredChecks checks() {
        return checks;
    }

    /** Numbers of the unique keys that it may have broken while they were deferred. */
    Set<Integer> broken() {
        return broken;
    }

    /** Numbers of the tables of which it may have changed rows. */
    Set<Integer> changed() {
        return changed;
    }

    RouterSession session() {
        return session;
    }

    /** The catalog as it has made it; null if it has changed none. */
    TransactionCatalog ownCatalog() {
        return changedSchema ? catalog : null;
    }

    TransactionMode mode() {
        return mode;
    }

    /**
     * Changes how it runs; what is null stays.
     *
     * @throws SqlFailure 25001 if it has begun to work already
     */
    void change(Isolation isolation, Boolean readOnly, Boolean deferrable) {
        mode = ModeChanges.of(mode, isolation, readOnly, deferrable, queried || lease != null, !savepoints.isEmpty());
    }

    @Override
    public void fail() {
        if (!implicit) {
            statementFailed();
        }
    }

    void refuseIfFailed() {
        if (state == State.FAILED) {
            throw SqlFailure.build(
                            FailureKind.TRANSACTION_FAILED,
                            "current transaction is aborted, commands ignored until end of transaction block")
                    .hint(lost ? "The storage has rolled it back; say ROLLBACK and begin anew." : null)
                    .build();
        }
    }

    /** When it began, or the present statement where there is none; in microseconds since 1970 UTC. */
    long time() {
        return isOpen() ? time : session.statementTime();
    }

    /**
     * Whether a statement that is about to run in it reads on a snapshot of its own, apart from the transaction's lease. One
     * that has changed nothing but temporary tables has no snapshot yet, and lets none begin before it has the right to write.
     * It counts as a query of the transaction.
     */
    boolean readsAlone(Access access, Plan plan) {
        boolean alone = access == Access.READ
                && mode.isolation().isByStatement()
                && (lease == null || plan.temporary() == TemporaryUse.NONE && isAtHomeOnly());
        queried |= alone;
        return alone;
    }

    /** Whether all that it has done has been to temporary tables. */
    private boolean isAtHomeOnly() {
        return lease.kind() != LeaseKind.WRITE && session.temporary.isHome(lease);
    }

    /** The lease on which statements are planned; null where that would begin a snapshot which is then too old to write. */
    Lease planningLease() {
        return lease != null && mode.isolation().isByStatement() && isAtHomeOnly() ? null : lease;
    }

    /** Has the session keep the connection of its lease for temporary tables. */
    Lease settle() {
        lease = session.temporary.settle(lease);
        return lease;
    }

    /** A statement of the client's unit begins it behind the scenes. */
    void beginImplicit() {
        start(new TransactionMode(Isolation.READ_COMMITTED, false, false, false, -1));
        implicit = true;
    }

    private void start(TransactionMode how) {
        mode = how;
        time = session.statementTime();
        state = State.ACTIVE;
        implicit = false;
        lost = false;
        begunBySavepoint = false;
        queried = false;
        locked.begin();
        changedSchema = false;
        changed.clear();
        weights = 0;
        checks.clear();
        broken.clear();
        catalog.forget();
        savepoints.clear();
    }

    /** Gives the lease on which a statement of this transaction runs. On a worker. */
    void lease(Access access, Reply<Lease> then) {
        lease(access, timeoutNanos(), then);
    }

    /** As {@link #lease(Access, Reply)}, with a wait of its own for the right to write. */
    void lease(Access access, long timeoutNanos, Reply<Lease> then) {
        if (access != Access.READ) {
            locked.changes();
        }
        lease(access, TemporaryUse.NONE, true, timeoutNanos, then);
    }

    /** As {@link #lease(Access, Reply)}, for a statement that may have to do with temporary tables. */
    void lease(Access access, Plan plan, boolean waits, Reply<Lease> then) {
        if (access != Access.READ
                && isOpen()
                && mode.readOnly()
                && (plan.temporary() != TemporaryUse.CHANGED || access != Access.WRITE)) {
            refuseIfFailed();
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "cannot execute " + plan.tree().command() + " in a read-only transaction");
        }
        lease(access, plan.temporary(), plan.permanent(), waits ? timeoutNanos() : 0, then);
    }

    private void lease(Access access, TemporaryUse use, boolean permanent, long timeoutNanos, Reply<Lease> then) {
        refuseIfFailed();
        if (use != TemporaryUse.NONE && this != session.transaction) {
            throw SqlFailure.unsupported("a temporary table in a transaction beside the session's own");
        }
        if (access == Access.MAINTENANCE) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, "this statement cannot run inside a transaction");
        }
        boolean ofTemporary = use == TemporaryUse.CHANGED;
        if (access != Access.READ && mode.readOnly() && !(ofTemporary && access == Access.WRITE)) {
            throw SqlFailure.of(FailureKind.READ_ONLY, "cannot write in a read-only transaction");
        }
        boolean committed = mode.isolation().isByStatement();
        // what mixes temporary tables and others begins a snapshot, on which a write must not fail later
        boolean mixes = committed && permanent && use != TemporaryUse.NONE && !mode.readOnly();
        boolean write = access != Access.READ && !ofTemporary || mixes;
        if (lease != null) {
            ready(write, timeoutNanos, then);
            return;
        }
        LeaseKind kind = write && mode.isolation().isByStatement() ? LeaseKind.WRITE : LeaseKind.PINNED;
        take(kind, timeoutNanos, Forward.to(then, taken -> ready(write, timeoutNanos, then)));
    }

    /** Takes a lease and begins on it, with the savepoints that were set so far. */
    private void take(LeaseKind kind, long timeoutNanos, Reply<Lease> then) {
        Reply<Lease> begun = new Reply<>() {
            @Override
            public void done(Lease taken) {
                try {
                    session.running(taken);
                    taken.begin(mode);
                    begunReadOnly = mode.readOnly();
                    checks.begun(taken);
                    for (Savepoint s : savepoints) {
                        taken.savepoint(s.inner());
                    }
                } catch (RuntimeException | Error e) {
                    taken.close();
                    then.failed(Failures.of(e));
                    return;
                }
                lease = taken;
                locked.taken();
                noteRight();
                then.done(taken);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        };
        if (this == session.transaction) {
            session.temporary.lease(kind, timeoutNanos, begun);
        } else {
            session.acquire(kind, timeoutNanos, begun);
        }
    }

    /** Whoever waits for the right to write waits for this session from now on. */
    private void noteRight() {
        if (lease.kind() == LeaseKind.WRITE) {
            writes = session.found().database();
            session.locks.hasRight(writes);
        }
    }

    private void ready(boolean write, long timeoutNanos, Reply<Lease> then) {
        Lease l = lease;
        if (!write || l.kind() == LeaseKind.WRITE) {
            then.done(l);
            return;
        }
        try {
            session.upgrade(l, timeoutNanos, new Reply<>() {
                @Override
                public void done(Void value) {
                    noteRight();
                    then.done(l);
                }

                @Override
                public void failed(SqlFailure failure) {
                    then.failed(failure);
                }
            });
        } catch (SqlFailure f) {
            then.failed(f);
        }
    }

    /** A statement in it has failed: what that means is the dialect's to say, unless the storage has ended it. */
    void statementFailed() {
        if (state != State.ACTIVE) {
            return;
        }
        if (lease != null && !alive()) {
            session.portals.close(this);
            release();
            lost = true;
            state = State.FAILED;
        } else if (session.desk.planner.has(session.dialect()) && dialect().failsTransactions()) {
            state = State.FAILED;
            undo();
        }
    }

    /** What has failed and cannot go back to a savepoint holds nobody up until the client says ROLLBACK. */
    private void undo() {
        if (savepoints.isEmpty() && lease != null && !session.temporary.isHome(lease) && Workers.here()) {
            session.portals.close(this);
            lease.rollback();
            release();
            session.locks.transactionEnds();
        }
    }

    private boolean alive() {
        try {
            return lease.inTransaction();
        } catch (SqlFailure gone) {
            return false;
        }
    }

    private Dialect dialect() {
        return session.desk.planner.dialect(session.dialect());
    }

    private void release() {
        Lease l = lease;
        lease = null;
        if (writes != null) {
            session.locks.gaveRight(writes);
            writes = null;
        }
        if (l != null) {
            l.close();
        }
    }

    /** Ends it without a word: the session is over or starts anew. On a thread that may touch the storage. */
    void abandon() {
        session.portals.close(this);
        idle();
    }

    private void idle() {
        idle(false);
    }

    /** @param kept whether what it did stays */
    private void idle(boolean kept) {
        release();
        state = State.IDLE;
        session.locks.transactionEnds();
        if (this == session.transaction) {
            session.transactionEnded(this, kept);
        }
        implicit = false;
        lost = false;
        begunBySavepoint = false;
        changedSchema = false;
        changed.clear();
        catalog.forget();
        savepoints.clear();
    }

    // --- as calls of a wire ---------------------------------------------------------------------------------------

    private void call(TransactionStep step, Reply<Void> reply) {
        step.call(session, reply);
    }

    @Override
    public void begin(TransactionMode how, Reply<Void> reply) {
        call(then -> doBegin(how, then), reply);
    }

    @Override
    public void commit(Reply<Void> reply) {
        call(then -> doEnd(true, then), reply);
    }

    @Override
    public void rollback(Reply<Void> reply) {
        call(then -> doEnd(false, then), reply);
    }

    @Override
    public void savepoint(String name, Reply<Void> reply) {
        call(then -> doSavepoint(name, then), reply);
    }

    @Override
    public void release(String name, Reply<Void> reply) {
        call(then -> doRelease(name, then), reply);
    }

    @Override
    public void rollbackTo(String name, Reply<Void> reply) {
        call(then -> doRollbackTo(name, then), reply);
    }

    /** The end of a unit: nothing to do unless a statement has begun behind the scenes. */
    void endImplicit(boolean keep, Reply<Void> reply) {
        if (!implicit || state == State.IDLE) {
            reply.done(null);
            return;
        }
        call(then -> doEnd(keep && state == State.ACTIVE, then), reply);
    }

    // --- as statements --------------------------------------------------------------------------------------------

    /**
     * Carries out a statement about transactions; within a call of the session, on a worker unless it is over at once
     * ({@link TransactionStatements#areBrief}).
     */
    void execute(TransactionStatement s, Reply<Void> then) {
        switch (s.action()) {
            case BEGIN -> doBegin(session.beginMode(s), then);
            case COMMIT -> doEnd(true, s.chain() ? chained(s, then) : then);
            case ROLLBACK -> doEnd(false, s.chain() ? chained(s, then) : then);
            case SAVEPOINT -> doSavepoint(s.savepoint(), then);
            case RELEASE -> doRelease(s.savepoint(), then);
            case ROLLBACK_TO -> doRollbackTo(s.savepoint(), then);
        }
    }

    /** Begins the next transaction, in the mode that this one has now, when it has ended. */
    private Reply<Void> chained(TransactionStatement s, Reply<Void> then) {
        if (state == State.IDLE || implicit) {
            throw SqlFailure.of(
                    FailureKind.NO_TRANSACTION, s.command() + " AND CHAIN can only be used in transaction blocks");
        }
        TransactionMode how = mode;
        return Forward.to(then, ended -> {
            start(how);
            then.done(null);
        });
    }

    private void doBegin(TransactionMode how, Reply<Void> then) {
        refuseIfFailed();
        if (implicit && state == State.ACTIVE) {
            // A BEGIN inside a unit makes what came before a part of it.
            implicit = false;
            then.done(null);
            return;
        }
        if (state != State.IDLE) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, "there is already a transaction in progress");
        }
        start(how);
        if (!how.writeFirst()) {
            then.done(null);
            return;
        }
        locked.changes();
        take(LeaseKind.WRITE, timeoutNanos(), new Reply<>() {
            @Override
            public void done(Lease taken) {
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                idle();
                then.failed(failure);
            }
        });
    }

    private void doEnd(boolean commit, Reply<Void> then) {
        if (state == State.IDLE) {
            throw SqlFailure.of(FailureKind.NO_TRANSACTION, "there is no transaction in progress");
        }
        boolean failed = state == State.FAILED;
        if (failed && commit && !dialect().failsTransactions()) {
            idle();
            throw SqlFailure.of(
                    FailureKind.TRANSACTION_FAILED, "the transaction had failed; it was rolled back, not committed");
        }
        if (commit && !failed && this == session.transaction) {
            try {
                session.running(lease);
                session.names.hold();
            } catch (RuntimeException | Error e) {
                if (implicit || dialect().failsTransactions()) {
                    idle();
                }
                throw e;
            }
        }
        session.portals.close(this);
        boolean keep = commit && !failed;
        boolean aside = lease == null || lease.kind() != LeaseKind.WRITE;
        if (keep && aside && this == session.transaction && session.sequences.isDirty()) {
            // what it took of sequences must not be taken again; it has not the right to write that down itself
            session.sequences.writeAlone(new Reply<>() {
                @Override
                public void done(Void value) {
                    ((TransactionStep) next -> finish(true, false, next)).guarded(then);
                }

                @Override
                public void failed(SqlFailure failure) {
                    idle();
                    then.failed(failure);
                }
            });
            return;
        }
        finish(commit, failed, then);
    }

    private void finish(boolean commit, boolean failed, Reply<Void> then) {
        boolean keep = commit && !failed;
        boolean roles = keep && this == session.transaction && session.roles.hasChanges();
        if (lease == null) {
            if (roles) {
                commitRoles(() -> {});
            }
            idle(keep);
            then.done(null);
            return;
        }
        try {
            if (keep) {
                // what is undone is undone, whatever cancel comes meanwhile
                session.running(lease);
                ConstraintModes.checkKeys(this);
            }
            boolean writes = keep && lease.kind() == LeaseKind.WRITE && this == session.transaction;
            if (writes) {
                session.sequences.write(lease);
            }
            if (keep) {
                session.temporary.beforeCommit(lease);
            }
            if (roles) {
                commitRoles(lease::commit);
            } else if (keep) {
                CatalogSnapshot after = catalog.known();
                long before = session.found().database().schemaVersion();
                lease.commit();
                Programs.keep(session, before, after);
            } else {
                lease.rollback();
            }
            if (writes) {
                session.sequences.kept();
            }
        } catch (RuntimeException | Error e) {
            SqlFailure f = keep ? Inquest.atEnd(this, Failures.of(e)) : Failures.of(e);
            if (!commit || implicit || !alive() || dialect().failsTransactions()) {
                idle();
            }
            // Otherwise it goes on: SQLite lets a client mend what a deferred constraint found, and commit again.
            throw f;
        }
        idle(commit && !failed);
        then.done(null);
    }

    /** Changes of roles are kept with what the database keeps, or neither is. */
    private void commitRoles(Runnable database) {
        try {
            session.roles.commit(database);
        } catch (RuntimeException | Error e) {
            SqlFailure f = Failures.of(e);
            if (lease != null && alive()) {
                lease.rollback();
            }
            idle();
            throw f;
        }
    }

    private void doSavepoint(String name, Reply<Void> then) {
        if (state == State.IDLE) {
            if (!dialect().savepointBegins()) {
                throw noTransaction("SAVEPOINT");
            }
            start(TransactionMode.DEFAULT);
            begunBySavepoint = true;
        }
        refuseIfFailed();
        session.memory.require(SessionMemory.ENTRY);
        Savepoint s = new Savepoint(name, ++savepointNumber, checks.copy(), mode);
        if (lease != null) {
            lease.savepoint(s.inner());
        }
        savepoints.add(s);
        session.savepoint(this);
        then.done(null);
    }

    private void doRelease(String name, Reply<Void> then) {
        if (state == State.IDLE && !dialect().savepointBegins()) {
            throw noTransaction("RELEASE SAVEPOINT");
        }
        refuseIfFailed();
        int i = find(name);
        if (i == 0 && begunBySavepoint) {
            doEnd(true, then);
            return;
        }
        if (lease != null) {
            lease.release(savepoints.get(i).inner());
        }
        backTo(savepoints.get(i).mode());
        savepoints.subList(i, savepoints.size()).clear();
        session.released(this, i);
        then.done(null);
    }

    private void doRollbackTo(String name, Reply<Void> then) {
        if (state == State.IDLE && !dialect().savepointBegins()) {
            throw noTransaction("ROLLBACK TO SAVEPOINT");
        }
        if (lost) {
            refuseIfFailed();
        }
        int i = find(name);
        session.portals.backTo(this, savepoints.get(i).number());
        if (this == session.transaction) {
            session.names.backTo(savepoints.get(i).number());
        }
        if (lease != null) {
            lease.rollbackTo(savepoints.get(i).inner());
            catalog.forget();
        }
        session.locks.backTo(savepoints.get(i).number());
        locked.backTo(savepoints.get(i).number());
        checks.backTo(savepoints.get(i).checks());
        backTo(savepoints.get(i).mode());
        savepoints.subList(i + 1, savepoints.size()).clear();
        session.backTo(this, i);
        state = State.ACTIVE;
        then.done(null);
    }

    /** A lease that has begun read-only stays so. */
    private void backTo(TransactionMode before) {
        if (lease == null || !begunReadOnly) {
            mode = before;
        }
    }

    private int find(String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name().equals(name)) {
                return i;
            }
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_SAVEPOINT, "savepoint \"" + name + "\" does not exist");
    }

    private static SqlFailure noTransaction(String what) {
        return SqlFailure.of(FailureKind.NO_TRANSACTION, what + " can only be used in transaction blocks");
    }
}
