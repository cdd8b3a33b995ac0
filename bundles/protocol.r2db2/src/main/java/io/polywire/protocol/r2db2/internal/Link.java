package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way out: everything that is written, flushed and closed goes through here. Only the event loop touches the
 * channel; another thread leaves its buffers in the {@link Outbox} and wakes the loop once. Buffers hold whole messages,
 * so that the loop may put one of its own (a heartbeat) between any two.
 */
final class Link {
    /** A batch of replies is flushed at the latest when it has this many bytes. */
    private static final int FLUSH_BYTES = 64 * 1024;
    /** Longest time that a reply which is done waits behind a statement that runs on another thread. */
    private static final long PARKED_MILLIS = 2;

    private final Outbox outbox = new Outbox();
    private final AtomicBoolean flushScheduled = new AtomicBoolean();
    private final AtomicBoolean timerSet = new AtomicBoolean();
    private final int mostInOutbox;
    private final Runnable flushTask = this::scheduledFlush;
    private final Runnable timerTask = this::timedFlush;

    private ChannelHandlerContext ctx;
    private EventLoop loop;
    /** Continues the state machine, which waits for room. */
    private Runnable resume;

    private Closing closing;
    private volatile boolean waitingForRoom;
    private volatile Closing.Way closeRequest;
    private volatile boolean gone;

    /** Belongs to the loop. */
    private boolean reading;

    private boolean flushing;
    private int unflushed;

    Link(int outputBytes) {
        mostInOutbox = Math.max(outputBytes / 2, 1);
    }

    /** On the loop, once, before anything else. */
    void attach(ChannelHandlerContext context, Runnable whenRoom, Closing close) {
        ctx = context;
        loop = context.channel().eventLoop();
        resume = whenRoom;
        closing = close;
        // Half of what may wait sits in the outbox, half in the channel.
        context.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(mostInOutbox / 2, mostInOutbox));
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    EventLoop loop() {
        return loop;
    }

    // ---- the holder of the baton, on any thread ----

    /** Sends whole messages; the flush follows when the thread lets go, or by itself. */
    void send(ByteBuf messages) {
        if (loop.inEventLoop()) {
            sendFromLoop(messages);
        } else {
            outbox.add(messages);
            scheduleFlush();
        }
    }

    /** Leaves replies that are done while a statement runs. */
    void park(ByteBuf messages) {
        outbox.park(messages);
        if (!loop.inEventLoop() && timerSet.compareAndSet(false, true)) {
            loop.schedule(timerTask, PARKED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What was parked, or null if it was sent in between. */
    ByteBuf unpark() {
        return outbox.unpark();
    }

    /** Whether more may be written before the client reads. */
    boolean hasRoom() {
        return outbox.bytes() < mostInOutbox && ctx.channel().isWritable();
    }

    /** The state machine stands still until there is room; the loop resumes it and holds the baton then. */
    void awaitRoom() {
        waitingForRoom = true;
        settle(true);
    }

    /** Ends the connection once all is written that was sent before. */
    void close(Closing.Way way) {
        closeRequest = way;
        settle(true);
    }

    /** After the state machine stood still: whatever it wrote gets on its way. Holds nothing, touches nothing else. */
    void settle(boolean force) {
        if (loop.inEventLoop()) {
            if (!reading && !flushing) {
                flush();
            }
        } else if (force || outbox.bytes() > 0) {
            scheduleFlush();
        }
    }

    // ---- the loop ----

    /** Between the first read and the end of a series of reads nothing is flushed but full batches. */
    void reading(boolean now) {
        reading = now;
        if (!now) {
            flush();
        }
    }

    /** Writes a message of the loop's own between those of the state machine. */
    void sendFromLoop(ByteBuf messages) {
        drain();
        write(messages);
    }

    /** Writes and flushes what there is; goes on with the state machine while there is room, closes if that was asked. */
    void flush() {
        if (flushing || ctx == null) {
            return;
        }
        flushing = true;
        try {
            while (true) {
                Closing.Way way = closeRequest;
                drain();
                if (unflushed > 0) {
                    unflushed = 0;
                    ctx.flush();
                }
                if (way != null && closing != null) {
                    Closing once = closing;
                    closing = null;
                    once.start(ctx, way);
                }
                if (!waitingForRoom || !(gone || hasRoom())) {
                    return;
                }
                waitingForRoom = false;
                resume.run();
            }
        } finally {
            flushing = false;
        }
    }

    /** The channel is gone: nothing is written any more. */
    void gone() {
        gone = true;
        outbox.close();
        flush();
    }

    private void drain() {
        if (outbox.bytes() == 0) {
            return;
        }
        for (ByteBuf next = outbox.poll(); next != null; next = outbox.poll()) {
            write(next);
        }
    }

    private void write(ByteBuf messages) {
        unflushed += messages.readableBytes();
        ctx.write(messages, ctx.voidPromise());
        if (unflushed >= FLUSH_BYTES) {
            unflushed = 0;
            ctx.flush();
        }
    }

    private void scheduleFlush() {
        if (flushScheduled.compareAndSet(false, true)) {
            loop.execute(flushTask);
        }
    }

    private void scheduledFlush() {
        flushScheduled.set(false);
        flush();
    }

    private void timedFlush() {
        timerSet.set(false);
        flush();
    }
}
