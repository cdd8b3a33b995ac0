package org.sqlite;

import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/**
 * An aggregate function at the level of {@link org.sqlite.core.RawConnection}; sqlite-jdbc works on a clone for each
 * group.
 */
public abstract class RawAggregate extends Function.Aggregate {
    private final DB db;

    /** A function of one connection. */
    protected RawAggregate(DB db) {
        this.db = db;
    }

    /** The present call, of this clone. */
    protected final RawCall present() {
        return new RawFunctionCall(this, db);
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
}
