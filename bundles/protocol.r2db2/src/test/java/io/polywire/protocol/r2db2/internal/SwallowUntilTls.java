package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;

/** Stands for a TLS handler: takes what comes before the handshake is said to be done, lets through what comes after. */
final class SwallowUntilTls extends ChannelInboundHandlerAdapter {
    final ByteArrayOutputStream swallowed = new ByteArrayOutputStream();
    private final FakeConnection connection;

    SwallowUntilTls(FakeConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (connection.tls != null) {
            ctx.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        byte[] raw = new byte[bytes.readableBytes()];
        bytes.readBytes(raw);
        swallowed.writeBytes(raw);
        bytes.release();
    }
}
