package org.sqlite;

import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/**
 * A scalar function at the level of {@link org.sqlite.core.RawConnection}. It stands in this package because SQLite's
 * context, which a result goes to, is package-private in {@link Function}.
 */
public abstract class RawScalar extends Function implements RawCall {
    private final DB db;

    /** A function of one connection. */
    protected RawScalar(DB db) {
        this.db = db;
    }

    /** Works a call out; must not throw. */
    protected abstract void call();

    @Override
    protected final void xFunc() {
        call();
    }

    @Override
    public int size() {
        return args;
    }

    @Override
    public int type(int argument) throws SQLException {
        return db.value_type(this, argument);
    }

    @Override
    public long getLong(int argument) throws SQLException {
        return db.value_long(this, argument);
    }

    @Override
    public double getDouble(int argument) throws SQLException {
        return db.value_double(this, argument);
    }

    @Override
    public String getText(int argument) throws SQLException {
        return db.value_text(this, argument);
    }

    @Override
    public byte[] getBytes(int argument) throws SQLException {
        return db.value_blob(this, argument);
    }

    @Override
    public void resultNull() throws SQLException {
        db.result_null(context);
    }

    @Override
    public void resultLong(long value) throws SQLException {
        db.result_long(context, value);
    }

    @Override
    public void resultDouble(double value) throws SQLException {
        db.result_double(context, value);
    }

    @Override
    public void resultText(String value) throws SQLException {
        db.result_text(context, value);
    }

    @Override
    public void resultBytes(byte[] value) throws SQLException {
        db.result_blob(context, value);
    }

    @Override
    public void resultError(String message) throws SQLException {
        db.result_error(context, message);
    }
}
