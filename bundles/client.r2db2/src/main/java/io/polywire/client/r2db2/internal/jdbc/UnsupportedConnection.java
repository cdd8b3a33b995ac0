package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What a connection of this driver refuses, by name, and the little that is the same for all of them. */
abstract class UnsupportedConnection implements Connection {
    /** @throws SQLException if the connection is closed */
    abstract void checkOpen() throws SQLException;

    private static SQLException procedures() {
        return Errors.unsupported("stored procedures (prepareCall)");
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw procedures();
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        throw procedures();
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        throw procedures();
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        throw Errors.unsupported("arrays");
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        throw Errors.unsupported("structured types");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw Errors.unsupported("the type SQLXML");
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return new HashMap<>();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (map != null && !map.isEmpty()) {
            throw Errors.unsupported("type maps");
        }
    }

    @Override
    public String getSchema() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        checkOpen();
        if (schema != null && !schema.isEmpty()) {
            throw Errors.unsupported("schemas");
        }
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        Properties info = new Properties();
        String application = getClientInfo("ApplicationName");
        if (application != null) {
            info.setProperty("ApplicationName", application);
        }
        return info;
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        throw new SQLClientInfoException(
                "Client information is set when connecting: " + Option.APPLICATION_NAME.key(),
                "0A000",
                Map.of(String.valueOf(name), ClientInfoStatus.REASON_UNKNOWN_PROPERTY));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
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
