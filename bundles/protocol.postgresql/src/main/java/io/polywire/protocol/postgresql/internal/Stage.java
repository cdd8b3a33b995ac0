package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Drain;

/** A part of a connection's life: start-up, log-in, conversation. All on the event loop. */
interface Stage {
    /** Does one thing with what has come; false if it waits for more bytes, for a reply or for room. */
    boolean step();

    /** Whether it waits for something else than bytes: then the client need not send any more for now. */
    boolean isBlocked();

    /** An error of the client's making or of ours; the stage says so and decides whether to go on. */
    void failed(SqlFailure failure);

    /** The connection has to go. */
    void drain(Drain drain);

    /** The channel is gone. */
    void gone();
}
