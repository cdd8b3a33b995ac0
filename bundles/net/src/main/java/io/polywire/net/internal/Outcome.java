package io.polywire.net.internal;

/** Why the door turned a connection away or ended it; the label of its counter. */
enum Outcome {
    /** connections.per.address. */
    PER_ADDRESS("per_address"),
    /** connections.before.auth: the oldest stranger went for a new one. */
    BEFORE_AUTH("before_auth"),
    /** connections.max. */
    TOTAL("total"),
    /** connections.per.user. */
    PER_USER("per_user"),
    /** unix.users. */
    PEER("peer"),
    /** The listener was closing. */
    CLOSING("closing"),
    /** handshake.ms. */
    HANDSHAKE("handshake_timeout"),
    /** write.ms. */
    WRITE("write_timeout"),
    /** The TLS handshake or a TLS record failed. */
    TLS("tls"),
    /** Still there at the end of a drain. */
    DRAIN("drain_deadline"),
    /** The protocol threw. */
    FAILURE("failure");

    final String label;

    Outcome(String label) {
        this.label = label;
    }
}
