package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import org.sqlite.core.RawConnection;

/**
 * A statement over relations alone, on a connection beside that of its lease. What is there does not change, so that
 * there is neither a snapshot nor a schema to look after.
 */
final class AsideCursor implements Cursor {
    private final SqliteLease lease;
    private final int closings;
    private final SqliteConnection connection;
    private final KeptStatement kept;
    /** Where its rows are kept; null for most. */
    private final KeptAnswers.Question question;

    private long rows;
    private boolean running;
    private boolean over;

    AsideCursor(
            SqliteLease lease,
            SqliteConnection connection,
            StorageStatement statement,
            Parameters parameters,
            KeptAnswers.Question asked) {
        this.lease = lease;
        this.closings = lease.closings();
        this.connection = connection;
        connection.enter();
        try {
            this.kept = taken(connection, statement);
            try {
                Binder.bind(connection, kept, statement, parameters);
                this.question = KeptAnswers.kept(asked, connection, kept.sql);
            } catch (RuntimeException e) {
                connection.release(kept);
                throw e;
            }
        } finally {
            connection.leave();
        }
    }

    /**
     * Whether a statement had better run aside: it reads no table, but a function of SQLite's whose rows are those of a table
     * belongs to the file's schema, which would be read for it, and again after each change.
     */
    static boolean isFor(StorageStatement statement) {
        return !statement.permanent()
                && statement.access() == Access.READ
                && statement.temporary() == TemporaryUse.NONE
                && statement.text().contains("json_each(");
    }

    /** What is known of a statement before it runs. It is not looked into whether it is brief. */
    static Description describe(SqliteConnection connection, StorageStatement statement, long version) {
        connection.enter();
        try {
            KeptStatement k = taken(connection, statement);
            try {
                return new Description(Describer.columns(connection, k), false, false, version);
            } finally {
                connection.release(k);
            }
        } finally {
            connection.leave();
        }
    }

    private static KeptStatement taken(SqliteConnection connection, StorageStatement statement) {
        if (statement.access() != Access.READ) {
            throw Attachments.tooMany();
        }
        try {
            return connection.take(statement, 0);
        } catch (SqlFailure f) {
            if (f.kind() == FailureKind.CANCELLED || !statement.permanent()) {
                throw f;
            }
            // it reads a table as well, which is not here
            throw Attachments.tooMany();
        }
    }

    @Override
    public boolean fetch(long maxRows, RowSink sink) {
        if (over) {
            return true;
        }
        if (closings != lease.closings()) {
            close();
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "the cursor is closed");
        }
        connection.enter();
        try {
            synchronized (connection.raw().monitor()) {
                return run(maxRows, question == null ? sink : question.writer().to(sink));
            }
        } catch (Throwable t) {
            end();
            throw t;
        } finally {
            connection.leave();
        }
    }

    private boolean run(long maxRows, RowSink sink) {
        RawConnection raw = connection.raw();
        if (!running) {
            running = true;
            connection.activeCursors++;
        } else {
            connection.resting--;
        }
        long fetched = 0;
        while (true) {
            int code = raw.step(kept.handle);
            if (code == RawConnection.DONE) {
                if (question != null) {
                    question.answered(kept.columnCount);
                }
                end();
                return true;
            }
            if (code != RawConnection.ROW || connection.isCancelled()) {
                throw connection.failure(code == RawConnection.ROW ? SqliteErrors.INTERRUPT : code, kept.sql);
            }
            rows++;
            fetched++;
            if (sink == null) {
                continue;
            }
            SqliteCursor.put(raw, kept.handle, kept.columnCount, true, sink);
            if (!sink.endRow() || fetched == maxRows) {
                connection.resting++;
                return false;
            }
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        connection.raw().reset(kept.handle);
        if (running) {
            connection.activeCursors--;
        }
        connection.release(kept);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public long lastInsertId() {
        return 0;
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        try {
            connection.enter();
        } catch (SqlFailure gone) {
            // the connection is being closed and takes the statement with it
            over = true;
            return;
        }
        try {
            if (running) {
                connection.resting--;
            }
            end();
        } finally {
            connection.leave();
        }
    }
}
