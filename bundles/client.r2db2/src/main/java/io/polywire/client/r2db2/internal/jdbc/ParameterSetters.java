package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.value.Times;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.Parameters;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** The setters of a prepared statement. */
abstract class ParameterSetters extends StatementImpl implements PreparedStatement {
    private Parameters parameters;

    ParameterSetters(ConnectionImpl connection, int count) {
        super(connection);
        parameters = new Parameters(count);
    }

    Parameters parameters() {
        return parameters;
    }

    private int index(int parameter) throws SQLException {
        checkOpen();
        if (parameter < 1 || parameter > parameters.count()) {
            throw Errors.of(
                    "There is no parameter " + parameter + "; the statement has " + parameters.count(), "07009", null);
        }
        return parameter - 1;
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        parameters.clear();
    }

    @Override
    public void setNull(int parameter, int type) throws SQLException {
        parameters.setNull(index(parameter));
    }

    @Override
    public void setNull(int parameter, int type, String typeName) throws SQLException {
        setNull(parameter, type);
    }

    @Override
    public void setBoolean(int parameter, boolean value) throws SQLException {
        parameters.setLong(index(parameter), value ? 1 : 0);
    }

    @Override
    public void setByte(int parameter, byte value) throws SQLException {
        parameters.setLong(index(parameter), value);
    }

    @Override
    public void setShort(int parameter, short value) throws SQLException {
        parameters.setLong(index(parameter), value);
    }

    @Override
    public void setInt(int parameter, int value) throws SQLException {
        parameters.setLong(index(parameter), value);
    }

    @Override
    public void setLong(int parameter, long value) throws SQLException {
        parameters.setLong(index(parameter), value);
    }

    @Override
    public void setFloat(int parameter, float value) throws SQLException {
        parameters.setDouble(index(parameter), value);
    }

    @Override
    public void setDouble(int parameter, double value) throws SQLException {
        parameters.setDouble(index(parameter), value);
    }

