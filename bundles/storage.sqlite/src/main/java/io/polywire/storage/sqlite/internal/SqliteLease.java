package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.Replay;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A connection, lent. A reader keeps its snapshot from one lease to the next as long as nothing newer was committed; a
 * pinned one is barred from writing until it has the right and writes.
 */
final class SqliteLease implements Lease {
    private static final String TEMPORARY =
            "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE tbl_name <> '_pw_mark')";

    private final Engine engine;
    private final SqliteConnection connection;
    /** What it was asked for, until it hosts temporary objects. */
    private LeaseKind asked;
    /** Whether a session's temporary objects are on its connection. */
    private boolean hosts;
    /** Whether it holds the right to write. Set by the thread that hands the right over, before the holder is told. */
    private volatile boolean writer;
    /** Whether the connection has been let write. */
    private boolean armed;

    private boolean transaction;
    private boolean readOnlyTransaction;
    /** Whether a failure may have ended the transaction. */
    private boolean doubtful;
    /** What the transaction has read before it writes, if it keeps a snapshot that may have to be left for a newer one. */
    private SnapshotReads reads;
    /** Whether the transaction has changed the schema. */
    private boolean schemaTouched;

    /** Whether the next statement that finds a snapshot has to compare the schema. */
    private boolean schemaUnseen;

    /** Whether it ran DDL at all: there may be temporary objects. */
    private boolean schemaEver;

    /** The cursor whose row number SQLite still knows, if it was not asked for. */
    private SqliteCursor inserter;

    /** Open cursors, the newest first. */
    private SqliteCursor cursors;

    private int closings;
    /** Guarded by this, for the hand-over of the right may meet a close. */
    private boolean closed;

    private Waiter upgrading;
    /** Whether a failed statement is looked into. */
    private boolean replaying;

    /** Whether a reader's connection has left the pool of short reads for this lease. */
    private boolean pinned;

    SqliteLease(Engine engine, SqliteConnection connection, LeaseKind asked) {
        this.engine = engine;
        this.connection = connection;
        this.asked = asked;
        this.writer = asked == LeaseKind.WRITE;
        this.armed = writer;
        this.schemaUnseen = asked == LeaseKind.PINNED;
        connection.user(this);
    }

    @Override
    public LeaseKind kind() {
        return writer ? LeaseKind.WRITE : pinned ? LeaseKind.PINNED : asked;
    }

    @Override
    public void pin() {
        if (asked != LeaseKind.READ || pinned) {
            return;
        }
        enter();
        connection.leave();
        engine.pinned().takePlace();
        if (!engine.readers().lend(connection)) {
            engine.pinned().givePlace();
        }
        connection.snapshotSince(engine.database().tick());
        pinned = true;
    }

    /** Sees to it that who asks for the schema's version before it opens a statement is told the present one. */
    void refresh() {
        enter();
        try {
            freshen();
        } finally {
            connection.leave();
        }
    }

    Engine engine() {
        return engine;
    }

    SqliteConnection connection() {
        return connection;
    }

    private void enter() {
        if (closed) {
            throw SqlFailure.of(FailureKind.INTERNAL, "the lease was given back");
        }
        connection.enter();
    }

    // ---- statements ------------------------------------------------------------------------------------------------

    @Override
    public boolean seesNewestSchema() {
        // what has not seen anything yet has no snapshot, and gets the newest; none is begun before a write that comes
        // first
        if (asked != LeaseKind.PINNED || !transaction || schemaTouched || schemaUnseen) {
            return true;
        }
        enter();
        try {
            return engine.checkSchemaOfSnapshot(connection);
        } finally {
            connection.leave();
        }
    }

    @Override
    public Description describe(StorageStatement statement) {
        enter();
        try {
            freshen();
            return Describer.describe(engine, connection, statement);
        } finally {
            connection.leave();
        }
    }

    @Override
    public Cursor open(StorageStatement statement, Parameters parameters) {
        enter();
        try {
            KeptAnswers.Question asked = engine.answers().ask(statement, parameters);
            if (asked != null && asked.answer() != null) {
                return new AnswerCursor(this, asked.answer());
            }
            return connection.goesAside(statement)
                    ? new AsideCursor(this, connection.aside(engine.opener()), statement, parameters, asked)
                    : opened(statement).bind(parameters).keep(asked, noted(statement, parameters));
        } finally {
            connection.leave();
        }
    }

