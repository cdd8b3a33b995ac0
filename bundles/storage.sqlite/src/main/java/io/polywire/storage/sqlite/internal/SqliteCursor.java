package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.StepLimitExceeded;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.sqlite.core.RawConnection;

/** A statement that runs, or is about to. */
final class SqliteCursor implements Cursor {
    private enum State {
        NEW,
        RUNNING,
        ENDED,
        CLOSED
    }

    private final SqliteLease lease;
    private final SqliteConnection connection;
    private final StorageStatement statement;
    private final boolean utf8;
    private KeptStatement kept;

    private State state = State.NEW;
    private long rows;
    private long changesBefore;
    private long changes;
    private long insertId;
    /** Whether {@link #insertId} still has to be asked for. */
    private boolean insertIdOpen;

    private KeptStatement insertedBy;
    /** Whether the statement runs in a transaction made for it. */
    private boolean ownTransaction;
    /** Whether it is open and nobody fetches. */
    private boolean resting;
    /** Where its rows are kept from now on; null for most. */
    private KeptAnswers.Question question;
    /** Where it is noted what its transaction has read; null for most. */
    private SnapshotReads.Read read;

    /** Neighbours among the open cursors of the lease. */
    SqliteCursor previous;

    SqliteCursor next;

    SqliteCursor(SqliteLease lease, StorageStatement statement, KeptStatement kept) {
        this.lease = lease;
        this.connection = lease.connection();
        this.statement = statement;
        this.kept = kept;
        this.utf8 = lease.engine().isUtf8();
    }

    /** Puts it in front of the open ones; gives the first of them. */
    SqliteCursor before(SqliteCursor first) {
        next = first;
        if (first != null) {
            first.previous = this;
        }
        return this;
    }

    /** Takes it out of the open ones; gives the first of what is left. */
    SqliteCursor outOf(SqliteCursor first) {
        SqliteCursor left = first == this ? next : first;
        if (previous != null) {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        next = null;
        previous = null;
        return left;
    }

    /** Sets the parameters; by who is inside. */
    SqliteCursor bind(Parameters parameters) {
        try {
            Binder.bind(connection, kept, statement, parameters);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
        return this;
    }

    /**
     * Has its rows be kept.
     *
     * @param asked null for a statement whose rows are not; what turns out to depend on the moment is not kept either
     * @param noted null where nobody wants to know what the transaction reads
     */
    SqliteCursor keep(KeptAnswers.Question asked, SnapshotReads.Read noted) {
        question = KeptAnswers.kept(asked, connection, kept.sql);
        read = noted;
        return this;
    }

    /** Whether it gives the same rows as long as what it reads is the same. */
    boolean isRepeatable() {
        return OperationList.isRepeatable(connection, kept.sql);
    }

    @Override
    public boolean fetch(long maxRows, RowSink sink) {
        if (state == State.ENDED) {
            return true;
        }
        if (state == State.CLOSED) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "the cursor is closed");
        }
        connection.insideSince(lease.engine().database().tick());
        connection.enter();
        try {
            // One monitor for all the calls of the run: the inner ones then cost next to nothing.
            synchronized (connection.raw().monitor()) {
                RowSink to = question == null ? sink : question.writer().to(sink);
                return run(maxRows, read == null ? to : read.to(to));
            }
        } catch (StepLimitExceeded e) {
            throw e;
        } catch (Throwable t) {
            abandon();
            throw t;
        } finally {
            connection.leave();
            if (read != null) {
                read.fetched();
            }
        }
    }

    private boolean run(long maxRows, RowSink sink) {
        RawConnection raw = connection.raw();
        boolean first = state == State.NEW;
        if (first) {
            start(raw);
        } else if (resting) {
            rest(false);
        }
        long handle = kept.handle;
        int columns = kept.columnCount;
        long fetched = 0;
        connection.armSteps(first && statement.access() == Access.READ);
        while (true) {
            int code = raw.step(handle);
            if (code == RawConnection.ROW) {
                if (first) {
                    first = false;
                    lease.afterFirstStep(kept, statement.permanent());
                    connection.disarmSteps();
                }
                if (connection.isCancelled() && statement.access() == Access.READ) {
                    throw failed(SqliteErrors.INTERRUPT);
                }
                rows++;
                fetched++;
                if (sink == null) {
                    continue;
                }
                put(raw, handle, columns, utf8, sink);
                if (!sink.endRow() || fetched == maxRows) {
                    rest(true);
                    return false;
                }
            } else if (code == RawConnection.DONE) {
                if (first) {
                    lease.afterFirstStep(kept, statement.permanent());
                }
                end(raw);
                return true;
            } else {
                throw failed(code);
            }
        }
    }

