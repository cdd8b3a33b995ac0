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
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
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
        if (site.isUnix()) {
            UnixSocket.prepare(site.path());
        }
        Acceptor acceptor = new Acceptor(door, site);
        ChannelFuture bound = acceptor.bootstrap().bind(door.loops().socketAddress(site));
        if (!bound.await(BIND_SECONDS, TimeUnit.SECONDS)) {
            bound.cancel(false);
            bound.channel().close();
            throw new IOException("binding " + site + " took longer than " + BIND_SECONDS + " s");
        }
        if (!bound.isSuccess()) {
            throw new IOException(reason(site, bound.cause()), bound.cause());
        }
        acceptor.channel = bound.channel();
        if (site.isUnix()) {
            acceptor.guard();
        }
        acceptor.serve(settings, tls);
        // nobody was accepted before it was known what with
        acceptor.channel.config().setAutoRead(true);
        return acceptor;
    }

    private void guard() throws IOException, InterruptedException {
        try {
            UnixSocket.guard(site.path());
        } catch (IOException e) {
            close();
            throw new IOException(site + " cannot be given its mode", e);
        }
    }

    private ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(door.loops().group())
                .channelFactory(door.loops().serverChannel(site))
                .option(ChannelOption.SO_BACKLOG, site.backlog())
                .option(ChannelOption.AUTO_READ, false)
                .handler(new AcceptGuard(door.journal()))
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
        if (site.isUnix()) {
            return bootstrap;
        }
        bootstrap.childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true);
        // on Windows the option would let two processes share the port
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
        }
        return bootstrap;
    }

    private static String reason(Site site, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (site.isUnix()) {
            return site + " cannot be bound: " + message;
        }
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

    /** Where it is bound, for people. */
    String text() {
        return site.isUnix() ? site.toString() : Addresses.text(bound());
    }

    /** Where it is bound; not for a Unix-domain socket. */
    InetSocketAddress bound() {
        return (InetSocketAddress) listener.address();
    }

    /** Closes the server socket and waits for it; its connections stay. */
    void close() throws InterruptedException {
        if (!channel.close().await(BIND_SECONDS, TimeUnit.SECONDS)) {
            door.journal().warn("server socket " + site + " did not close within " + BIND_SECONDS + " s");
        }
        awaitTurn();
        if (site.isUnix()) {
            try {
                Files.deleteIfExists(site.path());
            } catch (IOException e) {
                door.journal().warn("the file of " + site + " could not be removed");
            }
        }
    }

    /**
     * The JDK gives a closed socket's descriptor back with the next turn of its selector: a bind right after the close could
     * find the port still taken. A delayed task runs behind that turn.
     */
    private void awaitTurn() throws InterruptedException {
        CountDownLatch turned = new CountDownLatch(1);
        try {
            channel.eventLoop().schedule(turned::countDown, 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            // the loop closes its selector, and all that hangs on it
            return;
        }
        if (!turned.await(BIND_SECONDS, TimeUnit.SECONDS)) {
            door.journal()
                    .warn("the event loop of server socket " + site + " did not turn within " + BIND_SECONDS + " s");
        }
    }
}
