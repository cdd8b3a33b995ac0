package org.sqlite;

import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/** A scalar function at the level of {@link org.sqlite.core.RawConnection}. */
public abstract class RawScalar extends Function {
    private final DB db;
    private RawCall call;

    /** A function of one connection. */
    protected RawScalar(DB db) {
        this.db = db;
    }

    /** The present call: one object for all of them. */
    protected final RawCall present() {
        if (call == null) {
            call = new RawFunctionCall(this, db);
        }
        return call;
    }

    /** Works the present call out; must not throw. */
    protected abstract void call();

    @Override
    protected final void xFunc() {
        call();
    }
}
