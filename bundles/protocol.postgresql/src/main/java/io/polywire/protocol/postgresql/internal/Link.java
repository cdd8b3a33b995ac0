package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way out. Replies collect in one {@link Output}; it is written and flushed when somebody asked for that (Sync, Query,
 * Flush, an error) and the input at hand is worked off, so that a batch of messages is answered by one write.
 *
 * <p>While a run is on its way the output is lent to it: the storage's thread writes rows into it and hands pieces of
 * whole messages to the event loop, which may put messages of its own between them.
 */
final class Link {
    /** Replies of a long batch go out in pieces of this size. */
    private static final int PIECE = 64 * 1024;

    private static final long LINGER_MILLIS = 1_000;
    /** Over TLS one direction cannot be ended alone from here. */
    private static final long LINGER_TLS_MILLIS = 250;

    private final ChannelHandlerContext ctx;
    private final EventLoop loop;
    private final Output out;
    private final int most;
    /** Bytes that another thread has handed over and the loop has not written. */
    private final AtomicInteger handed = new AtomicInteger();

    private boolean asked;
    private boolean lent;
    private boolean closing;

    Link(ChannelHandlerContext ctx, int outputBytes) {
        this.ctx = ctx;
        this.loop = ctx.channel().eventLoop();
        this.out = new Output(ctx.alloc());
        this.most = Math.max(outputBytes, 1024);
        ctx.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
    }

    Output out() {
        return out;
    }

    EventLoop loop() {
        return loop;
    }

    // ---- on the event loop ----

    /** What is in the output shall go to the client as soon as the input at hand is worked off. */
    void ask() {
        asked = true;
    }

    /** Lends the output to a run; replies that were asked for before do not wait for it. */
    void lend() {
        if (asked && out.size() > 0) {
            ctx.write(out.take(), ctx.voidPromise());
        }
        lent = true;
    }

    /** The run has replied. */
    void lendOver() {
        lent = false;
    }

    boolean isLent() {
        return lent;
    }

    /** Writes a big output without being asked. */
    void relieve() {
        if (!lent && out.size() >= PIECE) {
            ctx.writeAndFlush(out.take(), ctx.voidPromise());
        }
    }

    /** Does what was asked for. */
    void flush() {
        if (!asked) {
            return;
        }
        asked = false;
        if (!lent && out.size() > 0) {
            ctx.write(out.take(), ctx.voidPromise());
        }
        ctx.flush();
    }

    /** Writes messages of the loop's own, also while the output is lent. */
    void sendNow(ByteBuf messages) {
        if (!lent && out.size() > 0) {
            ctx.write(out.take(), ctx.voidPromise());
        }
        ctx.writeAndFlush(messages, ctx.voidPromise());
    }

    /** Sends what there is and closes; nothing is written after it. */
    void close(boolean afterClient) {
        if (closing) {
            return;
        }
        closing = true;
        ByteBuf last = lent ? null : out.take();
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last).addListener(sent -> {
            if (afterClient && ctx.channel() instanceof DuplexChannel duplex && sent.isSuccess()) {
                linger(duplex);
            } else {
                ctx.close();
            }
        });
    }

    /**
     * After an error the client may still be sending; to close at once would answer its bytes with a reset that can
     * destroy the error on its way. So only our direction ends, and the rest when the client is through or too slow.
     */
    private void linger(DuplexChannel channel) {
        boolean tls = channel.pipeline().first() != ctx.handler();
        if (!tls) {
            channel.shutdownOutput();
        }
        var timer = loop.schedule(
                () -> {
                    ctx.close();
                },
                tls ? LINGER_TLS_MILLIS : LINGER_MILLIS,
                TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }

    boolean isClosing() {
        return closing;
    }

    /** The channel is gone; not while the output is lent. */
    void discard() {
        out.discard();
    }

    // ---- on any thread ----

    /** Whether the client has more to read than it may leave. */
    boolean isCongested() {
        return handed.get() >= most || !ctx.channel().isWritable();
    }

    /** Sends what the borrower has written so far: whole messages. */
    void sendPiece() {
        ByteBuf piece = out.take();
        if (piece == null) {
            return;
        }
        if (loop.inEventLoop()) {
            ctx.writeAndFlush(piece, ctx.voidPromise());
            return;
        }
        int n = piece.readableBytes();
        handed.addAndGet(n);
        try {
            loop.execute(() -> {
                handed.addAndGet(-n);
                ctx.writeAndFlush(piece, ctx.voidPromise());
            });
        } catch (RejectedExecutionException gone) {
            // the loops are shutting down and have closed the channel: nobody is there to read it
            handed.addAndGet(-n);
            piece.release();
        }
    }
}
