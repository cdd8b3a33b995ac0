package io.polywire.auth.password.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Function;

/** A connection of which only the TLS state matters. */
record FakeConnection(TlsState tls) implements Connection {
    static final FakeConnection CLEAR = new FakeConnection(null);

    static FakeConnection tls(byte[] endPoint) {
        return new FakeConnection(new TlsState("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, null, List.of(), endPoint));
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Listener listener() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress peer() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public Channel channel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startTls(List<String> alpn, Reply<TlsState> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public boolean authenticated(String user) {
        return true;
    }

    @Override
    public void violation(String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void openAuxiliary(
            Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply) {
        throw new UnsupportedOperationException();
    }
}
