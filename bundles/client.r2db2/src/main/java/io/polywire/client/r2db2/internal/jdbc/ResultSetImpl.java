package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.value.MemoryBlob;
import io.polywire.client.r2db2.internal.value.MemoryClob;
import io.polywire.client.r2db2.internal.value.Numbers;
import io.polywire.client.r2db2.internal.value.Objects;
import io.polywire.client.r2db2.internal.wire.Column;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.Row;
import io.polywire.client.r2db2.internal.wire.Rows;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A forward-only, read-only result. Cells are converted only when they are asked for. */
public final class ResultSetImpl extends LabelledResultSet {
    private final StatementImpl statement;
    private final Rows rows;
    private final List<Column> columns;
    private final Objects objects;
    private Map<String, Integer> labels;
    private Row row;
    private boolean started;
    private boolean over;
    private boolean closed;
    private boolean wasNull;
    private int count;
    private int fetchSize;

    ResultSetImpl(StatementImpl statement, Rows rows, int fetchSize) {
        this.statement = statement;
        this.rows = rows;
        this.columns = rows.columns();
        this.objects = statement.connection().objects();
        this.fetchSize = fetchSize;
    }

    // ---- moving

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        if (over) {
            return false;
        }
        started = true;
        row = null;
        boolean there;
        try {
            there = rows.next();
        } catch (SQLException e) {
            over = true;
            throw e;
        }
        if (!there) {
            over = true;
            return false;
        }
        row = rows.row();
        count++;
        return true;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        return !started && rows.startsWithRow();
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return row != null && count == 1;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return over && count > 0;
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return row == null ? 0 : count;
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        row = null;
        try {
            rows.close();
        } finally {
            statement.resultClosed(this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.of("The result is closed", "24000", null);
        }
    }

    // ---- cells

    /** Makes sure that there is such a cell; gives its column counted from 0, or -1 if it is NULL. */
    private int cell(int column) throws SQLException {
        Row current = row;
        if (current == null || column < 1 || column > columns.size()) {
            throw noCell(column);
        }
        wasNull = current.isNull(column - 1);
        return wasNull ? -1 : column - 1;
    }

    private SQLException noCell(int column) {
        if (closed) {
            return Errors.of("The result is closed", "24000", null);
        }
        if (row == null) {
            return Errors.of(
                    started
                            ? "The result has no current row: it was read to its end"
                            : "Call next() before reading a row",
                    "24000",
                    null);
        }
        return Errors.of("There is no column " + column + "; the result has " + columns.size(), "07009", null);
    }

    private int type(int cell) {
        return columns.get(cell).type();
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public String getString(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : Objects.toText(row, cell);
    }

    @Override
    public String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        int cell = cell(column);
        return cell >= 0 && Numbers.toBoolean(row, cell);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : (byte) Numbers.toLong(row, cell, Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
    }

    @Override
    public short getShort(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : (short) Numbers.toLong(row, cell, Short.MIN_VALUE, Short.MAX_VALUE, "a short");
    }

    @Override
    public int getInt(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : (int) Numbers.toLong(row, cell, Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
    }

    @Override
    public long getLong(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : Numbers.toLong(row, cell);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : Numbers.toFloat(row, cell);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? 0 : Numbers.toDouble(row, cell);
    }

    @Override
    public BigDecimal getBigDecimal(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : Numbers.toDecimal(row, cell);
    }

    @Override
    @Deprecated
    public BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public byte[] getBytes(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : Objects.toBytes(row, cell);
    }

    @Override
    public Date getDate(int column) throws SQLException {
        return getDate(column, null);
    }

    @Override
    public Date getDate(int column, Calendar calendar) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : objects.temporals().toDate(row, cell, type(cell), Calendars.zone(calendar));
    }

    @Override
    public Time getTime(int column) throws SQLException {
        return getTime(column, null);
    }

    @Override
    public Time getTime(int column, Calendar calendar) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : objects.temporals().toTime(row, cell, type(cell), Calendars.zone(calendar));
    }

    @Override
    public Timestamp getTimestamp(int column) throws SQLException {
        return getTimestamp(column, null);
    }

    @Override
    public Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : objects.temporals().toTimestamp(row, cell, type(cell), Calendars.zone(calendar));
    }

    @Override
    public Object getObject(int column) throws SQLException {
        int cell = cell(column);
        return cell < 0 ? null : objects.toObject(row, cell, type(cell));
    }

    @Override
    public <T> T getObject(int column, Class<T> wanted) throws SQLException {
        if (wanted == null) {
            throw Errors.of("getObject() needs a class", "HY000", null);
        }
        int cell = cell(column);
        return cell < 0 ? null : objects.toObject(row, cell, type(cell), wanted);
    }

    @Override
    public InputStream getBinaryStream(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getAsciiStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Reader getCharacterStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    @Override
    public Blob getBlob(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new MemoryBlob(bytes);
    }

    @Override
    public Clob getClob(int column) throws SQLException {
        return getNClob(column);
    }

    @Override
    public NClob getNClob(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new MemoryClob(text);
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        if (labels == null) {
            labels = new HashMap<>();
            for (int i = columns.size(); i > 0; i--) {
                // of columns of the same name the first one counts
                labels.put(columns.get(i - 1).name().toLowerCase(Locale.ROOT), i);
            }
        }
        Integer found = label == null ? null : labels.get(label.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw Errors.of("The result has no column \"" + label + "\"", "42703", null);
        }
        return found;
    }

    // ---- about the result

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return new ResultSetMetaDataImpl(columns, statement.connection().databaseName());
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    @Override
    public int getType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public int getFetchDirection() {
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD) {
            throw Errors.unsupported("a fetch direction other than FETCH_FORWARD");
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    @Override
    public void setFetchSize(int size) throws SQLException {
        checkOpen();
        if (size < 0) {
            throw Errors.of("A fetch size must not be negative", "HY024", null);
        }
        fetchSize = size == 0 ? statement.connection().defaultFetchSize() : size;
        rows.pageSize(fetchSize);
    }

    @Override
    public String getCursorName() throws SQLException {
        throw Errors.unsupported("named cursors");
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
