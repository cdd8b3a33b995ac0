package io.polywire.protocol.r2db2.internal;

import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;

/** Logs each step of a connection that is traced. Neither statements nor values: both may hold secrets. */
final class Trace {
    /** Whom a listener traces. */
    enum Mode {
        OFF,
        /** The clients that ask for it. */
        ALLOWED,
        /** All. */
        ON
    }

    private final EventLog log;
    private final long connection;
    private final Mode mode;
    private boolean on;

    Trace(EventLog log, long connection, Mode mode) {
        this.log = log;
        this.connection = connection;
        this.mode = mode;
        on = mode == Mode.ON;
    }

    /** Whether a client's wish is granted. */
    boolean isAllowed() {
        return mode != Mode.OFF;
    }

    /** The client asked for it and may. */
    void start() {
        on = true;
    }

    /** Whether a step would be written now; asked before its text is made. */
    boolean isOn() {
        return on && log.isEnabled(LogCategory.TRACE);
    }

    void step(String what) {
        log.log(LogCategory.TRACE, connection, what);
    }
}