    @Override
    public void setBigDecimal(int parameter, BigDecimal value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    @Override
    public void setString(int parameter, String value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    @Override
    public void setNString(int parameter, String value) throws SQLException {
        setString(parameter, value);
    }

    @Override
    public void setBytes(int parameter, byte[] value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    @Override
    public void setDate(int parameter, Date value) throws SQLException {
        setDate(parameter, value, null);
    }

    @Override
    public void setDate(int parameter, Date value, Calendar calendar) throws SQLException {
        temporal(parameter, value, calendar);
    }

    @Override
    public void setTime(int parameter, Time value) throws SQLException {
        setTime(parameter, value, null);
    }

    @Override
    public void setTime(int parameter, Time value, Calendar calendar) throws SQLException {
        temporal(parameter, value, calendar);
    }

    @Override
    public void setTimestamp(int parameter, Timestamp value) throws SQLException {
        setTimestamp(parameter, value, null);
    }

    @Override
    public void setTimestamp(int parameter, Timestamp value, Calendar calendar) throws SQLException {
        temporal(parameter, value, calendar);
    }

    private void temporal(int parameter, java.util.Date value, Calendar calendar) throws SQLException {
        int index = index(parameter);
        if (value == null) {
            parameters.setNull(index);
        } else {
            parameters.setText(index, Times.format(value, Calendars.zoneOrDefault(calendar)));
        }
    }

    @Override
    public void setObject(int parameter, Object value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    @Override
    public void setObject(int parameter, Object value, int type) throws SQLException {
        Binder.set(parameters, index(parameter), value, type, -1);
    }

    @Override
    public void setObject(int parameter, Object value, int type, int scaleOrLength) throws SQLException {
        Binder.set(parameters, index(parameter), value, type, scaleOrLength);
    }

    @Override
    public void setObject(int parameter, Object value, SQLType type) throws SQLException {
        setObject(parameter, value, type, -1);
    }

    @Override
    public void setObject(int parameter, Object value, SQLType type, int scaleOrLength) throws SQLException {
        if (type == null || !"java.sql".equals(type.getVendor())) {
            throw Errors.unsupported("types other than those of java.sql.JDBCType");
        }
        setObject(parameter, value, type.getVendorTypeNumber(), scaleOrLength);
    }

    // ---- streams

    @Override
    public void setBinaryStream(int parameter, InputStream value, int length) throws SQLException {
        bytes(parameter, value, length);
    }

    @Override
    public void setBinaryStream(int parameter, InputStream value, long length) throws SQLException {
        bytes(parameter, value, length);
    }

    @Override
    public void setBinaryStream(int parameter, InputStream value) throws SQLException {
        bytes(parameter, value, -1);
    }

    @Override
    public void setBlob(int parameter, InputStream value, long length) throws SQLException {
        bytes(parameter, value, length);
    }

    @Override
    public void setBlob(int parameter, InputStream value) throws SQLException {
        bytes(parameter, value, -1);
    }

    @Override
    public void setBlob(int parameter, Blob value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    private void bytes(int parameter, InputStream value, long length) throws SQLException {
        int index = index(parameter);
        if (value == null) {
            parameters.setNull(index);
        } else {
            parameters.setBytes(index, Streams.bytes(value, length));
        }
    }

    @Override
    public void setAsciiStream(int parameter, InputStream value, int length) throws SQLException {
        ascii(parameter, value, length);
    }

    @Override
    public void setAsciiStream(int parameter, InputStream value, long length) throws SQLException {
        ascii(parameter, value, length);
    }

    @Override
    public void setAsciiStream(int parameter, InputStream value) throws SQLException {
        ascii(parameter, value, -1);
    }

    private void ascii(int parameter, InputStream value, long length) throws SQLException {
        int index = index(parameter);
        if (value == null) {
            parameters.setNull(index);
        } else {
            parameters.setText(index, new String(Streams.bytes(value, length), StandardCharsets.US_ASCII));
        }
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int parameter, InputStream value, int length) throws SQLException {
        throw Errors.unsupported("setUnicodeStream(), which JDBC has given up; use setCharacterStream()");
    }

    @Override
    public void setCharacterStream(int parameter, Reader value, int length) throws SQLException {
        text(parameter, value, length);
    }

    @Override
    public void setCharacterStream(int parameter, Reader value, long length) throws SQLException {
        text(parameter, value, length);
    }

    @Override
    public void setCharacterStream(int parameter, Reader value) throws SQLException {
        text(parameter, value, -1);
    }

    @Override
    public void setNCharacterStream(int parameter, Reader value, long length) throws SQLException {
        text(parameter, value, length);
    }

    @Override
    public void setNCharacterStream(int parameter, Reader value) throws SQLException {
        text(parameter, value, -1);
    }

    @Override
    public void setClob(int parameter, Reader value, long length) throws SQLException {
        text(parameter, value, length);
    }

    @Override
    public void setClob(int parameter, Reader value) throws SQLException {
        text(parameter, value, -1);
    }

    @Override
    public void setClob(int parameter, Clob value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    @Override
    public void setNClob(int parameter, Reader value, long length) throws SQLException {
        text(parameter, value, length);
    }

    @Override
    public void setNClob(int parameter, Reader value) throws SQLException {
        text(parameter, value, -1);
    }

    @Override
    public void setNClob(int parameter, NClob value) throws SQLException {
        Binder.set(parameters, index(parameter), value);
    }

    private void text(int parameter, Reader value, long length) throws SQLException {
        int index = index(parameter);
        if (value == null) {
            parameters.setNull(index);
        } else {
            parameters.setText(index, Streams.text(value, length));
        }
    }

    // ---- what the wire does not have

    @Override
    public void setArray(int parameter, Array value) throws SQLException {
        throw Errors.unsupported("parameters of type ARRAY");
    }

    @Override
    public void setRef(int parameter, Ref value) throws SQLException {
        throw Errors.unsupported("parameters of type REF");
    }

    @Override
    public void setRowId(int parameter, RowId value) throws SQLException {
        throw Errors.unsupported("parameters of type ROWID");
    }

    @Override
    public void setSQLXML(int parameter, SQLXML value) throws SQLException {
        throw Errors.unsupported("parameters of type SQLXML");
    }

    @Override
    public void setURL(int parameter, URL value) throws SQLException {
        throw Errors.unsupported("parameters of type DATALINK");
    }
}