    /** As {@link SqliteLease#load}; by who is inside. */
    long load(Supplier<Parameters> values, LongConsumer changed) {
        connection.insideSince(lease.engine().database().tick());
        try {
            synchronized (connection.raw().monitor()) {
                loadAll(values, changed);
                readInsertId();
            }
            return insertId;
        } catch (Throwable t) {
            abandon();
            throw t;
        }
    }

    private void loadAll(Supplier<Parameters> values, LongConsumer changed) {
        RawConnection raw = connection.raw();
        start(raw);
        boolean any = new RowLoad(lease, kept, statement, changed, this::failed).run(values);
        end(raw);
        insertIdOpen = any && kept.kind == StatementText.Kind.INSERT;
        insertedBy = insertIdOpen ? kept : null;
    }

    /** Puts the row that a statement stands on. */
    static void put(RawConnection raw, long handle, int columns, boolean utf8, RowSink sink) {
        sink.startRow();
        for (int i = 0; i < columns; i++) {
            switch (raw.columnType(handle, i)) {
                case RawConnection.INTEGER -> sink.putLong(raw.columnLong(handle, i));
                case RawConnection.FLOAT -> sink.putDouble(raw.columnDouble(handle, i));
                case RawConnection.TEXT -> {
                    byte[] text = utf8 ? raw.columnBytes(handle, i) : raw.columnUtf8(handle, i);
                    sink.putUtf8(text, 0, text.length);
                }
                case RawConnection.BLOB -> {
                    byte[] bytes = raw.columnBytes(handle, i);
                    sink.putBytes(bytes, 0, bytes.length);
                }
                default -> sink.putNull();
            }
        }
    }

    private void start(RawConnection raw) {
        lease.freshen();
        if (question != null) {
            question.writer().begin();
        }
        if (statement.access() != Access.READ) {
            lease.keepInsertId();
            if (kept.upsert) {
                InsertIds.mark(connection);
            }
            if (kept.columnCount > 0 && !lease.isTransaction() && isDml()) {
                // SQLite commits a RETURNING statement whose rows are not all taken. It shall be undone if it fails.
                // Of temporary tables the writer of the file is not kept waiting.
                connection.run(statement.temporary() == TemporaryUse.CHANGED ? "BEGIN" : "BEGIN IMMEDIATE");
                ownTransaction = true;
            }
            changesBefore = raw.totalChanges();
            if (statement.access() == Access.SCHEMA) {
                lease.schemaMayHaveTemporary();
            } else if (statement.access() == Access.MAINTENANCE) {
                ConnectionLimits.allowAttach(connection, true);
            }
        }
        state = State.RUNNING;
        connection.activeCursors++;
    }

    boolean returnsRows() {
        return kept.columnCount > 0;
    }

    private boolean isDml() {
        return switch (kept.kind) {
            case INSERT, UPDATE, DELETE -> true;
            default -> false;
        };
    }

    private void rest(boolean rests) {
        resting = rests;
        connection.resting += rests ? 1 : -1;
    }

    private void stop() {
        if (resting) {
            rest(false);
        }
        if (state == State.RUNNING) {
            connection.activeCursors--;
            if (statement.access() == Access.MAINTENANCE) {
                ConnectionLimits.allowAttach(connection, false);
            }
        }
    }

