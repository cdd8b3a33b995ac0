package io.polywire.protocol.r2db2.internal;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** A listener's configuration. */
record FakeListener(TlsMode tls, List<String> auth, Limits limits, Map<String, String> options) implements Listener {
    static final FakeListener PLAIN =
            new FakeListener(TlsMode.OFF, List.of("none", "password"), Limits.DEFAULT, Map.of());

    FakeListener withAuth(String... methods) {
        return new FakeListener(tls, List.of(methods), limits, options);
    }

    FakeListener withTls(TlsMode mode) {
        return new FakeListener(mode, auth, limits, options);
    }

    FakeListener withLimits(Limits other) {
        return new FakeListener(tls, auth, other, options);
    }

    FakeListener withOption(String key, String value) {
        return new FakeListener(tls, auth, limits, Map.of(key, value));
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String protocol() {
        return "r2db2";
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
