package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StepLimitExceeded;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.EmptyStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.ShowDatabases;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TransactionStatement;
import java.util.List;
import java.util.function.Consumer;

/**
 * A statement that runs.
 *
 * <pre>
 *   run ─┬─ on an event loop, short, its lease at hand ({@link OnLoop}) ─▶ runs right there
 *        └─ otherwise on a worker: session statement ─▶ session
 *                                  in a transaction  ─▶ its lease (waited for without a thread)
 *                                  read              ─▶ READ lease, PINNED once it is suspended
 *                                  write             ─▶ WRITE lease; rows it returns are kept until it is committed
 * </pre>
 */
final class SessionPortal implements Portal {
    private enum Stage {
        NEW,
        OPEN,
        DONE,
        BROKEN,
        CLOSED
    }

    private final RouterSession session;
    private final SessionPrepared prepared;
    private final SessionTransaction transaction;
    private final Parameters parameters;
    private Stage stage = Stage.NEW;

    private Lease lease;
    /** The plan that the lease was chosen for. */
    private Plan leasedFor;
    /** Whether the lease is this statement's alone and goes back with its end. */
    private boolean own;

    private Cursor cursor;
    private RowBuffer buffer;
    /** The rows that were left when the result was taken off its lease. */
    private RowSpool rest;

    private int openedAt;
    /** Whether it stops as soon as it is open. */
    private boolean openOnly;

    /** Whether it is among the open results of the session. */
    boolean listed;
    /** Whether the next run follows a wait that the one before it has asked for. */
    private boolean again;

    /** Where it is not the statement's own: COMMIT of a failed transaction is a ROLLBACK. */
    private String command;

    private long rows;
    private long lastInsertId;
    private long nanos;
    private long started;
    /** When the storage began to run it, of {@link System#nanoTime}; 0 before. */
    private long runStarted;

    /** Of the present run: */
    private long maxRows;

    private RowSink sink;
    private RunReply reply;

    SessionPortal(
            RouterSession session, SessionPrepared prepared, SessionTransaction transaction, Parameters parameters) {
        this.session = session;
        this.prepared = prepared;
        this.transaction = transaction;
        this.parameters = parameters;
    }

    boolean in(SessionTransaction t) {
        return transaction == t && !own;
    }

    @Override
    public void run(long most, RowSink rowSink, RunReply runReply) {
        run(most, rowSink, runReply, stage == Stage.NEW && !openOnly);
    }

    @Override
    public void runAside(long most, RowSink rowSink, RunReply runReply) {
        run(most, rowSink, runReply, false);
    }

    /** @param here whether it may run on the calling thread if that is an event loop's */
    private void run(long most, RowSink rowSink, RunReply runReply, boolean here) {
        maxRows = most;
        sink = prepared.plan.returnsRows() && prepared.plan.columns().isEmpty() ? new NoColumns(rowSink) : rowSink;
        reply = runReply;
        if (!session.enter()) {
            close();
            runReply.failed(this, session.over());
            return;
        }
        started = session.startedNanos();
        session.runs(prepared.text);
        if (Workers.here()) {
            step();
        } else if (!here || !(runsHere() || sharedFromHere() || transactionFromHere())) {
            session.goOn(this::step, this::fail);
        }
    }

    // --- on an event loop -----------------------------------------------------------------------------------------

    private boolean runsHere() {
        Lease l = OnLoop.lease(session, prepared, transaction);
        if (l == null) {
            return false;
        }
        lease = l;
        own = l != transaction.lease();
        boolean ended;
        try {
            ended = runHere(prepared.plan);
        } catch (StepLimitExceeded longer) {
            giveBack();
            own = false;
            stage = Stage.NEW;
            return false;
        } catch (RuntimeException | Error e) {
            SqlFailure f = Failures.of(e);
            if (own) {
                fail(f);
            } else {
                // what is found out about it may take its time
                session.goOn(() -> fail(f), this::fail);
            }
            return true;
        }
        session.desk.metrics.inline.increment();
        if (ended) {
            finish();
        } else {
            suspend();
        }
        return true;
    }

