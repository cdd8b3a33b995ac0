package org.sqlite;

import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/**
 * An aggregate function at the level of {@link org.sqlite.core.RawConnection}; sqlite-jdbc works on a clone for each
 * group.
 */
public abstract class RawAggregate extends Function.Aggregate implements RawCall {
    private final DB db;

    /** A function of one connection. */
    protected RawAggregate(DB db) {
        this.db = db;
    }

    /** Takes a row; must not throw. */
    protected abstract void step();

    /** Gives the value of the group; must not throw. */
    protected abstract void end();

    @Override
    protected final void xStep() {
        step();
    }

    @Override
    protected final void xFinal() {
        end();
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
