package io.polywire.net.internal;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.LocalPeer;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What one listener's configuration asks for, checked.
 *
 * @param name of the configuration instance
 * @param sockets paths of Unix-domain sockets, absolute or relative to the home
 * @param port as configured, or {@link #PROTOCOL_PORT}
 * @param database may be null
 * @param dialect may be null
 * @param auxiliaryMax auxiliary addresses that one connection may have at a time
 * @param retryMillis first wait before a taken port is tried again
 * @param linesPerSecond security lines of this listener per second
 * @param unixUsers who may connect to the Unix-domain sockets; empty for all whom their mode lets in
 * @param options keys {@code protocol.*} without the prefix
 */
record Settings(
        String name,
        String protocol,
        List<InetAddress> addresses,
        List<String> sockets,
        int port,
        TlsSettings tls,
        List<String> auth,
        String database,
        String dialect,
        Limits limits,
        Counts counts,
        long drainMillis,
        int backlog,
        PortRange auxiliaryPorts,
        int auxiliaryMax,
        long retryMillis,
        int linesPerSecond,
        List<String> unixUsers,
        Map<String, String> options) {
    /** The port is the protocol's own. */
    static final int PROTOCOL_PORT = -1;

    /** Whether someone on another machine can come to it. */
    boolean beyondLoopback() {
        return addresses.stream().anyMatch(a -> !a.isLoopbackAddress());
    }

    /** Whether a client of a Unix-domain socket may come in; one that the system does not name only where all may. */
    boolean admits(LocalPeer peer) {
        return unixUsers.isEmpty()
                || peer.user() != null && unixUsers.stream().anyMatch(user -> LocalUsers.same(user, peer.user()));
    }

    /** Where an operator changes it. */
    String file() {
        return "config/io.polywire.net-" + name + ".cfg";
    }
}
