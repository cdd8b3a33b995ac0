package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.polywire.api.wire.LocalPeer;
import java.net.SocketAddress;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who connected to a Unix-domain socket served by the JDK's channels, where the JDK has that option: Linux and macOS. */
final class PeerCredentials {
    private PeerCredentials() {}

    /** The client; without its user where that cannot be known. */
    static LocalPeer of(Channel channel, SocketAddress socket) {
        try {
            UnixDomainPrincipal who = channel instanceof NioDomainSocketChannel
                    ? channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED))
                    : null;
            if (who != null) {
                return new LocalPeer(
                        socket.toString(), who.user().getName(), who.group().getName());
            }
        } catch (LinkageError | UnsupportedOperationException | ChannelException e) {
            // another JDK, another system, or the client is gone: the mode of the socket still says who may connect
            return unknown(socket);
        }
        return unknown(socket);
    }

    private static LocalPeer unknown(SocketAddress socket) {
        return new LocalPeer(socket.toString(), null, null);
    }
}