    private boolean runHere(Plan plan) {
        session.rights.check(plan);
        session.running(lease);
        if (plan.tree().access() != Access.READ) {
            // what only reads calls no function that asks the session for something
            session.locks.runBegins();
            session.functions.runBegins(false);
            transaction.changes(plan.target(), OnLoop.weight(plan));
            session.sequences.begin(plan);
            runStarted = System.nanoTime();
        }
        openedAt = transaction.savepointNumber();
        lease.limitSteps(OnLoop.STEPS);
        try {
            cursor = lease.open(plan.statement(), HiddenValues.of(plan, prepared.values(parameters), session));
            stage = Stage.OPEN;
            return cursor.fetch(maxRows, sink);
        } finally {
            lease.limitSteps(0);
        }
    }

    /** What is done with a transaction that holds nothing needs no worker. */
    private boolean transactionFromHere() {
        if (!(prepared.plan.tree() instanceof TransactionStatement t)
                || !TransactionStatements.areBrief(session, transaction, t)) {
            return false;
        }
        session.locks.runBegins();
        session.functions.runBegins(false);
        transaction(t, new Reply<>() {
            @Override
            public void done(Void value) {
                complete();
            }

            @Override
            public void failed(SqlFailure failure) {
                fail(failure);
            }
        });
        return true;
    }

    /** A short write that commits on its own needs no worker to begin with. */
    private boolean sharedFromHere() {
        DatabaseRegistry.Found f = prepared.found;
        if (prepared.plan.tree().access() != Access.WRITE
                || session.readsOnly()
                || f == null
                || f.epoch() != session.desk.registry.epoch()
                || !SharedCommit.isFor(session, prepared, transaction, f)) {
            return false;
        }
        session.locks.runBegins();
        session.functions.runBegins(false);
        session.sequences.begin(prepared.plan);
        f.database().write(shared(leased(Access.WRITE)), session.lockTimeoutNanos());
        return true;
    }

    private SharedCommit shared(Reply<Lease> otherwise) {
        return new SharedCommit(
                session,
                prepared.plan,
                HiddenValues.of(prepared.plan, prepared.values(parameters), session),
                new Shared(otherwise));
    }

    // --- on a worker ----------------------------------------------------------------------------------------------