    private SnapshotReads.Read noted(StorageStatement statement, Parameters parameters) {
        return reads == null ? null : reads.read(statement, parameters);
    }

    @Override
    public long load(StorageStatement statement, Supplier<Parameters> rows, LongConsumer changed) {
        enter();
        try {
            return opened(statement).load(rows, changed);
        } finally {
            connection.leave();
        }
    }

    private SqliteCursor opened(StorageStatement statement) {
        if (hosts && statement.temporary() == TemporaryUse.CHANGED) {
            arm();
        } else if (statement.access() != Access.READ) {
            prepareToWrite(statement.access());
        }
        KeptStatement k = connection.take(statement, engine.database().schemaVersion());
        if (replaying) {
            // what it reads is gone soon
            connection.forget(statement, k);
        }
        SqliteCursor c = new SqliteCursor(this, statement, k);
        cursors = c.before(cursors);
        return c;
    }

    void unlink(SqliteCursor c) {
        cursors = c.outOf(cursors);
    }

    private void prepareToWrite(Access access) {
        if (engine.isReadOnly()) {
            throw engine.readOnly();
        }
        engine.requireSound();
        if (readOnlyTransaction) {
            throw SqlFailure.of(FailureKind.READ_ONLY, "the transaction is read-only");
        }
        if (!writer) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "the statement writes, and the session has not the right to write");
        }
        if (access == Access.MAINTENANCE && transaction) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, "the statement cannot run inside a transaction");
        }
        connection.snapshotSince(SqliteConnection.NO_SNAPSHOT);
        arm();
        if (reads != null) {
            SnapshotReads before = reads;
            reads = null;
            before.follow(this, engine);
        }
    }

    private void arm() {
        if (!armed) {
            connection.run("PRAGMA query_only=OFF");
            armed = true;
        }
    }

    /** Before a statement runs for the first time: sees to it that it reads what was committed last. */
    void freshen() {
        SqliteConnection c = connection;
        if (asked != LeaseKind.READ) {
            if (!transaction && writer && foreignCommit()) {
                engine.checkSchema(c);
            }
            return;
        }
        if (!engine.holdsSnapshots()) {
            if (c.holdsSnapshot && c.activeCursors == 0) {
                c.endSnapshot();
            }
            return;
        }
        CommitWatch watch = engine.watch();
        if (c.holdsSnapshot) {
            // An open cursor keeps the snapshot for the whole lease: one lease never sees two states at once.
            if (watch.isNewest(c.snapshotMark) || c.activeCursors > 0) {
                return;
            }
            c.endSnapshot();
        } else if (c.activeCursors > 0) {
            return;
        }
        watch.note(c.snapshotMark);
        c.beginSnapshot();
        engine.checkSchema(c);
    }

    /** Whether another process may have committed since our last commit, seen by who has the right to write. */
    private boolean foreignCommit() {
        CommitWatch watch = engine.watch();
        return watch == null || !engine.writer().isOwnNewest(watch);
    }

    /** With a snapshot, after the first step of a statement and before its first row. */
    void afterFirstStep(KeptStatement k, boolean permanent) {
        // what reads temporary tables alone must not begin a snapshot of the file
        boolean unseen = permanent && isUnseen();
        if (unseen) {
            if (asked == LeaseKind.PINNED) {
                engine.checkSchemaOfSnapshot(connection);
            } else {
                engine.checkSchema(connection);
            }
            schemaUnseen = !transaction;
        }
        long version = engine.database().schemaVersion();
        if (k.schemaVersion != version) {
            // SQLite compiles anew by itself when the schema has changed, and "SELECT *" may then mean other columns.
            if (connection.raw().columnCount(k.handle) != k.columnCount) {
                throw SqlFailure.of(FailureKind.STALE_PLAN, "cached plan must not change result type");
            }
            k.schemaVersion = version;
        }
    }

    private boolean isUnseen() {
        return asked == LeaseKind.READ
                ? !connection.holdsSnapshot
                // A writer outside a transaction has compared before the statement.
                : schemaUnseen && !schemaTouched && (transaction || !writer);
    }

    /** A statement that may have written has come to its end. */
    void written(StorageStatement statement) {
        if (statement.temporary() == TemporaryUse.CHANGED) {
            // nobody else sees it, and no plan of others depends on it
            return;
        }
        if (!transaction) {
            // before the new version of the schema is told: whoever hears of that must see the commit
            committed();
        }
        Access access = statement.access();
        if (access != Access.WRITE) {
            schemaTouched = transaction;
            if (!transaction) {
                engine.rememberSchema(connection);
            }
            engine.schemaChanged();
        }
    }

    private void committed() {
        engine.committed();
        engine.writer().noteOwn(engine.watch());
    }

    void doubt() {
        doubtful = true;
    }

    void failed() {
        doubtful = true;
        if (asked == LeaseKind.READ && connection.holdsSnapshot && connection.activeCursors == 0) {
            connection.endSnapshot();
        }
    }

    /** Before a statement that may insert: who inserted last and may still be asked gets its row number. */
    void keepInsertId() {
        if (inserter != null) {
            inserter.readInsertId();
            inserter = null;
        }
    }

    void inserted(SqliteCursor by) {
        inserter = by;
    }

    boolean hosts() {
        return hosts;
    }

    boolean isTransaction() {
        return transaction;
    }

    // ---- transactions -----------------------------------------------------------------------------------------------

    @Override
    public void begin(TransactionMode mode) {
        enter();
        try {
            if (asked == LeaseKind.READ) {
                throw SqlFailure.of(FailureKind.TRANSACTION_STATE, "a read lease has no transaction");
            }
            if (transaction) {
                throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, "there is already a transaction in progress");
            }
            boolean writes = !mode.readOnly() && (writer || mode.writeFirst());
            if (writes) {
                prepareToWrite(Access.WRITE);
                if (foreignCommit()) {
                    schemaUnseen = true;
                }
            }
            // The holder of the right takes SQLite's lock at once: its first write cannot find the snapshot too old.
            connection.begin(writes);
            transaction = true;
            connection.snapshotSince(
                    writes ? SqliteConnection.NO_SNAPSHOT : engine.database().tick());
            doubtful = false;
            schemaTouched = false;
            schemaUnseen |= asked == LeaseKind.PINNED;
            readOnlyTransaction = mode.readOnly();
            if (asked == LeaseKind.PINNED && !writes && !readOnlyTransaction && engine.watch() != null) {
                reads = new SnapshotReads(engine.watch());
            }
            if (readOnlyTransaction && armed && !hosts) {
                connection.run("PRAGMA query_only=ON");
            }
        } finally {
            connection.leave();
        }
    }

    @Override
    public void commit() {
        enter();
        try {
            requireTransaction();
            if (doubtful && !probe()) {
                throw SqlFailure.of(
                        FailureKind.TRANSACTION_FAILED, "the transaction was rolled back when a statement failed");
            }
            closeCursors();
            int code = connection.runForCode("COMMIT");
            if (code != 0) {
                doubtful = true;
                SqlFailure f = connection.failure(code, null);
                engine.commitFailed(f);
                throw f;
            }
            boolean wrote = writer && armed && !readOnlyTransaction;
            if (schemaTouched) {
                engine.rememberSchema(connection);
            }
            if (wrote) {
                committed();
            }
            ended();
        } finally {
            connection.leave();
        }
        releaseRightOfTransaction();
    }

    @Override
    public void rollback() {
        enter();
        try {
            closeCursors();
            if (transaction) {
                connection.rollback();
                ended();
            }
        } finally {
            connection.leave();
        }
        releaseRightOfTransaction();
    }

    /** What every end of a transaction brings. */
    private void ended() {
        transaction = false;
        reads = null;
        connection.snapshotSince(SqliteConnection.NO_SNAPSHOT);
        doubtful = false;
        schemaUnseen = asked == LeaseKind.PINNED;
        if (schemaTouched) {
            schemaTouched = false;
            engine.schemaChanged();
        }
        if (readOnlyTransaction) {
            readOnlyTransaction = false;
            if (armed && !hosts) {
                connection.run("PRAGMA query_only=OFF");
            }
        }
        // each change of it has all kept statements compiled anew: a host stays armed, bound by what its statements may
        // do
        if (asked == LeaseKind.PINNED && armed && !hosts) {
            armed = false;
            connection.run("PRAGMA query_only=ON");
        }
    }

    /** The right that a pinned lease was given lasts as long as its transaction. */
    private void releaseRightOfTransaction() {
        if (asked == LeaseKind.PINNED && writer) {
            writer = false;
            engine.writer().give();
        }
    }

    private void requireTransaction() {
        if (!transaction) {
            throw SqlFailure.of(FailureKind.NO_TRANSACTION, "there is no transaction in progress");
        }
    }

    @Override
    public boolean inTransaction() {
        if (!transaction || connection.isClosing()) {
            return false;
        }
        if (!doubtful) {
            return true;
        }
        enter();
        try {
            return probe();
        } finally {
            connection.leave();
        }
    }

    private boolean probe() {
        boolean there = connection.probeTransaction();
        doubtful = !there;
        return there;
    }

    @Override
    public void savepoint(String name) {
        transactionCommand("SAVEPOINT ", name);
    }

    @Override
    public void deferKeys() {
        transactionCommand("PRAGMA defer_foreign_keys=ON", null);
    }

    @Override
    public void release(String name) {
        transactionCommand("RELEASE ", name);
    }

    @Override
    public void rollbackTo(String name) {
        transactionCommand("ROLLBACK TO ", name);
    }

    /** As a whole: who undoes a part of what a cancelled statement did must not be stopped by the same cancel. */
    private void transactionCommand(String command, String name) {
        enter();
        try {
            requireTransaction();
            connection.runOnce(name == null ? command : command + quote(name));
            if (reads != null && name != null) {
                reads.savepoint(command, name);
            }
            if (schemaTouched && command.startsWith("ROLLBACK")) {
                engine.schemaChanged();
            }
        } finally {
            connection.leave();
        }
    }

    static String quote(String name) {
        if (name.indexOf('\0') >= 0) {
            throw SqlFailure.of(FailureKind.UNDEFINED_SAVEPOINT, "the name of a savepoint cannot hold a NUL character");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    // ---- right to write ---------------------------------------------------------------------------------------------

    @Override
    public void upgrade(long timeoutNanos, Reply<Void> reply) {
        if (writer) {
            reply.done(null);
            return;
        }
        SqlFailure refusal = null;
        Upgrade u = new Upgrade(reply);
        synchronized (this) {
            if (closed) {
                refusal = SqlFailure.of(FailureKind.INTERNAL, "the lease was given back");
            } else if (asked != LeaseKind.PINNED) {
                refusal = SqlFailure.of(FailureKind.INTERNAL, "a read lease cannot become a writer");
            } else if (engine.isReadOnly()) {
                refusal = engine.readOnly();
            } else if (readOnlyTransaction) {
                refusal = SqlFailure.of(FailureKind.READ_ONLY, "the transaction is read-only");
            } else {
                upgrading = u;
            }
        }
        if (refusal != null) {
            reply.failed(refusal);
        } else {
            engine.writer().ask(timeoutNanos, u);
        }
    }

    /**
     * Waits for the right. SQLite is not touched here: this may be another thread than the holder's. Whether the
     * snapshot is too old shows with the first write.
     */
    private final class Upgrade extends Waiter {
        private final Reply<Void> reply;

        Upgrade(Reply<Void> reply) {
            this.reply = reply;
        }

        @Override
        void granted() {
            boolean late;
            synchronized (SqliteLease.this) {
                late = closed;
                if (!late) {
                    writer = true;
                    upgrading = null;
                }
            }
            if (late) {
                engine.writer().give();
                reply.failed(SqlFailure.of(FailureKind.CANCELLED, "the session was closed"));
            } else {
                reply.done(null);
            }
        }

        @Override
        void refused(SqlFailure failure) {
            reply.failed(failure);
        }
    }

    // ---- temporary objects ------------------------------------------------------------------------------------------

    @Override
    public void host() {
        if (hosts) {
            return;
        }
        if (asked == LeaseKind.READ) {
            throw SqlFailure.of(FailureKind.INTERNAL, "a read lease hosts nothing");
        }
        enter();
        try {
            long pages = engine.settings().limits().sessionMib()
                    * 1024L
                    * 1024
                    / connection.queryLong("PRAGMA temp.page_size");
            connection.execute("PRAGMA temp.max_page_count=" + Math.min(pages, Integer.MAX_VALUE));
            if (asked == LeaseKind.WRITE) {
                engine.pinned().takePlace();
                engine.writer().leave(connection);
                asked = LeaseKind.PINNED;
            }
            hosts = true;
        } finally {
            connection.leave();
        }
    }

    @Override
    public void rest() {
        enter();
        try {
            closeCursors();
            connection.limitSteps(0);
            if (transaction) {
                connection.rollback();
                ended();
            }
        } finally {
            connection.leave();
        }
        connection.serve(null);
        connection.snapshotSince(SqliteConnection.NO_SNAPSHOT);
        releaseRightOfTransaction();
    }

    // ---- end -----------------------------------------------------------------------------------------------------

    @Override
    public void limitSteps(int steps) {
        connection.limitSteps(steps);
    }

    @Override
    public boolean replay(
            StorageStatement statement, Parameters parameters, SqlFailure failure, Replay how, Runnable look) {
        if (closed || !writer && statement.temporary() != TemporaryUse.CHANGED) {
            return false;
        }
        replaying = true;
        try {
            return new StatementReplay(this, statement, how).run(parameters, failure, look);
        } finally {
            replaying = false;
        }
    }

    @Override
    public void serve(FunctionContext session) {
        connection.serve(session);
    }

    @Override
    public void interrupt() {
        Waiter waiting;
        synchronized (this) {
            waiting = upgrading;
        }
        if (waiting != null && waiting.settle()) {
            engine.writer().forget(waiting);
            waiting.refused(SqlFailure.of(FailureKind.CANCELLED, "the statement was cancelled"));
        } else {
            connection.interrupt(this);
        }
    }

    @Override
    public void close() {
        Waiter waiting;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting = upgrading;
            upgrading = null;
        }
        if (waiting != null && waiting.settle()) {
            engine.writer().forget(waiting);
            waiting.refused(SqlFailure.of(FailureKind.CANCELLED, "the session was closed"));
        }
        try {
            connection.enter();
            try {
                closeCursors();
                connection.limitSteps(0);
                if (transaction) {
                    connection.rollback();
                    ended();
                }
                if (asked == LeaseKind.PINNED && armed) {
                    armed = false;
                    connection.run("PRAGMA query_only=ON");
                }
                if (schemaEver && connection.queryLong(TEMPORARY) != 0) {
                    // It would be there for the next who gets the connection.
                    connection.spoil();
                }
            } finally {
                connection.leave();
            }
        } catch (SqlFailure f) {
            // It is not fit for another; the pool closes it.
            connection.spoil();
        }
        connection.user(null);
        connection.serve(null);
        connection.snapshotSince(SqliteConnection.NO_SNAPSHOT);
        switch (asked) {
            case READ -> {
                if (pinned) {
                    engine.readers().takeBack(connection);
                    engine.pinned().givePlace();
                } else {
                    engine.readers().give(connection);
                }
            }
            case PINNED -> {
                boolean hadRight = writer;
                engine.pinned().give(connection);
                if (hadRight) {
                    engine.writer().give();
                }
            }
            case WRITE -> engine.writer().give();
        }
    }

    // ---- for groups of writes ------------------------------------------------------------------------------------

    /** Compares the schema now if another process may have changed it, and not with the first statement. */
    void checkSchemaNow() {
        if (schemaUnseen && transaction) {
            enter();
            try {
                engine.checkSchemaOfSnapshot(connection);
                schemaUnseen = false;
            } finally {
                connection.leave();
            }
        }
    }

    /** Runs a statement of our own. */
    void own(String sql) {
        enter();
        try {
            connection.run(sql);
        } finally {
            connection.leave();
        }
    }

    boolean returnsRows(Cursor c) {
        return ((SqliteCursor) c).returnsRows();
    }

    void schemaMayHaveTemporary() {
        schemaEver = true;
    }

    /** How often its cursors were closed: one of another number has been. */
    int closings() {
        return closings;
    }

    private void closeCursors() {
        closings++;
        while (cursors != null) {
            cursors.closeInside();
        }
    }
}
