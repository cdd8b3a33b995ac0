package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.polywire.api.event.LogCategory;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import java.io.IOException;

/**
 * The event loop's side of a connection: takes bytes in, hands them to whoever runs the state machine, pauses reading
 * where too much waits, and flushes once for each series of reads.
 */
final class R2db2Handler extends ChannelInboundHandlerAdapter {
    /** Pipelined bytes that may wait behind a running statement before reading is paused. */
    static final int MOST_QUEUED = 64 * 1024;

    private final Connection connection;
    private final Services services;
    private Conversation conversation;
    private Input input;
    private Link link;

    R2db2Handler(Connection connection, Services services) {
        this.connection = connection;
        this.services = services;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Settings settings = Settings.of(connection.listener());
        link = new Link(connection.listener().limits().outputBytes());
        input = new Input(ctx.alloc(), () -> ctx.channel().eventLoop().execute(this::resumeReading));
        Output output =
                new Output(ctx.alloc(), link, connection.listener().limits().message());
        conversation = new Conversation(connection, services, settings, input, output, link);
        link.attach(ctx, conversation::drive, new Closing(connection));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        link.reading(true);
        Heartbeat heartbeat = conversation.heartbeat();
        if (heartbeat != null) {
            heartbeat.follow(bytes);
        }
        if (conversation.baton.tryTake()) {
            input.append(bytes);
            conversation.drive();
            return;
        }
        input.enqueue(bytes);
        if (input.queued() > MOST_QUEUED && input.pause()) {
            ctx.channel().config().setAutoRead(false);
        }
        if (conversation.baton.join()) {
            conversation.drive();
        }
    }

    private void resumeReading() {
        if (input.resume()) {
            link.context().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        link.reading(false);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        link.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Drain drain) {
            conversation.leave(drain.reason(), drain.deadlineNanos());
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        conversation.channelGone();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        conversation.channelGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that resets its connection is everyday; anything else is worth a look.
        if (!(cause instanceof IOException)) {
            services.log().log(LogCategory.ERROR, connection.id(), "connection failed", cause);
        }
        ctx.close();
    }
}
