package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * Where whole messages wait for the event loop when another thread made them: filled by the holder of the baton, emptied
 * by the loop, in order. Beside the queue it keeps one parked buffer: replies that are done while a further statement
 * runs. The holder takes it back and goes on writing into it, unless the loop has sent it in between.
 */
final class Outbox {
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(2);
    private ByteBuf parked;
    private boolean closed;
    private volatile int bytes;

    /** Bytes that wait here. */
    int bytes() {
        return bytes;
    }

    /** Adds a buffer and gives up its ownership. */
    synchronized void add(ByteBuf buffer) {
        if (closed) {
            buffer.release();
            return;
        }
        queue.add(buffer);
        bytes += buffer.readableBytes();
    }

    /** Leaves a buffer that may be taken back with {@link #unpark}. */
    synchronized void park(ByteBuf buffer) {
        if (closed) {
            buffer.release();
            return;
        }
        parked = buffer;
        bytes += buffer.readableBytes();
    }

    /** The parked buffer, or null if it is gone. */
    synchronized ByteBuf unpark() {
        ByteBuf buffer = parked;
        if (buffer != null) {
            parked = null;
            bytes -= buffer.readableBytes();
        }
        return buffer;
    }

    /** The next buffer, or null; the caller owns it. */
    synchronized ByteBuf poll() {
        ByteBuf buffer = queue.poll();
        if (buffer == null) {
            return unpark();
        }
        bytes -= buffer.readableBytes();
        return buffer;
    }

    /** Releases what is here and whatever comes later. */
    synchronized void close() {
        closed = true;
        for (ByteBuf buffer = poll(); buffer != null; buffer = poll()) {
            buffer.release();
        }
    }
}
