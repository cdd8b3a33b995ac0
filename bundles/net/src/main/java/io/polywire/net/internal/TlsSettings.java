package io.polywire.net.internal;

import io.polywire.api.wire.TlsMode;
import java.util.List;

/**
 * The TLS part of a listener's configuration; files as they were written, null where none is named.
 *
 * @param provider who gives the TLS: null for the JDK's choice
 * @param names certificates for clients that ask for a server name
 * @param reloadMillis how often the files are looked at
 * @param sessionCache TLS sessions that are kept for resumption
 * @param sessionSeconds how long they can be resumed
 */
record TlsSettings(
        TlsMode mode,
        String provider,
        String certificate,
        String key,
        String keystore,
        String keystorePasswordFile,
        List<Named> names,
        String trust,
        ClientAuth clientAuth,
        List<String> protocols,
        long reloadMillis,
        int sessionCache,
        int sessionSeconds) {
    /**
     * A certificate of its own for a server name.
     *
     * @param name in lower case; {@code *.} stands for any first label
     * @param certificate PEM file
     * @param key PEM file
     */
    record Named(String name, String certificate, String key) {}
}
