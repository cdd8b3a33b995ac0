package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.sql.SqlShape;
import io.polywire.client.r2db2.internal.wire.BatchOutcome;
import io.polywire.client.r2db2.internal.wire.Cursor;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.MemoryRows;
import io.polywire.client.r2db2.internal.wire.Parameters;
import io.polywire.client.r2db2.internal.wire.Prepared;
import io.polywire.client.r2db2.internal.wire.Row;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A statement that the server has prepared, with its parameters. */
public final class PreparedStatementImpl extends ParameterSetters {
    /** A batch is sent in parts of about this size: the server refuses messages that are too large. */
    private static final long PART_BYTES = 4L * 1024 * 1024;

    private static final int PART_SETS = 10_000;
    private static final String UNKNOWN_STATEMENT = "26000";
    /** A server refuses so before anything of the statement has run. */
    private static final String UNSUPPORTED = "0A000";

    private final String sql;
    private final SqlShape shape;
    private final KeyRequest wanted;
    private final List<Parameters> batch = new ArrayList<>();
    private Prepared prepared;

    PreparedStatementImpl(ConnectionImpl connection, String sql, SqlShape shape, KeyRequest wanted, Prepared prepared) {
        super(connection, prepared.parameterCount());
        this.sql = sql;
        this.shape = shape;
        this.wanted = wanted;
        this.prepared = prepared;
    }

    // ---- running

    private void checkParameters(Parameters values) throws SQLException {
        int unset = values.firstUnset();
        if (unset >= 0) {
            throw Errors.of("Parameter " + (unset + 1) + " has no value", "07001", null);
        }
    }

    private boolean run(Parameters values) throws SQLException {
        checkOpen();
        checkParameters(values);
        session().lock();
        try {
            reset();
            connection().prepareFor(shape);
            refresh();
            return take(execute(values), shape, wanted);
        } finally {
            session().unlock();
        }
    }

    private Cursor execute(Parameters values) throws SQLException {
        try {
            return session().execute(prepared, values, request(shape));
        } catch (SQLException e) {
            boolean notRun = UNKNOWN_STATEMENT.equals(e.getSQLState()) || UNSUPPORTED.equals(e.getSQLState());
            if (!notRun || session().isClosed()) {
                throw e;
            }
            // the server dropped the statement, or somebody changed the schema and with it the columns of the result
            // ("cached plan must not change result type"). Either way it has not run: prepare it once more
            prepareAgain();
            return session().execute(prepared, values, request(shape));
        }
    }

    /** Prepares again what was prepared before the schema changed: columns and types may be others now. */
    private void refresh() throws SQLException {
        if (session().outdated(prepared)) {
            prepareAgain();
        }
    }

    private void prepareAgain() throws SQLException {
        Prepared renewed = session().prepare(sql, this, timeoutNanos());
        session().forget(prepared);
        prepared = renewed;
        if (renewed.parameterCount() != parameters().count()) {
            throw Errors.of(
                    "The statement's parameters changed since it was prepared; prepare it again", "07001", null);
        }
    }

    @Override
    public boolean execute() throws SQLException {
        return run(parameters());
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        checkOpen();
        if (prepared.columns().isEmpty()) {
            throw Errors.of("executeQuery() takes a statement that returns rows; use execute()", "07005", null);
        }
        if (wanted.wanted() && shape.inserts()) {
            throw Errors.of("The rows of this statement are its generated keys; use executeUpdate()", "07005", null);
        }
        run(parameters());
        return current();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return toInt(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        refuseQuery(shape, wanted);
        session().lock();
        try {
            return total(run(parameters()));
        } finally {
            session().unlock();
        }
    }

    // ---- batches

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        checkParameters(parameters());
        batch.add(parameters().copy());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<Parameters> sets = List.copyOf(batch);
        batch.clear();
        session().lock();
        try {
            reset();
            if (sets.isEmpty()) {
                return new long[0];
            }
            refuseQuery(shape, wanted);
            return wanted.wanted() || !prepared.columns().isEmpty() ? oneByOne(sets) : inParts(sets);
        } finally {
            session().unlock();
        }
    }

    /** Sends the sets in as few messages as their size allows; the server runs each message as one unit. */
    private long[] inParts(List<Parameters> sets) throws SQLException {
        long[] counts = new long[sets.size()];
        int done = 0;
        while (done < sets.size()) {
            int end = part(sets, done);
            BatchOutcome outcome;
            try {
                connection().prepareFor(shape);
                refresh();
                outcome = session().batch(prepared, sets.subList(done, end), this, timeoutNanos());
            } catch (SQLException e) {
                throw failed(e, Arrays.copyOf(counts, done), -1);
            }
            if (outcome.failure() != null) {
                // of this part nothing took effect, whichever set was the one to fail
                throw failed(
                        outcome.failure(),
                        Arrays.copyOf(counts, done),
                        outcome.index() < 0 ? -1 : done + outcome.index());
            }
            System.arraycopy(outcome.affected(), 0, counts, done, end - done);
            done = end;
        }
        return counts;
    }

    private static int part(List<Parameters> sets, int from) {
        long bytes = 0;
        int end = from;
        while (end < sets.size() && end - from < PART_SETS && (end == from || bytes < PART_BYTES)) {
            bytes += sets.get(end++).size();
        }
        return end;
    }

    /** The batch message tells no keys but the last: whoever wants them has each set run by itself. */
    private long[] oneByOne(List<Parameters> sets) throws SQLException {
        long[] counts = new long[sets.size()];
        List<Row> rows = new ArrayList<>();
        MemoryRows gathered = null;
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = total(run(sets.get(i)));
            } catch (SQLException e) {
                throw failed(e, Arrays.copyOf(counts, i), i);
            }
            MemoryRows some = keys();
            while (some != null && some.next()) {
                rows.add(some.row());
                gathered = some;
            }
        }
        keys(gathered == null ? null : new MemoryRows(gathered.columns(), rows));
        return counts;
    }

    // ---- about the statement

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        if (prepared.columns().isEmpty()) {
            return null;
        }
        return new ResultSetMetaDataImpl(prepared.columns(), connection().databaseName());
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new ParameterMetaDataImpl(prepared);
    }

    @Override
    public void close() throws SQLException {
        if (isClosed()) {
            super.close();
            return;
        }
        session().lock();
        try {
            super.close();
            session().release(prepared);
        } finally {
            session().unlock();
        }
    }

    // ---- a prepared statement brings its text along

    private static SQLException hasText() {
        return Errors.of("A prepared statement has its text already; use the method without one", "HY010", null);
    }

    @Override
    public boolean execute(String other) throws SQLException {
        throw hasText();
    }

    @Override
    public boolean execute(String other, int autoGeneratedKeys) throws SQLException {
        throw hasText();
    }

    @Override
    public boolean execute(String other, int[] columnIndexes) throws SQLException {
        throw hasText();
    }

    @Override
    public boolean execute(String other, String[] columnNames) throws SQLException {
        throw hasText();
    }

    @Override
    public ResultSet executeQuery(String other) throws SQLException {
        throw hasText();
    }

    @Override
    long update(String other, KeyRequest keys) throws SQLException {
        throw hasText();
    }

    @Override
    public void addBatch(String other) throws SQLException {
        throw hasText();
    }

    @Override
    public String toString() {
        return "prepared statement with " + parameters();
    }
}
