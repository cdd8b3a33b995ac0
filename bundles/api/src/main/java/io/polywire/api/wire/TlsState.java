package io.polywire.api.wire;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The TLS session of a connection.
 *
 * @param protocol "TLSv1.3"
 * @param cipher name of the suite
 * @param alpn the negotiated application protocol, or null
 * @param serverName the name that the client asked for (SNI), or null
 * @param peerCertificates the client's chain as verified against the trust store, its own first; empty if it showed none
 * @param serverEndPoint channel binding data "tls-server-end-point" (RFC 5929), or null
 */
public record TlsState(
        String protocol,
        String cipher,
        String alpn,
        String serverName,
        List<X509Certificate> peerCertificates,
        byte[] serverEndPoint) {
    /** Copies the chain. */
    public TlsState {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
