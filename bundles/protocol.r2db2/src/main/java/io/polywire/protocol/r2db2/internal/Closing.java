package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.polywire.api.wire.Connection;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection. After an error the client may still be sending; closing then would answer its bytes with a
 * reset that can destroy the error on its way. So the server ends its own direction, reads on until the client is
 * through, for a moment only, and closes then.
 */
final class Closing {
    /** How a connection ends. */
    enum Way {
        /** The client asked for it. */
        AT_ONCE,
        /** With an error that the client shall read. */
        AFTER_CLIENT
    }

    private static final long LINGER_MILLIS = 1_000;
    /** Over TLS the direction cannot be ended alone from here, so the client does not see the end until we close. */
    private static final long LINGER_TLS_MILLIS = 250;

    private final Connection connection;

    Closing(Connection connection) {
        this.connection = connection;
    }

    /** On the loop, after all was written and flushed; once. */
    void start(ChannelHandlerContext ctx, Way way) {
        if (!ctx.channel().isActive()) {
            return;
        }
        // Input may be paused; it must be read to be thrown away, and to see the end.
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (way == Way.AT_ONCE || !(ctx.channel() instanceof DuplexChannel duplex)) {
                ctx.close();
            } else {
                linger(ctx, duplex);
            }
        });
    }

    private void linger(ChannelHandlerContext ctx, DuplexChannel channel) {
        boolean tls = connection.tls() != null;
        if (!tls) {
            channel.shutdownOutput();
        }
        closeIn(ctx, channel, tls ? LINGER_TLS_MILLIS : LINGER_MILLIS);
    }

    private static void closeIn(ChannelHandlerContext ctx, Channel channel, long millis) {
        var timer = channel.eventLoop().schedule(() -> ctx.close(), millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
