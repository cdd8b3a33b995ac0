package io.polywire.net.internal;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stands before the protocol's handler and takes no part in its traffic. A closed pipeline is taken apart from its end,
 * so when this one is removed the protocol's code is not called any more: only then the connection has left.
 */
final class Threshold extends ChannelHandlerAdapter {
    private final Runnable left;

    Threshold(Runnable left) {
        this.left = left;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        left.run();
    }
}
