package io.polywire.net.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One bound server socket. */
final class Acceptor {
    private static final long BIND_SECONDS = 5;

    private final Door door;
    private final Site site;
    private Channel channel;
    private volatile BoundListener listener;

    private Acceptor(Door door, Site site) {
        this.door = door;
        this.site = site;
    }

    /**
     * Binds and begins to accept.
     *
     * @throws IOException with a text for the operator
     */
    static Acceptor open(Door door, Site site, Settings settings, TlsSource tls)
            throws IOException, InterruptedException {
        Acceptor acceptor = new Acceptor(door, site);
        ChannelFuture bound = acceptor.bootstrap().bind(site.socketAddress());
        if (!bound.await(BIND_SECONDS, TimeUnit.SECONDS)) {
            bound.cancel(false);
            bound.channel().close();
            throw new IOException("binding " + site + " took longer than " + BIND_SECONDS + " s");
        }
        if (!bound.isSuccess()) {
            throw new IOException(reason(site, bound.cause()), bound.cause());
        }
        acceptor.channel = bound.channel();
        acceptor.serve(settings, tls);
        // nobody was accepted before it was known what with
        acceptor.channel.config().setAutoRead(true);
        return acceptor;
    }

    private ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(door.loops().group())
                .channelFactory(door.loops().serverChannel(site.address()))
                .option(ChannelOption.SO_BACKLOG, site.backlog())
                .option(ChannelOption.AUTO_READ, false)
                .handler(new AcceptGuard(door.journal()))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        BoundListener now = listener;
                        int output = now.limits().outputBytes();
                        accepted.config().setWriteBufferWaterMark(new WriteBufferWaterMark(output / 2, output));
                        door.accept(now, accepted);
                    }
                });
        // on Windows the option would let two processes share the port
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
        }
        return bootstrap;
    }

    private static String reason(Site site, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof BindException || message.contains("bind")) {
            if (message.contains("Permission denied")) {
                return "port " + site.port() + " needs a privilege that this process does not have";
            }
            if (message.contains("in use")) {
                return "port " + site.port() + " is in use on " + Addresses.text(site.address());
            }
            if (message.contains("assign requested address")) {
                return Addresses.text(site.address()) + " is no address of this machine";
            }
        }
        return site + " cannot be bound: " + message;
    }

    /** What connections get from now on. */
    void serve(Settings settings, TlsSource tls) {
        listener = new BoundListener(settings, channel.localAddress(), tls);
    }

    Site site() {
        return site;
    }

    InetSocketAddress bound() {
        return (InetSocketAddress) listener.address();
    }

    /** Closes the server socket and waits for it; its connections stay. */
    void close() throws InterruptedException {
        if (!channel.close().await(BIND_SECONDS, TimeUnit.SECONDS)) {
            door.journal().warn("server socket " + site + " did not close within " + BIND_SECONDS + " s");
        }
    }
}
