package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.*;

final class CopyFlow {
    CopyFlow(Conversation c, Backend b, Session s) {}

    boolean announces(Prepared p) {
        return false;
    }

    void start(Prepared p, Parameters q, Object owner) {}

    boolean isActive() {
        return false;
    }

    boolean isFull() {
        return false;
    }

    boolean step() {
        return false;
    }

    void message(byte type, MessageReader in) {}

    void abort(SqlFailure f) {}

    void gone() {}
}
