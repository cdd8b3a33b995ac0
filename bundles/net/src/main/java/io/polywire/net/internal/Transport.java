package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.polywire.api.wire.LocalPeer;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How sockets are served.
 *
 * @param name for the log
 * @param serverChannel makes a server socket of a family: of the right one, as the JDK would make 0.0.0.0 an address
 *     that IPv6 clients reach too
 * @param unixChannel makes a Unix-domain server socket
 * @param unixAddress its address, in the form that such a socket takes
 * @param unixPeer the client of an accepted channel of such a socket; without its user where that cannot be known
 */
record Transport(
        String name,
        IoHandlerFactory handlers,
        Function<SocketProtocolFamily, ServerChannel> serverChannel,
        Supplier<ServerChannel> unixChannel,
        Function<Path, SocketAddress> unixAddress,
        BiFunction<Channel, SocketAddress, LocalPeer> unixPeer) {

    /** Native epoll where its classes are installed and its library loads, else the JDK's selectors. */
    static Transport best() {
        try {
            Transport epoll = EpollTransport.create();
            if (epoll != null) {
                return epoll;
            }
        } catch (LinkageError e) {
            // the optional import is not wired: the ordinary case of a distribution without the native jar
            return nio("its bundle is not installed");
        }
        return nio("its library does not load");
    }

    /** The JDK's selectors, with the reason why not epoll. */
    static Transport nio(String why) {
        return new Transport(
                "nio (native epoll: " + why + ")",
                NioIoHandler.newFactory(),
                family -> new NioServerSocketChannel(SelectorProvider.provider(), family),
                NioServerDomainSocketChannel::new,
                UnixDomainSocketAddress::of,
                PeerCredentials::of);
    }
}
