package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** On the server socket: accepting can fail (too many open files); then it pauses instead of spinning. */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_SECONDS = 1;

    private final Journal journal;

    AcceptGuard(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channel server = ctx.channel();
        if (server.config().isAutoRead()) {
            journal.error("accepting connections failed, trying again in " + PAUSE_SECONDS + " s", cause);
            server.config().setAutoRead(false);
            ctx.executor().schedule(() -> server.config().setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
