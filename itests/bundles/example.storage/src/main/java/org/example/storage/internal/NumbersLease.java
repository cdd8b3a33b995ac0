package org.example.storage.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.List;

/** The use of a connection, of which this storage needs none: it counts to ten. */
final class NumbersLease implements Lease {
    private static final String STATEMENT = "select n from numbers";
    private static final int LAST = 10;
    private static final List<Column> COLUMNS = List.of(Column.of("n", Type.of(TypeKind.INT64, "INTEGER")));

    private final LeaseKind kind;
    private boolean inTransaction;
    private volatile boolean interrupted;

    NumbersLease(LeaseKind kind) {
        this.kind = kind;
    }

    @Override
    public LeaseKind kind() {
        return kind;
    }

    @Override
    public Description describe(StorageStatement statement) {
        if (statement.access() != Access.READ || !statement.text().strip().equalsIgnoreCase(STATEMENT)) {
            throw SqlFailure.unsupported("anything but " + STATEMENT);
        }
        return new Description(COLUMNS, false, false, 1);
    }

    @Override
    public Cursor open(StorageStatement statement, Parameters parameters) {
        describe(statement);
        interrupted = false;
        return new Count();
    }

    private final class Count implements Cursor {
        private int next = 1;

        @Override
        public boolean fetch(long maxRows, RowSink sink) {
            long end = maxRows == 0 ? Long.MAX_VALUE : next + maxRows;
            while (next <= LAST) {
                if (interrupted) {
                    throw SqlFailure.of(FailureKind.CANCELLED, "the statement was cancelled");
                }
                if (next == end) {
                    return false;
                }
                sink.startRow();
                sink.putLong(next++);
                if (!sink.endRow()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public long rows() {
            return next - 1L;
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
            // holds nothing
        }
    }

    @Override
    public void begin(TransactionMode mode) {
        inTransaction = true;
    }

    @Override
    public void commit() {
        inTransaction = false;
    }

    @Override
    public void rollback() {
        inTransaction = false;
    }

    @Override
    public boolean inTransaction() {
        return inTransaction;
    }

    @Override
    public void savepoint(String name) {
        throw SqlFailure.unsupported("SAVEPOINT on this storage");
    }

    @Override
    public void release(String name) {
        throw SqlFailure.unsupported("RELEASE on this storage");
    }

    @Override
    public void rollbackTo(String name) {
        throw SqlFailure.unsupported("ROLLBACK TO on this storage");
    }

    @Override
    public void upgrade(long timeoutNanos, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("writing on this storage"));
    }

    @Override
    public void pin() {
        // every lease can be kept
    }

    @Override
    public void limitSteps(int steps) {
        // ten rows are short enough for any thread
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public void close() {
        inTransaction = false;
    }
}
