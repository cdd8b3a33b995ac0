package org.sqlite;

import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/**
 * An aggregate function over windows at the level of {@link org.sqlite.core.RawConnection}; sqlite-jdbc works on a clone
 * for each partition.
 */
public abstract class RawWindow extends Function.Window {
    private final DB db;

    /** A function of one connection. */
    protected RawWindow(DB db) {
        this.db = db;
    }

    /** The connection's. */
    protected final DB database() {
        return db;
    }

    /** The present call, of this clone. */
    protected final RawCall present() {
        return new RawFunctionCall(this, db);
    }

    /** A fresh one, that shares no state with this one. */
    protected abstract RawWindow another();

    /** Takes a row; must not throw. */
    protected abstract void step();

    /** Takes the first of its rows back; must not throw. */
    protected abstract void back();

    /** Gives the value of its rows; must not throw. */
    protected abstract void value();

    /** Gives the value a last time; must not throw. */
    protected abstract void end();

    @Override
    protected final void xStep() {
        step();
    }

    @Override
    protected final void xInverse() {
        back();
    }

    @Override
    protected final void xValue() {
        value();
    }

    @Override
    protected final void xFinal() {
        end();
    }

    @Override
    public final Object clone() {
        return another();
    }
}
