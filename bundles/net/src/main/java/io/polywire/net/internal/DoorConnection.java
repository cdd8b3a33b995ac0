package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One accepted connection. */
final class DoorConnection implements Connection, Swept {
    private final long id = EventLoops.nextId();
    private final Door door;
    private final BoundListener listener;
    private final Channel channel;
    private final SocketAddress peer;
    private final long handshakeDeadline;
    private final StallWatch stall = new StallWatch();
    private final AtomicInteger auxiliaries = new AtomicInteger();
    private boolean tlsStarted;
    private volatile TlsState tls;
    private volatile boolean member;

    /**
     * Made on the event loop of the channel.
     *
     * @param member whether it is the second connection of a client that is in
     */
    DoorConnection(Door door, BoundListener listener, Channel channel, boolean member) {
        this.door = door;
        this.listener = listener;
        this.channel = channel;
        this.member = member;
        // kept: a closed channel forgets it
        this.peer = listener.address() instanceof InetSocketAddress
                ? channel.remoteAddress()
                : door.loops().localPeer(channel, listener.address());
        this.handshakeDeadline = System.nanoTime() + listener.limits().handshakeMillis() * 1_000_000;
    }

    /** Puts the protocol's handler in place; from here on the connection is looked after. */
    void install(Function<Connection, ChannelHandler> handler) {
        LoopSweeper sweeper = door.loops().sweeper(channel.eventLoop());
        sweeper.add(this);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("threshold", new Threshold(() -> {
            sweeper.remove(this);
            door.connections().leave(this);
        }));
        try {
            pipeline.addLast("protocol", handler.apply(this));
            pipeline.addLast("backstop", new Backstop(this));
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Listener listener() {
        return listener;
    }

    @Override
    public SocketAddress peer() {
        return peer;
    }

    /** The client's host, or null. */
    InetAddress address() {
        return peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
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
    public boolean canStartTls() {
        return listener.tlsSource() != null && !tlsStarted;
    }

    @Override
    public void startTls(List<String> alpn, Reply<TlsState> reply) {
        if (!channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("startTls is called on the event loop");
        }
        if (!canStartTls()) {
            throw new IllegalStateException(tlsStarted ? "TLS is started already" : "this listener has no TLS");
        }
        tlsStarted = true;
        TlsContext context = listener.tlsSource().current();
        SslHandler ssl = new SslHandler(context.engine(alpn));
        ssl.setHandshakeTimeoutMillis(listener.limits().handshakeMillis());
        // the gate first: it must be there when the handler before it begins
        channel.pipeline().addFirst("tls-gate", new TlsGate(this, context, ssl, reply));
        channel.pipeline().addFirst("tls", ssl);
    }

    /** The handshake is done. */
    void secured(TlsState state) {
        tls = state;
    }

    /** The handshake or a record of TLS failed. */
    void tlsBroken(boolean handshake, String reason) {
        door.counters().count(Outcome.TLS);
        security((handshake ? "TLS handshake failed: " : "TLS failed: ") + reason);
    }

    @Override
    public boolean authenticated(String user) {
        if (listener.tls() == TlsMode.REQUIRED && tls == null) {
            // the protocol should have refused long before: never let it slip through
            violation("authenticated in clear text where TLS is required");
            hardClose();
            return false;
        }
        Outcome refusal = door.connections().admit(this, user, door.settings().counts());
        if (refusal != null) {
            door.counters().count(refusal);
            security("refused after authentication, limit " + refusal.label + " is reached");
            return false;
        }
        if (!member) {
            member = true;
            door.counters().authenticated();
        }
        return true;
    }

    @Override
    public void violation(String reason) {
        door.counters().violation();
        security("violation of " + listener.protocol() + ": " + reason);
    }

    @Override
    public void openAuxiliary(
            Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply) {
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException("a time-out is positive: " + timeoutMillis);
        }
        int most = listener.settings().auxiliaryMax();
        if (auxiliaries.incrementAndGet() > most) {
            auxiliaries.decrementAndGet();
            reply.failed(SqlFailure.of(
                    FailureKind.LIMIT, "this connection has its " + most + " auxiliary connections already"));
            return;
        }
        new Auxiliary(door, this, handler, timeoutMillis, reply, auxiliaries::decrementAndGet).open();
    }

    BoundListener bound() {
        return listener;
    }

    @Override
    public void sweep(long nowNanos) {
        if (!member && nowNanos - handshakeDeadline > 0) {
            door.counters().count(Outcome.HANDSHAKE);
            String waiting = tlsStarted && tls == null ? "TLS handshake" : "authentication";
            security(waiting + " not finished within " + listener.limits().handshakeMillis() + " ms");
            hardClose();
        } else if (stall.stalledNanos(channel, nowNanos) / 1_000_000
                >= listener.limits().writeMillis()) {
            door.counters().count(Outcome.WRITE);
            security("did not read its reply for " + listener.limits().writeMillis() + " ms");
            hardClose();
        }
    }

    /** Asks the protocol to end it. */
    void drain(SqlFailure reason, long deadlineNanos) {
        onLoop(() -> channel.pipeline().fireUserEventTriggered(new Drain(reason, deadlineNanos)));
    }

    /** It has to go for a newer stranger: the protocol may say so, but nothing is waited for. */
    void evict() {
        door.counters().count(Outcome.BEFORE_AUTH);
        security("closed before authentication to make room for a newer connection");
        onLoop(() -> {
            SqlFailure reason = SqlFailure.build(
                            FailureKind.TOO_MANY_CONNECTIONS, "too many connections wait for authentication")
                    .fatal()
                    .build();
            channel.pipeline().fireUserEventTriggered(new Drain(reason, System.nanoTime()));
            hardCloseNow();
        });
    }

    /** The network failed or the client is gone. */
    void lost(Throwable cause) {
        door.journal().debug("connection " + id + " is lost", cause);
        channel.close();
    }

    /** The protocol's handler threw. */
    void failed(Throwable cause) {
        door.counters().count(Outcome.FAILURE);
        door.journal()
                .failure("connection " + id + ": protocol " + listener.protocol() + " failed, it is closed", cause);
        hardClose();
    }

    /** Closes at once, whatever waits to be written. */
    void hardClose() {
        onLoop(this::hardCloseNow);
    }

    private void hardCloseNow() {
        // past the pipeline: TLS would wait for its farewell to be taken
        channel.unsafe().close(channel.voidPromise());
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // the loops are shutting down and close every channel themselves
            door.journal().debug("connection " + id + ": its event loop has ended", e);
        }
    }

    private void security(String message) {
        door.journal().security(id, "from " + Addresses.text(peer) + ": " + message);
        door.journal().audit(id, Addresses.text(peer), listener.protocol(), tls, message);
    }
}
