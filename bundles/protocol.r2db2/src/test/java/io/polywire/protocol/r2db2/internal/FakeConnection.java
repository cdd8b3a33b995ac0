package io.polywire.protocol.r2db2.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A connection that writes down what the wire tells the door. */
final class FakeConnection implements Connection {
    final List<String> violations = new CopyOnWriteArrayList<>();
    final List<String> users = new CopyOnWriteArrayList<>();
    volatile Channel channel;
    volatile TlsState tls;
    volatile boolean canStartTls;
    volatile boolean full;
    volatile Reply<TlsState> handshake;

    private final Listener listener;

    FakeConnection(Listener listener) {
        this.listener = listener;
    }

    @Override
    public long id() {
        return 7;
    }

    @Override
    public Listener listener() {
        return listener;
    }

    @Override
    public SocketAddress peer() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public TlsState tls() {
        return tls;
    }

    @Override
    public void startTls(List<String> alpn, Reply<TlsState> reply) {
        if (handshake != null) {
            throw new IllegalStateException("twice");
        }
        handshake = reply;
        // What a TLS handler in front would do with the bytes given back: keep them from the protocol.
        channel.pipeline().addFirst(new SwallowUntilTls(this));
    }

    @Override
    public boolean canStartTls() {
        return canStartTls;
    }

    @Override
    public boolean authenticated(String user) {
        users.add(user);
        return !full;
    }

    @Override
    public void violation(String reason) {
        violations.add(reason);
    }

    @Override
    public void openAuxiliary(
            Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply) {
        throw new UnsupportedOperationException();
    }
}