    private void step() {
        try {
            switch (stage) {
                case NEW -> start();
                case OPEN -> fetch();
                case DONE -> complete();
                case BROKEN, CLOSED -> throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "the portal is closed");
            }
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        }
    }

    private void start() {
        Statement tree = prepared.plan.tree();
        session.locks.runBegins();
        session.functions.runBegins(again);
        again = false;
        if (tree instanceof TransactionStatement t) {
            transaction(t, new Ended());
        } else if (tree instanceof EmptyStatement) {
            complete();
        } else {
            transaction.refuseIfFailed();
            if (Databases.is(session, tree)) {
                Databases.run(session, transaction, tree, new Ended(), this::complete);
            } else if (TransactionParts.run(session, transaction, tree, new Ended())) {
                // answered, or waited for
            } else if (session.statements.run(tree, this)
                    || RoleStatements.run(session, tree, this::complete, new Ended())) {
                // answered
            } else if (tree instanceof ShowDatabases) {
                answer(Databases.names(session));
            } else if (tree instanceof ParsedStatement p && GrantStatement.is(p.body())) {
                GrantStatement.refuseUnserved(p.body());
                takeLease(Access.SCHEMA);
            } else if (prepared.plan.changesTemporaryNamesOnly() && prepared.current(transaction)) {
                takeLease(Access.READ);
            } else if (prepared.plan.analysed()
                    && prepared.plan.statement() == null
                    && prepared.plan.program().isEmpty()
                    && prepared.plan.steps().isEmpty()
                    && prepared.current(transaction)) {
                // IF [NOT] EXISTS has found nothing to do, or the storage does it by itself
                if (tree.access() == Access.MAINTENANCE && transaction.isOpen()) {
                    throw SqlFailure.of(
                            FailureKind.ACTIVE_TRANSACTION, tree.command() + " cannot run inside a transaction block");
                }
                Upkeep.tell(session, prepared.plan);
                complete();
            } else {
                takeLease(tree.access());
            }
        }
    }

    private void transaction(TransactionStatement t, Reply<Void> then) {
        command = TransactionStatements.command(transaction, t);
        try {
            TransactionStatements.run(session, transaction, t, then);
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        }
    }

    /** What is done with the lease that the statement gets. */
    private Reply<Lease> leased(Access access) {
        leasedFor = prepared.plan;
        return new Reply<>() {
            @Override
            public void done(Lease l) {
                lease = l;
                try {
                    runOn(access);
                } catch (RuntimeException | Error e) {
                    SessionPortal.this.fail(Failures.of(e));
                }
            }

            @Override
            public void failed(SqlFailure failure) {
                SessionPortal.this.fail(failure);
            }
        };
    }

    private void takeLease(Access access) {
        Plan plan = prepared.plan;
        boolean ofTemporary = plan.temporary() == TemporaryUse.CHANGED && access == Access.WRITE;
        if (access != Access.READ
                && access != Access.MAINTENANCE
                && !ofTemporary
                && (transaction.isOpen() ? transaction.mode().readOnly() : session.readsOnly())) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY,
                    "cannot execute " + RowLocks.command(prepared) + " in a read-only transaction");
        }
        Reply<Lease> then = leased(access);
        if (access == Access.WRITE && SharedCommit.isFor(session, prepared, transaction, session.found())) {
            session.sequences.begin(prepared.plan);
            prepared.found.database().write(shared(then), session.lockTimeoutNanos());
            return;
        }
        boolean changes = access != Access.READ && access != Access.MAINTENANCE || plan.changesTemporaryNamesOnly();
        if (!transaction.isOpen() && session.inUnit() && changes) {
            transaction.beginImplicit();
        }
        if (transaction.isOpen() && !transaction.readsAlone(access, plan)) {
            transaction.lease(access, plan, RowLocks.waits(plan.tree()), then);
        } else {
            alone(access, then);
        }
    }

    private void alone(Access access, Reply<Lease> then) {
        own = true;
        long timeout = RowLocks.timeoutNanos(prepared.plan.tree(), session.lockTimeoutNanos());
        session.temporary.alone(prepared.plan, access, timeout, then);
    }

    /** The answer to a write that may share its commit. */
    private final class Shared implements SharedCommit.Owner {
        private final Reply<Lease> lease;

        Shared(Reply<Lease> lease) {
            this.lease = lease;
        }

        @Override
        public void committed(RowBuffer returned, long changed, long insertId) {
            rows = changed;
            lastInsertId = insertId;
            if (returned == null) {
                complete();
                return;
            }
            buffer = returned;
            stage = Stage.OPEN;
            try {
                fetch();
            } catch (RuntimeException | Error e) {
                SessionPortal.this.fail(Failures.of(e));
            }
        }

        @Override
        public void failed(SqlFailure failure) {
            if (!prepared.plan.analysed() || !Inquest.asks(session, failure)) {
                SessionPortal.this.fail(failure);
                return;
            }
            // nobody was told of that run, and the others do not wait while it is looked into
            session.functions.runBegins(true);
            new Shared(Inquest.leased(lease, () -> SessionPortal.this.fail(failure))).alone();
        }

        @Override
        public void alone() {
            try {
                SessionPortal.this.alone(Access.WRITE, lease);
            } catch (RuntimeException | Error e) {
                SessionPortal.this.fail(Failures.of(e));
            }
        }
    }

    private void runOn(Access access) {
        session.running(lease);
        if (prepared.plan.tree() instanceof ParsedStatement p && GrantStatement.is(p.body())) {
            ran(new Programs(session, transaction, lease, own).grant(p.body()));
            return;
        }
        prepared.refresh(transaction, lease);
        Plan plan = prepared.plan;
        if (plan.temporary() != leasedFor.temporary() || plan.permanent() != leasedFor.permanent()) {
            // its names mean other tables by now, which may be elsewhere
            giveBack();
            own = false;
            takeLease(
                    plan.changesTemporaryNamesOnly() ? Access.READ : plan.tree().access());
            return;
        }
        session.rights.check(plan, lease);
        RowGuard.check(session, plan, lease);
        if (plan.temporary() == TemporaryUse.CHANGED) {
            lease = own ? session.temporary.settle(lease) : transaction.settle();
            session.running(lease);
        }
        if (plan.changesTemporaryNamesOnly()) {
            ran(new Programs(session, transaction, lease, own).names(plan));
            return;
        }
        if (!own) {
            transaction.changes(plan);
        }
        if (!plan.steps().isEmpty()) {
            if (!own) {
                session.portals.detach(transaction, this);
            }
            openedAt = transaction.savepointNumber();
            ran(new Programs(session, transaction, lease, own).steps(prepared, prepared.values(parameters)));
            return;
        }
        if (plan.statement() == null) {
            runStarted = System.nanoTime();
            ran(new Programs(session, transaction, lease, own).program(plan, prepared.values(parameters), access));
            return;
        }
        session.sequences.begin(plan);
        runStarted = System.nanoTime();
        boolean keep = own
                && access != Access.READ
                && (plan.returnsRows() || plan.sequences().counts());
        if (keep) {
            lease.begin(TransactionMode.DEFAULT);
        }
        if (!own && access != Access.READ) {
            session.portals.detach(transaction, this);
        }
        openedAt = transaction.savepointNumber();
        cursor = lease.open(plan.statement(), HiddenValues.of(plan, prepared.values(parameters), session));
        stage = Stage.OPEN;
        if (keep) {
            // What a write returns is not shown before it is committed, and the writer does not wait for a client.
            buffer = new RowBuffer(session.desk.settings().returningMaxBytes(), session.memory);
            cursor.fetch(0, buffer);
            count();
            cursor.close();
            cursor = null;
            session.sequences.write(lease);
            lease.commit();
            session.sequences.kept();
            giveBack();
        } else if (!own && access == Access.SCHEMA) {
            transaction.schemaChanged();
        }
        if (buffer == null && SessionFunctions.mayWait(plan.statement())) {
            // it may have to run again, so nothing of it is shown before it is over
            RowBuffer all = new RowBuffer(session.desk.settings().returningMaxBytes(), session.memory);
            cursor.fetch(0, all);
            count();
            buffer = all;
            giveBack();
        }
        fetch();
    }

    /** What ran in place of one statement is done. */
    private void ran(Programs.Ran ran) {
        giveBack();
        rows = ran.rows();
        command = ran.command();
        if (ran.shown() == null) {
            complete();
            return;
        }
        stage = Stage.OPEN;
        buffer = ran.shown();
        fetch();
    }

    /** Reads one row into a place of its own, so that the result stays what it is now. */
    void open(RowSink first, RunReply told) {
        openOnly = true;
        run(1, first, told);
    }

    RouterSession session() {
        return session;
    }

    String text() {
        return prepared.text;
    }

    /** Bytes of what it holds, roughly. */
    long held() {
        return (parameters == null ? 0 : parameters.bytes())
                + (buffer == null ? 0 : buffer.held())
                + (rest == null ? SessionMemory.ENTRY : rest.held());
    }

    /** The savepoints of its transaction when it was opened. */
    int openedAt() {
        return openedAt;
    }

    /** Reads what is left into a place of its own, so that the lease may go or change what it reads. On a worker. */
    void detach() {
        if (cursor == null || stage != Stage.OPEN) {
            return;
        }
        session.running(lease);
        rest = session.names.spool().filled(cursor);
        count();
        giveBack();
        own = true;
    }

    private void fetchRest() {
        boolean end = rest.drain(maxRows, sink);
        if (end) {
            rest.close();
            rest = null;
            complete();
        } else {
            suspend();
        }
    }

    private void fetch() {
        if (rest != null) {
            fetchRest();
            return;
        }
        if (buffer != null) {
            boolean end = buffer.drain(maxRows, sink);
            if (end) {
                complete();
            } else {
                suspend();
            }
            return;
        }
        session.running(lease);
        if (cursor.fetch(maxRows, sink)) {
            finish();
        } else {
            suspend();
        }
    }

    private void count() {
        lastInsertId = session.client.takesInsertIds() ? cursor.lastInsertId() : 0;
        Statement tree = prepared.plan.tree();
        rows = tree.access() == Access.READ || RowLocks.isQuery(tree) ? cursor.rows() : cursor.changes();
    }

    private void finish() {
        count();
        giveBack();
        complete();
    }

    private void suspend() {
        try {
            if (own && session.temporary.isHome(lease)) {
                // the next statement may need the connection
                detach();
            } else if (own && lease != null && lease.kind() == LeaseKind.READ) {
                lease.pin();
            }
        } catch (SqlFailure none) {
            fail(none);
            return;
        }
        if (!listed) {
            listed = true;
            session.portals.add(this);
        }
        nanos += System.nanoTime() - started;
        RunReply r = reply;
        forget();
        session.leave();
        r.suspended(this);
    }

    void complete() {
        if (stage != Stage.DONE && !transaction.isOpen() && session.sequences.isDirty()) {
            // what only reads has taken values of sequences, which others must not be given after a crash
            session.sequences.writeAlone(new Reply<>() {
                @Override
                public void done(Void value) {
                    complete();
                }

                @Override
                public void failed(SqlFailure failure) {
                    session.onWorker(() -> SessionPortal.this.fail(failure), SessionPortal.this::fail);
                }
            });
            return;
        }
        if (stage != Stage.DONE && ConstraintModes.breaks(transaction, prepared.plan, rows, this::fail)) {
            return;
        }
        if (stage != Stage.DONE) {
            stage = Stage.DONE;
            unlist();
            nanos += System.nanoTime() - started;
            session.desk.ran(session, prepared.text, nanos, rows);
            session.audit.completed(prepared.plan.tree(), prepared.text, rows);
            session.functions.statementEnded(true);
            session.locks.runEnded(transaction.isOpen());
        }
        RunReply r = reply;
        forget();
        session.leave();
        r.completed(this);
    }

    private void fail(SqlFailure failure) {
        long sleep = session.functions.takeWanted();
        if (sleep >= 0) {
            againAfter(then -> session.functions.await(sleep, then));
            return;
        }
        LockManager.Request wanted = session.locks.takeWanted();
        if (wanted != null && awaitLock(wanted)) {
            return;
        }
        SqlFailure f = wanted != null
                ? Failures.lockAmidRows()
                : session.reason(Inquest.told(
                        prepared,
                        transaction,
                        lease,
                        () -> Inquest.failed(prepared, parameters, runStarted, own),
                        failure));
        session.audit.failed(prepared.plan.tree(), prepared.text, f);
        giveBack();
        buffer = null;
        stage = stage == Stage.OPEN ? Stage.BROKEN : Stage.CLOSED;
        unlist();
        session.functions.statementEnded(false);
        transaction.statementFailed();
        session.sequences.failed();
        session.locks.runEnded(transaction.isOpen());
        session.told(f, prepared.text);
        RunReply r = reply;
        forget();
        session.leave();
        r.failed(this, f);
    }

    /** The statement wants a lock that is not free. False if rows have gone out. */
    private boolean awaitLock(LockManager.Request wanted) {
        if (cursor != null && buffer == null && cursor.rows() > 0) {
            return false;
        }
        againAfter(then -> session.locks.await(wanted, session.lockTimeoutNanos(), then));
        return true;
    }

    /** Ends this run, waits, runs again. */
    private void againAfter(Consumer<Reply<Void>> wait) {
        try {
            giveBack();
            buffer = null;
            if (!own) {
                // what it waits for may wait for the right to write
                transaction.lend();
            }
            own = false;
            stage = Stage.NEW;
            again = true;
            session.locks.undoRun();
            wait.accept(new Ended() {
                @Override
                public void done(Void value) {
                    session.onWorker(SessionPortal.this::step, SessionPortal.this::fail);
                }
            });
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        }
    }

    private void forget() {
        reply = null;
        sink = null;
    }

    private void giveBack() {
        Cursor c = cursor;
        cursor = null;
        if (c != null) {
            c.close();
        }
        Lease l = lease;
        lease = null;
        if (own && l != null) {
            l.close();
        }
    }

    private void unlist() {
        if (listed) {
            listed = false;
            session.portals.remove(this);
        }
    }

    // --- statements that the session answers ----------------------------------------------------------------------

    /** The end of a statement that returns nothing and waits for something. */
    private class Ended implements Reply<Void> {
        @Override
        public void done(Void value) {
            session.onWorker(SessionPortal.this::complete, SessionPortal.this::fail);
        }

        @Override
        public void failed(SqlFailure failure) {
            session.onWorker(() -> fail(failure), SessionPortal.this::fail);
        }
    }

    /** Answers with rows that the session has made. */
    void answer(RowBuffer made) {
        buffer = made;
        rows = made.unread();
        stage = Stage.OPEN;
        fetch();
    }

    // --- plain facts ----------------------------------------------------------------------------------------------

    @Override
    public Prepared prepared() {
        return prepared;
    }

    @Override
    public List<Column> columns() {
        return prepared.columns();
    }

    @Override
    public boolean isBegun() {
        return stage == Stage.BROKEN;
    }

    @Override
    public String command() {
        return command == null ? prepared.command() : command;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long lastInsertId() {
        return lastInsertId;
    }

    @Override
    public void close() {
        if (stage != Stage.DONE) {
            stage = Stage.CLOSED;
        }
        giveBack();
        buffer = null;
        if (rest != null) {
            rest.close();
            rest = null;
        }
        unlist();
    }
}
