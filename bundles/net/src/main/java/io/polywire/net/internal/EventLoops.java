package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.polywire.api.wire.LocalPeer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all listeners share: the event loops, a timer thread for what may block, the numbers of connections. */
final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final long STOP_SECONDS = 2;
    /** Never starts again while the process runs: a number in a log means one connection. */
    private static final AtomicLong IDS = new AtomicLong();

    private final Transport transport;
    private final EventLoopGroup group;
    private final Map<EventExecutor, LoopSweeper> sweepers = new IdentityHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    /** Starts them; 0 threads is one per processor. */
    EventLoops(int threads) {
        this(threads, Transport.best());
    }

    /** Starts them for sockets of a kind. */
    EventLoops(int threads, Transport transport) {
        this.transport = transport;
        int count = threads == 0 ? NettyRuntime.availableProcessors() : threads;
        group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("polywire-net", true), transport.handlers());
        for (EventExecutor loop : group) {
            sweepers.put(loop, new LoopSweeper((EventLoop) loop));
        }
        timer = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("polywire-net-timer", true));
        timer.setRemoveOnCancelPolicy(true);
        LOG.info("event loops: {} threads, {}", count, transport.name());
    }

    EventLoopGroup group() {
        return group;
    }

    /** Makes server sockets for a site. */
    ChannelFactory<ServerChannel> serverChannel(Site site) {
        if (site.isUnix()) {
            return transport.unixChannel()::get;
        }
        return serverChannel(site.address());
    }

    /** The address of a site, in the form that its server socket takes. */
    SocketAddress socketAddress(Site site) {
        return site.isUnix() ? transport.unixAddress().apply(site.path()) : site.socketAddress();
    }

    /** The client of an accepted channel of a Unix-domain socket. */
    LocalPeer localPeer(Channel channel, SocketAddress socket) {
        return transport.unixPeer().apply(channel, socket);
    }

    /** Makes server sockets for an address of a network. */
    ChannelFactory<ServerChannel> serverChannel(InetAddress address) {
        SocketProtocolFamily family =
                address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return () -> transport.serverChannel().apply(family);
    }

    LoopSweeper sweeper(EventLoop loop) {
        return sweepers.get(loop);
    }

    /** For binding and for looking at files: what it runs may take a moment. */
    ScheduledExecutorService timer() {
        return timer;
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        // no quiet period: the listeners are gone already
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        try {
            boolean quiet = group.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)
                    && timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            if (!quiet) {
                LOG.warn("event loops did not end within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            LOG.warn("interrupted while the event loops end");
            Thread.currentThread().interrupt();
        }
    }
}
