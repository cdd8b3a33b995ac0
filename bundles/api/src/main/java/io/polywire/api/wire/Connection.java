package io.polywire.api.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.polywire.api.session.Reply;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/** One accepted connection, as the door sees it. Thread-safe unless said otherwise. */
@ProviderType
public interface Connection {
    /** Number of the connection, unique while the server runs, positive; every log line about it carries it. */
    long id();

    /** The listener that accepted it. */
    Listener listener();

    /** Address of the client. */
    SocketAddress peer();

    /** Address of the server that the client has reached. */
    default SocketAddress local() {
        return channel().localAddress();
    }

    /** The channel; a handler keeps to its own {@code ChannelHandlerContext} where it can. */
    Channel channel();

    /** The TLS session, or null in clear text. */
    TlsState tls();

    /**
     * Puts TLS in front of the pipeline; the handshake starts with the bytes that come next. On the event loop, once.
     * Bytes that the protocol has read and not used are then passed to {@code channel().pipeline().fireChannelRead(rest)}
     * (outside {@code channelRead}, followed by {@code fireChannelReadComplete()}): TLS is first in the pipeline and takes
     * them. The reply comes before the first decrypted byte.
     *
     * @param alpn application protocols that the listener agrees to, best first; empty for none
     * @param reply done after the handshake, on the event loop; 08P01 if it failed (the connection is closed then)
     * @throws IllegalStateException if the listener's TLS is off or started already
     */
    void startTls(List<String> alpn, Reply<TlsState> reply);

    /** Whether {@link #startTls} can be called: the listener has a certificate. */
    boolean canStartTls();

    /**
     * The client is in: the time-out and the limits for strangers end. Called again with another user, it moves the
     * connection to that user's count. With TLS required and a clear connection it closes the connection.
     *
     * @param user name for the limits per user
     * @return false if a limit of this user or listener is reached; the protocol then says 53300 and closes
     */
    boolean authenticated(String user);

    /** The client broke the protocol: written to the security log with peer and reason; closing is the protocol's. */
    void violation(String reason);

    /**
     * Opens a second address for this client alone (Firebird's event channel): bound to the listener's host and a free
     * port of its range, accepts one connection, closes with this one or after a time.
     *
     * @param handler makes the handler of the second connection
     * @param timeoutMillis how long it waits for the client
     * @param reply where it is bound
     */
    void openAuxiliary(Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply);
}
