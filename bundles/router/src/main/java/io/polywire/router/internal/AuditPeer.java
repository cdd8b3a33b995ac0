package io.polywire.router.internal;

import io.polywire.api.wire.Connection;
import io.polywire.api.wire.LocalPeer;
import io.polywire.api.wire.TlsState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;

/** Where a client comes from, as the audit trail tells it. */
final class AuditPeer {
    private AuditPeer() {}

    static void put(Connection c, Map<String, String> fields) {
        fields.put("address", address(c.peer()));
        fields.put("listener", c.listener().name());
        fields.put("protocol", c.listener().protocol());
        TlsState tls = c.tls();
        fields.put("tls", tls == null ? "none" : tls.protocol());
        if (tls != null) {
            fields.put("cipher", tls.cipher());
            if (!tls.peerCertificates().isEmpty()) {
                fields.put(
                        "certificate",
                        tls.peerCertificates().get(0).getSubjectX500Principal().getName());
            }
        }
    }

    private static String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress i && i.getAddress() != null
                ? i.getAddress().getHostAddress() + ' ' + i.getPort()
                : peer instanceof LocalPeer local && local.user() != null ? "local " + local.user() : "local";
    }
}
