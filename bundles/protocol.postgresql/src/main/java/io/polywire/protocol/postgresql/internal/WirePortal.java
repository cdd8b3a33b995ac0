package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;

/** A portal of the extended protocol with its formats and values; the unnamed one is used again and again. */
final class WirePortal {
    final Formats results = new Formats();
    final Parameters parameters = new Parameters();
    WireStatement statement;
    Portal portal;
    String name;
    /** Nothing is left to run. */
    boolean ended;

    boolean isOpen() {
        return portal != null;
    }

    void close() {
        Portal p = portal;
        portal = null;
        statement = null;
        ended = false;
        parameters.reset(0);
        if (p != null) {
            p.close();
        }
    }
}
