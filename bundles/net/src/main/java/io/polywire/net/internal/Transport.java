package io.polywire.net.internal;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * How sockets are served.
 *
 * @param name for the log
 */
record Transport(String name, IoHandlerFactory handlers, Class<? extends ServerChannel> serverChannel) {

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

    private static Transport nio(String why) {
        return new Transport(
                "nio (native epoll: " + why + ")", NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }
}
