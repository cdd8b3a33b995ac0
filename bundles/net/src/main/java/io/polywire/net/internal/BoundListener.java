package io.polywire.net.internal;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** What one bound address serves with: a snapshot that its connections keep when the configuration changes. */
record BoundListener(Settings settings, SocketAddress address, TlsSource tlsSource) implements Listener {
    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String protocol() {
        return settings.protocol();
    }

    @Override
    public TlsMode tls() {
        return settings.tls().mode();
    }

    @Override
    public List<String> auth() {
        return settings.auth();
    }

    @Override
    public String database() {
        return settings.database();
    }

    @Override
    public String dialect() {
        return settings.dialect();
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public Map<String, String> options() {
        return settings.options();
    }
}
