package io.polywire.net.internal;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/** The only class that touches the optional package: it fails to link where epoll is not installed. */
final class EpollTransport {
    private EpollTransport() {}

    /** Null if the native library does not load. */
    static Transport create() {
        return Epoll.isAvailable()
                ? new Transport(
                        "epoll",
                        EpollIoHandler.newFactory(),
                        EpollServerSocketChannel::new,
                        EpollServerDomainSocketChannel::new,
                        path -> new DomainSocketAddress(path.toString()))
                : null;
    }
}
