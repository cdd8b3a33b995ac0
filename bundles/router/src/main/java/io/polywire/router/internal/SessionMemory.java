package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * What a session holds in memory from one statement to the next because its client wanted it, in bytes, and the bound of
 * that. Each part knows its own sum and is asked for it where something is to be added that stays, so that nothing is
 * counted for a row or a message, and nothing has to be given back. Confined to the session's thread.
 */
final class SessionMemory {
    /** Of what has a name, besides what is in it. */
    static final int ENTRY = 512;

    private final RouterSession session;
    private long byWire;
    /** As it was when it was last looked at. */
    private volatile long seen;

    SessionMemory(RouterSession session) {
        this.session = session;
    }

    /** Bytes of a text. */
    static long of(String text) {
        return 56 + 2L * text.length();
    }

    private long held() {
        return byWire
                + session.settings.held()
                + session.names.held()
                + session.portals.held()
                + session.notifications.held()
                + session.temporary.held()
                + (long) ENTRY * session.transaction.savepoints();
    }

    /**
     * Before something is added.
     *
     * @param more its bytes
     * @throws SqlFailure 53200 if that is too much
     */
    void require(long more) {
        long sum = held() + more;
        long most = session.desk.settings().sessionMemory();
        if (sum > most) {
            session.desk.metrics.memoryRefused.increment();
            throw SqlFailure.build(FailureKind.OUT_OF_MEMORY, "the session would hold more than " + most + " bytes")
                    .detail(String.format(
                            "It holds %d KiB: named statements and cursors %d, open results %d, settings %d,"
                                    + " notifications %d, temporary relations %d, statements of the wire %d.",
                            (sum - more) >> 10,
                            session.names.held() >> 10,
                            session.portals.held() >> 10,
                            session.settings.held() >> 10,
                            session.notifications.held() >> 10,
                            session.temporary.held() >> 10,
                            byWire >> 10))
                    .hint("Close or deallocate some, end the transaction, or raise session.memory.kib.")
                    .build();
        }
        seen = sum;
    }

    /** Counts what the wire holds. */
    void hold(long bytes) {
        if (bytes > 0) {
            require(bytes);
        }
        byWire += bytes;
    }

    /** The bytes when something was last added; from any thread. */
    long seen() {
        return seen;
    }
}