    private void end(RawConnection raw) {
        raw.reset(kept.handle);
        commitOwn();
        stop();
        state = State.ENDED;
        if (read != null) {
            read.over(rows, true);
        }
        if (question != null) {
            question.answered(kept.columnCount);
        }
        lease.engine().database().metrics().rows.add(rows);
        if (statement.access() != Access.READ) {
            // SQLite keeps the last count for statements that count nothing.
            changes = raw.totalChanges() == changesBefore ? 0 : raw.changes();
            insertIdOpen = changes > 0 && kept.kind == StatementText.Kind.INSERT;
            insertedBy = insertIdOpen ? kept : null;
            lease.written(statement);
            lease.inserted(insertIdOpen ? this : null);
        }
        connection.release(kept);
        lease.unlink(this);
    }

    private void commitOwn() {
        if (ownTransaction) {
            int code = connection.runForCode("COMMIT");
            if (code != 0) {
                // The transaction is undone where the cursor is closed for the failure.
                SqlFailure f = connection.failure(code, null);
                lease.engine().commitFailed(f);
                throw f;
            }
            ownTransaction = false;
        }
    }

    private void undoOwn() {
        if (ownTransaction) {
            ownTransaction = false;
            connection.rollback();
        }
    }

    private RuntimeException failed(int code) {
        if ((code & 0xff) == SqliteErrors.INTERRUPT && connection.takeStepLimitHit()) {
            connection.raw().reset(kept.handle);
            stop();
            state = State.NEW;
            return StepLimitExceeded.INSTANCE;
        }
        // Before the reset, which has its own message.
        SqlFailure f = connection.failure(code, kept.sql);
        lease.engine().noteDamage(f);
        return told(f);
    }

    /** The failure of a statement; of one that fills temporary tables, a full one is told by its bound. */
    private SqlFailure told(SqlFailure f) {
        if (!lease.hosts() || statement.temporary() != TemporaryUse.CHANGED || f.kind() != FailureKind.DISK_FULL) {
            return f;
        }
        return SqlFailure.build(
                        FailureKind.LIMIT,
                        "temporary tables of a session may take "
                                + lease.engine().settings().limits().sessionMib() + " MiB, or the disk is full")
                .sqlState("53400")
                .cause(f)
                .build();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long lastInsertId() {
        if (insertIdOpen) {
            connection.enter();
            try {
                readInsertId();
            } finally {
                connection.leave();
            }
        }
        return insertId;
    }

    /** Asks SQLite, which has forgotten the answer after the next INSERT. */
    void readInsertId() {
        if (insertIdOpen) {
            insertIdOpen = false;
            insertId = InsertIds.last(
                    connection, insertedBy, lease.engine().database().schemaVersion());
        }
    }

    @Override
    public void close() {
        insertIdOpen = false;
        if (state == State.ENDED || state == State.CLOSED) {
            state = State.CLOSED;
            return;
        }
        try {
            connection.enter();
        } catch (SqlFailure gone) {
            // The connection is being closed and takes the statement with it.
            state = State.CLOSED;
            return;
        }
        try {
            closeInside();
        } finally {
            connection.leave();
        }
    }

    /** After a failure of the run, of its own or of the sink. */
    private void abandon() {
        if (state == State.ENDED || state == State.CLOSED) {
            return;
        }
        if (read != null) {
            read.failed();
        }
        connection.raw().reset(kept.handle);
        undoOwn();
        giveUp();
        lease.failed();
    }

    /** As close, by who is inside. What a RETURNING statement does is done with its first row, and stays. */
    void closeInside() {
        if (state == State.ENDED || state == State.CLOSED) {
            state = State.CLOSED;
            return;
        }
        boolean wrote = state == State.RUNNING && statement.access() != Access.READ;
        if (read != null) {
            read.over(rows, false);
        }
        int code = connection.raw().reset(kept.handle);
        SqlFailure failure = null;
        if (wrote && code != 0) {
            failure = connection.failure(code, kept.sql);
        } else {
            try {
                commitOwn();
            } catch (SqlFailure f) {
                failure = f;
            }
        }
        undoOwn();
        giveUp();
        if (failure != null) {
            lease.failed();
            throw failure;
        }
        if (wrote) {
            lease.written(statement);
        }
    }

    private void giveUp() {
        stop();
        state = State.CLOSED;
        connection.release(kept);
        lease.unlink(this);
    }
}
