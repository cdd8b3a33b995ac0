package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.io.InputStream;
import java.net.URL;
import java.sql.Array;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Map;

/** What a forward-only result refuses: scrolling, and types that the wire does not have. */
abstract class ForwardOnlyResultSet implements ResultSet {
    @Override
    public boolean absolute(int rows) throws SQLException {
        throw Errors.unsupported("absolute() of a forward-only result");
    }

    @Override
    public void afterLast() throws SQLException {
        throw Errors.unsupported("afterLast() of a forward-only result");
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw Errors.unsupported("beforeFirst() of a forward-only result");
    }

    @Override
    public boolean first() throws SQLException {
        throw Errors.unsupported("first() of a forward-only result");
    }

    @Override
    public Array getArray(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getArray()");
    }

    @Override
    public Array getArray(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getArray()");
    }

    @Override
    public Object getObject(String column, Map<String, Class<?>> map) throws SQLException {
        throw Errors.unsupported("getObject() with a type map");
    }

    @Override
    public Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
        throw Errors.unsupported("getObject() with a type map");
    }

    @Override
    public Ref getRef(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getRef()");
    }

    @Override
    public Ref getRef(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getRef()");
    }

    @Override
    public RowId getRowId(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getRowId()");
    }

    @Override
    public RowId getRowId(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getRowId()");
    }

    @Override
    public SQLXML getSQLXML(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getSQLXML()");
    }

    @Override
    public SQLXML getSQLXML(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getSQLXML()");
    }

    @Override
    public URL getURL(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getURL()");
    }

    @Override
    public URL getURL(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getURL()");
    }

    @Deprecated
    @Override
    public InputStream getUnicodeStream(String column) throws SQLException {
        throw Errors.unsupported("ResultSet.getUnicodeStream()");
    }

    @Deprecated
    @Override
    public InputStream getUnicodeStream(int column) throws SQLException {
        throw Errors.unsupported("ResultSet.getUnicodeStream()");
    }

    @Override
    public boolean isLast() throws SQLException {
        throw Errors.unsupported("isLast() of a forward-only result");
    }

    @Override
    public boolean last() throws SQLException {
        throw Errors.unsupported("last() of a forward-only result");
    }

    @Override
    public boolean previous() throws SQLException {
        throw Errors.unsupported("previous() of a forward-only result");
    }

    @Override
    public boolean relative(int rows) throws SQLException {
        throw Errors.unsupported("relative() of a forward-only result");
    }

    @Override
    public boolean rowDeleted() {
        return false;
    }

    @Override
    public boolean rowInserted() {
        return false;
    }

    @Override
    public boolean rowUpdated() {
        return false;
    }
}
