package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats in both directions. They must work while a statement runs and its thread has the connection's state, so the
 * loop follows the stream of incoming frames on its own: it answers {@code H} as it arrives, between two messages of the
 * running reply, and notes {@code h}. The state machine then steps over both.
 *
 * <p>Belongs to the event loop, but for {@link #alive}.
 */
final class Heartbeat {
    private static final int MOST_UNANSWERED = 3;

    private final Link link;
    private final Runnable onSilence;
    private ScheduledFuture<?> timer;
    private long token;
    private volatile int unanswered;

    /** Bytes of the present frame that have come, header included, up to those of a heartbeat. */
    private int have;

    private byte type;
    private int length;
    private long value;
    /** Bytes of the present frame that are of no interest. */
    private int toSkip;
    /** The stream cannot be followed any more; the state machine will find out why. */
    private boolean lost;

    Heartbeat(Link link, Runnable onSilence) {
        this.link = link;
        this.onSilence = onSilence;
    }

    /** Starts the server's own rhythm. */
    void start(int seconds) {
        timer = link.loop().scheduleAtFixedRate(this::tick, seconds, seconds, TimeUnit.SECONDS);
    }

    /** Ends it. */
    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** The client answered; from any thread. */
    void alive() {
        unanswered = 0;
    }

    /** Follows bytes that have come; their indexes stay as they are. */
    void follow(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end && !lost) {
            if (toSkip > 0) {
                int n = Math.min(toSkip, end - at);
                toSkip -= n;
                at += n;
            } else {
                take(in.getByte(at++));
            }
        }
    }

    /** Writes an answer or a heartbeat. */
    static void write(ByteBuf to, byte type, long token) {
        to.writeByte(type).writeInt(Message.HEARTBEAT_LENGTH).writeLong(token);
    }

    private void take(byte b) {
        if (have == 0) {
            type = b;
            length = 0;
            value = 0;
            have = 1;
            return;
        }
        if (have < Message.HEADER) {
            length = length << 8 | (b & 0xFF);
            if (++have == Message.HEADER) {
                headerRead();
            }
            return;
        }
        value = value << 8 | (b & 0xFF);
        if (++have == Message.HEARTBEAT_LENGTH) {
            have = 0;
            heartbeatRead();
        }
    }

    private void headerRead() {
        if (length < Message.HEADER || Message.isTermination(type)) {
            lost = true;
            return;
        }
        boolean heartbeat = type == Message.HEARTBEAT || type == Message.HEARTBEAT_REPLY;
        if (!heartbeat || length != Message.HEARTBEAT_LENGTH) {
            toSkip = length - Message.HEADER;
            have = 0;
        }
    }

    private void heartbeatRead() {
        if (type == Message.HEARTBEAT_REPLY) {
            alive();
        } else {
            send(Message.HEARTBEAT_REPLY, value);
        }
    }

    private void send(byte kind, long tokenOf) {
        ByteBuf message = link.context().alloc().buffer(Message.HEARTBEAT_LENGTH);
        write(message, kind, tokenOf);
        link.sendFromLoop(message);
    }

    private void tick() {
        if (unanswered >= MOST_UNANSWERED) {
            stop();
            onSilence.run();
            return;
        }
        unanswered++;
        send(Message.HEARTBEAT, ++token);
        link.flush();
    }
}
