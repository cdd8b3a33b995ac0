package io.polywire.protocol.wazuh.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import io.polywire.wazuh.Commands;
import io.polywire.wazuh.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One connection: frames in, one request at a time, replies out in order. Everything here runs on the event loop. Bytes
 * behind a running request wait, and reading pauses when a whole frame's worth of them is here.
 */
final class WazuhHandler extends ChannelInboundHandlerAdapter implements AuthReply {
    /** Longest request, without its header. */
    static final int MAX_REQUEST = 65_536;

    private static final int HEADER = 4;

    private final Connection connection;
    private final Commands commands;
    private final Gatekeeper gatekeeper;
    private ChannelHandlerContext ctx;
    private ByteBuf input;
    private Exchange exchange;
    private Conversation conversation;
    private boolean busy;
    /** Whether the channel reads by itself; to say so each time again would cost more than to know it. */
    private boolean reading = true;

    private boolean leaving;

    /** Whether {@link #input} is a buffer that was made here and can grow. */
    private boolean own;

    /** Whether replies were written that are to be sent when the requests that are here are done. */
    private boolean unsent;

    WazuhHandler(Connection connection, Commands commands, Gatekeeper gatekeeper) {
        this.connection = connection;
        this.commands = commands;
        this.gatekeeper = gatekeeper;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        input = Unpooled.EMPTY_BUFFER;
        AuthContext who = new AuthContext(connection, null, null);
        if (gatekeeper.mechanisms(who, List.of(Gatekeeper.NONE)).isEmpty()) {
            connection.violation("this wire has no authentication, and the listener's auth does not say none");
            context.close();
            return;
        }
        exchange = gatekeeper.begin(Gatekeeper.NONE, who);
        exchange.next(null, this);
    }

    @Override
    public void challenge(byte[] data) {
        onLoop(() -> ctx.close());
    }

    @Override
    public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
        onLoop(() -> {
            if (!ctx.channel().isOpen() || !connection.authenticated(principal.name())) {
                ctx.close();
                return;
            }
            conversation = commands.open(connection, principal, ctx::close);
            serve();
        });
    }

    @Override
    public void refused(SqlFailure failure) {
        onLoop(() -> send(("err " + failure.getMessage()).getBytes(StandardCharsets.UTF_8), false, true));
    }

    private void onLoop(Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            ctx.executor().execute(task);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes) || input == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (input.isReadable()) {
            append(bytes);
        } else {
            input.release();
            input = bytes;
            own = false;
        }
        serve();
    }

    /** Behind the beginning of a request, in a buffer that is made for that: what was read may have no room. */
    private void append(ByteBuf bytes) {
        try {
            if (!own) {
                ByteBuf rest = input;
                input = ctx.alloc().buffer(Math.max(1024, 2 * (rest.readableBytes() + bytes.readableBytes())));
                own = true;
                input.writeBytes(rest);
                rest.release();
            }
            input.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Takes the next whole request, if none runs and the client takes its replies. */
    private void serve() {
        while (!busy && !leaving && conversation != null && ctx.channel().isWritable() && takeOne()) {
            // a reply that came at once makes room for the next
        }
        if (unsent) {
            unsent = false;
            ctx.flush();
        }
        if (input != null) {
            tidy();
            boolean more = leaving || input.readableBytes() <= MAX_REQUEST + HEADER;
            if (more != reading) {
                reading = more;
                ctx.channel().config().setAutoRead(more);
            }
        }
    }

    /** What was read is given back; an idle connection holds no buffer. */
    private void tidy() {
        if (!input.isReadable()) {
            input.release();
            input = Unpooled.EMPTY_BUFFER;
        } else if (own) {
            input.discardSomeReadBytes();
        }
    }

    private boolean takeOne() {
        if (input == null || input.readableBytes() < HEADER) {
            return false;
        }
        long length = input.getUnsignedIntLE(input.readerIndex());
        if (length == 0) {
            leaving = true;
            // behind the replies that were not sent yet
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return false;
        }
        if (length > MAX_REQUEST) {
            connection.violation("a request of " + length + " bytes");
            leaving = true;
            send(
                    ("err Request is longer than " + MAX_REQUEST + " bytes").getBytes(StandardCharsets.UTF_8),
                    false,
                    true);
            return false;
        }
        if (input.readableBytes() - HEADER < length) {
            return false;
        }
        input.skipBytes(HEADER);
        String request =
                input.readCharSequence((int) length, StandardCharsets.UTF_8).toString();
        boolean newline = request.endsWith("\n");
        int from = 0;
        int to = newline ? request.length() - 1 : request.length();
        while (from < to && (request.charAt(from) == ' ' || request.charAt(from) == '\n')) {
            from++;
        }
        busy = true;
        CompletableFuture<byte[]> answer = conversation
                .answer(request.substring(from, to), replies -> push(replies, newline))
                .toCompletableFuture();
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            // one by one in the loop above, not each in the other: there may be thousands; sent together at its end
            busy = false;
            ctx.write(frame(answer.join(), newline), ctx.voidPromise());
            unsent = true;
            return true;
        }
        answer.whenComplete((reply, why) -> ctx.executor().execute(() -> {
            busy = false;
            if (why != null) {
                ctx.fireExceptionCaught(why);
                return;
            }
            send(reply, newline, leaving);
            serve();
        }));
        return false;
    }

    /** Replies in front of the last one; the next may come when these have left. */
    private CompletionStage<Void> push(List<byte[]> replies, boolean newline) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        onLoop(() -> {
            ChannelFuture last = ctx.newSucceededFuture();
            for (byte[] reply : replies) {
                last = ctx.write(frame(reply, newline));
            }
            ctx.flush();
            last.addListener(f -> {
                if (f.isSuccess()) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(f.cause());
                }
            });
        });
        return sent;
    }

    private ByteBuf frame(byte[] reply, boolean newline) {
        boolean more = newline && reply.length < Conversation.MAX_REPLY;
        int length = reply.length + (more ? 1 : 0);
        ByteBuf frame = ctx.alloc().buffer(HEADER + length);
        frame.writeIntLE(length).writeBytes(reply);
        if (more) {
            frame.writeByte('\n');
        }
        return frame;
    }

    private void send(byte[] reply, boolean newline, boolean close) {
        ByteBuf frame = frame(reply, newline);
        if (close) {
            ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.writeAndFlush(frame, ctx.voidPromise());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            serve();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Drain) {
            leaving = true;
            if (!busy) {
                context.close();
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        leaving = true;
        if (input != null) {
            input.release();
            input = null;
        }
        if (exchange != null) {
            exchange.close();
        }
        if (conversation != null) {
            conversation.close();
        }
    }
}
