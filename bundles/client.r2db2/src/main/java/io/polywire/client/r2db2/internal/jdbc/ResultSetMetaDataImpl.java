package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Column;
import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** The columns of a result, as far as the wire tells: names and types, not the tables they come from. Immutable. */
final class ResultSetMetaDataImpl implements ResultSetMetaData {
    private final List<Column> columns;
    private final String database;

    ResultSetMetaDataImpl(List<Column> columns, String database) {
        this.columns = columns;
        this.database = database;
    }

    private Column column(int column) throws SQLException {
        if (column < 1 || column > columns.size()) {
            throw Errors.of("There is no column " + column + "; the result has " + columns.size(), "07009", null);
        }
        return columns.get(column - 1);
    }

    private Types type(int column) throws SQLException {
        return Types.of(column(column).type());
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).name();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return column(column).name();
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return type(column).jdbc();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return type(column).name();
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return type(column).javaClass().getName();
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return type(column).display();
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return type(column).precision();
    }

    @Override
    public int getScale(int column) throws SQLException {
        column(column);
        return 0;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return type(column).signed();
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return type(column).caseSensitive();
    }

    @Override
    public int isNullable(int column) throws SQLException {
        column(column);
        return columnNullableUnknown;
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public String getTableName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        column(column);
        return database;
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
