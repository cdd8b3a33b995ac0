package io.polywire.api.wire;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A bound address and its configuration. Immutable; a changed configuration makes a new one. */
@ProviderType
public interface Listener {
    /** Name of the configuration instance ("r2db2" of io.polywire.net-r2db2.cfg). */
    String name();

    /** Name of its protocol. */
    String protocol();

    /** Where it is bound. */
    SocketAddress address();

    /** Whether it speaks TLS. */
    TlsMode tls();

    /** Methods of authentication in the order of its configuration: "none", "password", ... */
    List<String> auth();

    /** Default database, or null for the router's. */
    String database();

    /** Default dialect, or null for the protocol's own. */
    String dialect();

    /** Its bounds. */
    Limits limits();

    /** Options for the protocol itself, by key without prefix (configuration keys {@code protocol.<key>}). */
    Map<String, String> options();
}
