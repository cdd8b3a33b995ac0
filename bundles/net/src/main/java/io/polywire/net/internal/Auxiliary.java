package io.polywire.net.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A second address for one client: bound to the host that the client reached, accepts one connection from the client's
 * own address, closes with its parent or after a time. Everything runs on the parent's event loop.
 */
final class Auxiliary {
    private final Door door;
    private final DoorConnection parent;
    private final Function<Connection, ChannelHandler> handler;
    private final long timeoutMillis;
    private final Reply<SocketAddress> reply;
    private final Runnable released;
    private final EventLoop loop;
    private final PortRange ports;
    private final int firstTry;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Auxiliary(
            Door door,
            DoorConnection parent,
            Function<Connection, ChannelHandler> handler,
            long timeoutMillis,
            Reply<SocketAddress> reply,
            Runnable released) {
        this.door = door;
        this.parent = parent;
        this.handler = handler;
        this.timeoutMillis = timeoutMillis;
        this.reply = reply;
        this.released = released;
        loop = parent.channel().eventLoop();
        ports = parent.bound().settings().auxiliaryPorts();
        firstTry = ThreadLocalRandom.current().nextInt(ports.size());
    }

    void open() {
        bind(0);
    }

    /** Tries one port after the other, from a random one on so that neighbours do not meet. */
    private void bind(int tries) {
        if (!(parent.channel().localAddress() instanceof InetSocketAddress local)) {
            failed("the client is gone", null);
            return;
        }
        int port = ports.equals(PortRange.ANY) ? 0 : ports.first() + (firstTry + tries) % ports.size();
        InetAddress host = local.getAddress();
        bootstrap(host).bind(new InetSocketAddress(host, port)).addListener(done -> {
            ChannelFuture bound = (ChannelFuture) done;
            if (bound.isSuccess()) {
                opened(bound.channel());
            } else if (tries + 1 < ports.size()) {
                bind(tries + 1);
            } else {
                failed("no port of auxiliary.ports is free", bound.cause());
            }
        });
    }

    private ServerBootstrap bootstrap(InetAddress host) {
        int output = parent.bound().limits().outputBytes();
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(door.loops().serverChannel(host))
                .option(ChannelOption.SO_BACKLOG, 1)
                .handler(new AcceptGuard(door.journal()))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(output / 2, output))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                });
    }

    private void opened(Channel server) {
        Future<?> timer = loop.schedule(() -> server.close(), timeoutMillis, TimeUnit.MILLISECONDS);
        parent.channel().closeFuture().addListener(closed -> server.close());
        server.closeFuture().addListener(closed -> {
            timer.cancel(false);
            if (!taken.get()) {
                end();
            }
        });
        reply.done(server.localAddress());
    }

    private void accept(Channel accepted) {
        DoorConnection connection = new DoorConnection(door, parent.bound(), accepted, true);
        InetAddress expected = parent.address();
        if (expected == null || !expected.equals(connection.address())) {
            door.counters().count(Outcome.FAILURE);
            door.journal()
                    .security(
                            parent.id(),
                            "auxiliary connection from a stranger refused: " + Addresses.text(connection.peer()));
            accepted.close();
        } else if (!taken.compareAndSet(false, true)) {
            accepted.close();
        } else {
            accepted.parent().close();
            accepted.closeFuture().addListener(closed -> end());
            if (!door.connections().enterAuxiliary(connection)) {
                door.counters().count(Outcome.CLOSING);
                accepted.close();
                return;
            }
            parent.channel().closeFuture().addListener(closed -> accepted.close());
            connection.install(handler);
        }
    }

    private void failed(String why, Throwable cause) {
        end();
        reply.failed(SqlFailure.build(FailureKind.UNAVAILABLE, "no auxiliary connection: " + why)
                .cause(cause)
                .build());
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            released.run();
        }
    }
}
