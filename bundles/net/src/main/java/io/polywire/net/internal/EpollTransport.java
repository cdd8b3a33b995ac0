package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import io.polywire.api.wire.LocalPeer;
import java.io.IOException;
import java.net.SocketAddress;

/** The only class that touches the optional package: it fails to link where epoll is not installed. */
final class EpollTransport {
    private EpollTransport() {}

    /** The client; without its user if it is gone already. */
    private static LocalPeer peer(Channel channel, SocketAddress socket) {
        try {
            PeerCredentials who = ((EpollDomainSocketChannel) channel).peerCredentials();
            return LocalUsers.peer(socket.toString(), who.pid(), who.uid(), who.gids()[0]);
        } catch (IOException gone) {
            return new LocalPeer(socket.toString(), null, null);
        }
    }

    /** Null if the native library does not load. */
    static Transport create() {
        return Epoll.isAvailable()
                ? new Transport(
                        "epoll",
                        EpollIoHandler.newFactory(),
                        EpollServerSocketChannel::new,
                        EpollServerDomainSocketChannel::new,
                        path -> new DomainSocketAddress(path.toString()),
                        EpollTransport::peer)
                : null;
    }
}
