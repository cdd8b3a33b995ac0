package org.sqlite;

import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/**
 * The calls of one function by SQLite. It stands in this package because SQLite's context, which a result goes to, is
 * package-private in {@link Function}.
 */
final class RawFunctionCall implements RawCall {
    private final Function function;
    private final DB db;

    RawFunctionCall(Function function, DB db) {
        this.function = function;
        this.db = db;
    }

    @Override
    public int size() {
        return function.args;
    }

    @Override
    public int type(int argument) throws SQLException {
        return db.value_type(function, argument);
    }

    @Override
    public long getLong(int argument) throws SQLException {
        return db.value_long(function, argument);
    }

    @Override
    public double getDouble(int argument) throws SQLException {
        return db.value_double(function, argument);
    }

    @Override
    public String getText(int argument) throws SQLException {
        return db.value_text(function, argument);
    }

    @Override
    public byte[] getBytes(int argument) throws SQLException {
        return db.value_blob(function, argument);
    }

    @Override
    public void resultNull() throws SQLException {
        db.result_null(function.context);
    }

    @Override
    public void resultLong(long value) throws SQLException {
        db.result_long(function.context, value);
    }

    @Override
    public void resultDouble(double value) throws SQLException {
        db.result_double(function.context, value);
    }

    @Override
    public void resultText(String value) throws SQLException {
        db.result_text(function.context, value);
    }

    @Override
    public void resultBytes(byte[] value) throws SQLException {
        db.result_blob(function.context, value);
    }

    @Override
    public void resultError(String message) throws SQLException {
        db.result_error(function.context, message);
    }
}
