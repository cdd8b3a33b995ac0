package io.polywire.api.wire;

/** Whether a listener speaks TLS. */
public enum TlsMode {
    OFF,
    /** The client chooses. */
    OPTIONAL,
    /** A clear connection is refused, in the protocol's own form. */
    REQUIRED
}
