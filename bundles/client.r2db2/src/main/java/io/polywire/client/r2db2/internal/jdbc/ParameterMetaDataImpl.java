package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.Prepared;
import java.sql.ParameterMetaData;
import java.sql.SQLException;

/** The parameters of a prepared statement, as far as the server knows their types. Immutable. */
final class ParameterMetaDataImpl implements ParameterMetaData {
    private final Prepared statement;

    ParameterMetaDataImpl(Prepared statement) {
        this.statement = statement;
    }

    private Types type(int parameter) throws SQLException {
        if (parameter < 1 || parameter > statement.parameterCount()) {
            throw Errors.of(
                    "There is no parameter " + parameter + "; the statement has " + statement.parameterCount(),
                    "07009",
                    null);
        }
        return Types.of(statement.parameterType(parameter - 1));
    }

    @Override
    public int getParameterCount() {
        return statement.parameterCount();
    }

    @Override
    public int isNullable(int parameter) throws SQLException {
        type(parameter);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int parameter) throws SQLException {
        return type(parameter).signed();
    }

    @Override
    public int getPrecision(int parameter) throws SQLException {
        return type(parameter).precision();
    }

    @Override
    public int getScale(int parameter) throws SQLException {
        type(parameter);
        return 0;
    }

    @Override
    public int getParameterType(int parameter) throws SQLException {
        return type(parameter).jdbc();
    }

    @Override
    public String getParameterTypeName(int parameter) throws SQLException {
        return type(parameter).name();
    }

    @Override
    public String getParameterClassName(int parameter) throws SQLException {
        return type(parameter).javaClass().getName();
    }

    @Override
    public int getParameterMode(int parameter) throws SQLException {
        type(parameter);
        return parameterModeIn;
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
