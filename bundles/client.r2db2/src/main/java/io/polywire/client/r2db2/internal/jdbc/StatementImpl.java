package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.sql.Escapes;
import io.polywire.client.r2db2.internal.sql.SqlShape;
import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Column;
import io.polywire.client.r2db2.internal.wire.Cursor;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.MemoryRows;
import io.polywire.client.r2db2.internal.wire.Reply;
import io.polywire.client.r2db2.internal.wire.Request;
import io.polywire.client.r2db2.internal.wire.Row;
import io.polywire.client.r2db2.internal.wire.Rows;
import io.polywire.client.r2db2.internal.wire.ScriptRows;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A statement whose text comes with each execution. {@link #cancel} may be called from any thread. */
public class StatementImpl extends StatementSettings {
    private static final List<Column> KEY_COLUMNS = List.of(new Column("GENERATED_KEY", Codes.INT64));

    private final List<String> batch = new ArrayList<>();
    private volatile boolean closed;
    private boolean closeOnCompletion;

    private ResultSetImpl result;
    private long updateCount = -1;
    private Reply script;
    private MemoryRows keys;

    /** @param connection open */
    public StatementImpl(ConnectionImpl connection) {
        super(connection);
    }

    @Override
    void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.of("The statement is closed", "HY010", null);
        }
        session().checkOpen();
    }

    // ---- running

    private boolean run(String sql, KeyRequest wanted, boolean update) throws SQLException {
        checkOpen();
        String text = escapes() ? Escapes.replace(sql) : sql;
        SqlShape shape = SqlShape.of(text, connection().sqlite());
        if (update) {
            refuseQuery(shape, wanted);
        }
        session().lock();
        try {
            reset();
            connection().prepareFor(shape);
            if (!shape.single() || shape.end() == 0) {
                script = session().query(text, this, timeoutNanos());
                boolean rows = advanceScript();
                if (shape.single() && script != null && !rows) {
                    // an empty statement: nothing can follow
                    script.drain();
                    script = null;
                }
                return rows;
            }
            return take(session().execute(wanted.apply(text, shape), request(shape)), shape, wanted);
        } finally {
            session().unlock();
        }
    }

    static void refuseQuery(SqlShape shape, KeyRequest wanted) throws SQLException {
        // before anything ran: an INSERT ... RETURNING would otherwise have taken effect when the refusal comes
        boolean rows = shape.reads() && !shape.verb().equals("PRAGMA") || shape.returning() && !wanted.wanted();
        if (shape.single() && rows) {
            throw Errors.of("executeUpdate() takes no statement that returns rows; use execute()", "0100E", null);
        }
    }

    static void refuseUpdate(SqlShape shape) throws SQLException {
        if (shape.single() && shape.returnsNoRows()) {
            throw noRows();
        }
    }

    private static SQLException noRows() {
        return Errors.of("executeQuery() takes a statement that returns rows; use execute()", "07005", null);
    }

    Request request(SqlShape shape) {
        return new Request(this, timeoutNanos(), shape.reads(), pageSize(), maxRows());
    }

    /** Makes the outcome of an execution the current result. */
    boolean take(Cursor cursor, SqlShape shape, KeyRequest wanted) throws SQLException {
        boolean keyRows = wanted.wanted() && shape.inserts();
        if (cursor.hasRows() && !keyRows) {
            result = opened(cursor);
            return true;
        }
        if (cursor.hasRows()) {
            keys = MemoryRows.of(cursor);
            updateCount = cursor.affected();
            return false;
        }
        updateCount = cursor.finish();
        if (keyRows && updateCount > 0 && cursor.lastRowId() != 0) {
            keys = new MemoryRows(KEY_COLUMNS, List.of(Row.of(List.of(cursor.lastRowId()))));
        }
        return false;
    }

    private ResultSetImpl opened(Rows rows) {
        ResultSetImpl opened = new ResultSetImpl(this, rows, pageSize());
        connection().opened(opened);
        return opened;
    }

    /** Goes to the next result of a script. */
    private boolean advanceScript() throws SQLException {
        updateCount = -1;
        try {
            switch (script.next()) {
                case COLUMNS -> {
                    result = opened(new ScriptRows(script, maxRows()));
                    return true;
                }
                case COMPLETE -> {
                    session().completed(script.tag());
                    updateCount = script.affected();
                    return false;
                }
                case END -> {
                    script = null;
                    return false;
                }
                default -> throw Errors.of("The server sent rows without saying what they are", "08P01", null);
            }
        } catch (SQLException e) {
            script = null;
            throw e;
        }
    }

    /** Closes what the execution before left open. */
    void reset() throws SQLException {
        closeResult();
        updateCount = -1;
        keys = null;
        if (script != null) {
            Reply rest = script;
            script = null;
            rest.discard();
        }
    }

    private void closeResult() throws SQLException {
        ResultSetImpl open = result;
        result = null;
        if (open != null) {
            open.close();
        }
    }

    /** Called by a result that was closed. */
    void resultClosed(ResultSetImpl which) throws SQLException {
        connection().closed(which);
        if (closeOnCompletion && which == result && script == null) {
            close();
        }
    }

    long update(String sql, KeyRequest wanted) throws SQLException {
        session().lock();
        try {
            return total(run(sql, wanted, true));
        } finally {
            session().unlock();
        }
    }

    /** Adds up the update counts of all results; rows are only for a PRAGMA to return, and nobody's to read. */
    long total(boolean rows) throws SQLException {
        boolean anyRows = rows && script != null;
        long total = Math.max(0, updateCount);
        closeResult();
        while (script != null) {
            anyRows |= advanceScript();
            total += Math.max(0, updateCount);
            closeResult();
        }
        updateCount = total;
        if (anyRows) {
            throw Errors.of(
                    "executeUpdate() ran a script of which a statement returned rows; use execute()", "0100E", null);
        }
        return total;
    }

    static int toInt(long count) {
        return count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count;
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql, KeyRequest.NONE, false);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return run(sql, KeyRequest.of(autoGeneratedKeys), false);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return run(sql, KeyRequest.of(columnIndexes), false);
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return run(sql, KeyRequest.of(columnNames), false);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        refuseUpdate(SqlShape.of(sql, connection().sqlite()));
        if (!run(sql, KeyRequest.NONE, false)) {
            throw noRows();
        }
        return result;
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return toInt(update(sql, KeyRequest.NONE));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return toInt(update(sql, KeyRequest.of(autoGeneratedKeys)));
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return toInt(update(sql, KeyRequest.of(columnIndexes)));
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return toInt(update(sql, KeyRequest.of(columnNames)));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return update(sql, KeyRequest.NONE);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return update(sql, KeyRequest.of(autoGeneratedKeys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return update(sql, KeyRequest.of(columnIndexes));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return update(sql, KeyRequest.of(columnNames));
    }

    // ---- batches

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Arrays.stream(executeLargeBatch()).mapToInt(StatementImpl::toInt).toArray();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> commands = List.copyOf(batch);
        batch.clear();
        long[] counts = new long[commands.size()];
        session().lock();
        try {
            for (int i = 0; i < counts.length; i++) {
                try {
                    counts[i] = update(commands.get(i), KeyRequest.NONE);
                } catch (SQLException e) {
                    throw failed(e, Arrays.copyOf(counts, i), i);
                }
            }
            return counts;
        } finally {
            session().unlock();
        }
    }

    /** @param done counts of the commands that took effect before the one that failed */
    static BatchUpdateException failed(SQLException e, long[] done, int index) {
        String which = index < 0 ? "A command" : "Command " + (index + 1);
        return new BatchUpdateException(
                which + " of the batch failed: " + e.getMessage(), e.getSQLState(), e.getErrorCode(), done, e);
    }

    // ---- results

    @Override
    public ResultSet getResultSet() throws SQLException {
        checkOpen();
        return result;
    }

    /** The current result. */
    ResultSetImpl current() {
        return result;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return toInt(getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return result == null ? updateCount : -1;
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int what) throws SQLException {
        checkOpen();
        if (what != CLOSE_CURRENT_RESULT && what != CLOSE_ALL_RESULTS) {
            throw Errors.unsupported("several open results of one statement (KEEP_CURRENT_RESULT)");
        }
        session().lock();
        try {
            closeResult();
            updateCount = -1;
            return script != null && advanceScript();
        } finally {
            session().unlock();
        }
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        MemoryRows rows = keys != null ? keys : new MemoryRows(KEY_COLUMNS, List.of());
        keys = null;
        return new ResultSetImpl(this, rows, pageSize());
    }

    /** Gives out generated keys that were gathered over a batch. */
    void keys(MemoryRows gathered) {
        keys = gathered;
    }

    /** The keys of the last execution; null: none. */
    MemoryRows keys() {
        return keys;
    }

    // ---- the end

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        session().lock();
        try {
            closed = true;
            if (!session().isClosed()) {
                reset();
            }
        } finally {
            session().unlock();
        }
    }

    @Override
    public boolean isClosed() {
        return closed || session().isClosed();
    }

    @Override
    public void cancel() throws SQLException {
        checkOpen();
        session().cancel(this);
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }
}
