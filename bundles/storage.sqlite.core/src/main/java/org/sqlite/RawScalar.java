package org.sqlite;

import org.sqlite.core.DB;
import org.sqlite.core.RawCall;

/** A scalar function at the level of {@link org.sqlite.core.RawConnection}. */
public abstract class RawScalar extends Function {
    private final RawCall call;

    /** A function of one connection. */
    protected RawScalar(DB db) {
        call = new RawFunctionCall(this, db);
    }

    /** The present call. */
    protected final RawCall present() {
        return call;
    }

    /** Works the present call out; must not throw. */
    protected abstract void call();

    @Override
    protected final void xFunc() {
        call();
    }
}
