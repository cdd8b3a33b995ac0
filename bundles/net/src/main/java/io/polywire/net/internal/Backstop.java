package io.polywire.net.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** Behind the protocol's handler: what it throws and does not catch ends this connection and nothing else. */
final class Backstop extends ChannelInboundHandlerAdapter {
    private final DoorConnection connection;

    Backstop(DoorConnection connection) {
        this.connection = connection;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // the client is gone: ordinary
            connection.lost(cause);
        } else {
            connection.failed(cause);
        }
    }
}
