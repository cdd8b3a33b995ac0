package io.polywire.net.internal;

/** Whether a TLS client shows a certificate. */
enum ClientAuth {
    NONE,
    OPTIONAL,
    REQUIRED
}
