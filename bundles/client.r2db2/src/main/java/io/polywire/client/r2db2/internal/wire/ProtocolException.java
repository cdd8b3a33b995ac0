package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;

/** The server sent what the r2db2 wire does not allow; the connection cannot be used on. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wrong, without any of the data */
    public ProtocolException(String message) {
        super(message);
    }
}
