package io.polywire.protocol.wazuh.internal;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** A listener's configuration. */
record FakeListener(TlsMode tls, List<String> auth, Limits limits, Map<String, String> options) implements Listener {

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String protocol() {
        return "wazuh";
    }

    @Override
    public SocketAddress address() {
        return new InetSocketAddress("127.0.0.1", 0);
    }

    @Override
    public String database() {
        return null;
    }

    @Override
    public String dialect() {
        return null;
    }
}
