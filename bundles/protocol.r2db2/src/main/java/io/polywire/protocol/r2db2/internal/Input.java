package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The way in: bytes as they come, and the message at hand within them. Nothing is copied while a message lies in one
 * buffer. The event loop leaves what arrives while the state machine is busy in a queue; all else belongs to the holder
 * of the baton.
 */
final class Input {
    private final ByteBufAllocator allocator;
    private final Runnable onDrained;
    private final Payload payload = new Payload();

    /** Guarded by itself. */
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(2);

    private boolean closed;
    private volatile int queued;
    private volatile boolean paused;

    /** Bytes from the client, from the message at hand on. */
    private ByteBuf work;
    /** Messages that came compressed; served before the rest of {@link #work}. */
    private ByteBuf unpacked;
    /** Where the message at hand ends in its buffer; -1 if there is none. */
    private int end = -1;

    /** @param onDrained called by the holder of the baton when it has taken all while reading was paused */
    Input(ByteBufAllocator allocator, Runnable onDrained) {
        this.allocator = allocator;
        this.onDrained = onDrained;
    }

    // ---- the event loop ----

    /** Leaves bytes for the holder of the baton. */
    void enqueue(ByteBuf bytes) {
        synchronized (queue) {
            if (closed) {
                bytes.release();
                return;
            }
            queue.add(bytes);
            queued += bytes.readableBytes();
        }
    }

    /** Bytes that wait in the queue. */
    int queued() {
        return queued;
    }

    /** Announces that no more is read; false if that is not needed any more, as all was taken in between. */
    boolean pause() {
        paused = true;
        if (queued > 0) {
            return true;
        }
        paused = false;
        return false;
    }

    /** Whether reading was paused; it is not from here on. */
    boolean resume() {
        boolean was = paused;
        paused = false;
        return was;
    }

    // ---- the holder of the baton ----

    /** Takes bytes over. */
    void append(ByteBuf bytes) {
        if (work == null) {
            work = bytes;
        } else if (!work.isReadable()) {
            work.release();
            work = bytes;
        } else {
            join(bytes);
        }
    }

    /** The fields of the message at hand. */
    Payload payload() {
        return payload;
    }

    /** Whether the message at hand came compressed. */
    boolean isUnpacked() {
        return unpacked != null;
    }

    /** Steps over the message at hand and gives the type of the next one (0 to 255), or -1 if nothing of it is here. */
    int peek() {
        skipMessage();
        while (true) {
            ByteBuf in = current();
            if (in.isReadable()) {
                return in.getUnsignedByte(in.readerIndex());
            }
            if (!poll()) {
                return -1;
            }
        }
    }

    /**
     * Whether the message whose type {@link #peek} gave is here as a whole; it is at hand then.
     *
     * @param limit longest message
     */
    boolean next(int limit) {
        while (true) {
            ByteBuf in = current();
            int at = in.readerIndex();
            int readable = in.readableBytes();
            if (readable >= Message.HEADER) {
                int length = in.getInt(at + 1);
                if (length < Message.HEADER) {
                    throw Breach.fatal("message length " + length + " is below " + Message.HEADER);
                }
                if (length > limit) {
                    throw Breach.tooLong("message", length, limit);
                }
                if (readable >= length) {
                    end = at + length;
                    in.readerIndex(at + Message.HEADER);
                    payload.set(in, in.getByte(at), end);
                    return true;
                }
            }
            if (unpacked != null) {
                throw Breach.fatal("compressed block ends within a message");
            }
            if (!poll()) {
                return false;
            }
        }
    }

    /** Serves these messages, which came compressed in the message at hand, before what follows it. */
    void unpack(ByteBuf messages) {
        skipMessage();
        unpacked = messages;
    }

    /** Shows the bytes behind the message at hand, for who has to follow the stream from here on. */
    void forEachPending(Consumer<ByteBuf> reader) {
        if (work != null) {
            int from = Math.max(end, work.readerIndex());
            reader.accept(work.slice(from, work.writerIndex() - from));
        }
        synchronized (queue) {
            queue.forEach(reader);
        }
    }

    /** Gives up all bytes that came, from the message on that was peeked at; null if there are none. */
    ByteBuf giveBack() {
        ByteBuf bytes = work;
        work = null;
        return bytes;
    }

    /** Gives back memory if nothing is here: an idle connection has none. */
    void trim() {
        if (work != null && !work.isReadable()) {
            work.release();
            work = null;
        }
    }

    /** Drops what has come. */
    void discard() {
        end = -1;
        payload.clear();
        if (unpacked != null) {
            unpacked.release();
            unpacked = null;
        }
        if (work != null) {
            work.release();
            work = null;
        }
        synchronized (queue) {
            queue.forEach(ByteBuf::release);
            queue.clear();
            queued = 0;
        }
    }

    /** Drops what has come and what may still come. */
    void close() {
        synchronized (queue) {
            closed = true;
        }
        discard();
    }

    private ByteBuf current() {
        if (unpacked != null) {
            if (unpacked.isReadable()) {
                return unpacked;
            }
            unpacked.release();
            unpacked = null;
        }
        return work != null ? work : Unpooled.EMPTY_BUFFER;
    }

    private void skipMessage() {
        if (end < 0) {
            return;
        }
        (unpacked != null ? unpacked : work).readerIndex(end);
        end = -1;
        payload.clear();
    }

    private boolean poll() {
        if (queued == 0) {
            return false;
        }
        ByteBuf bytes;
        synchronized (queue) {
            bytes = queue.poll();
            if (bytes == null) {
                return false;
            }
            queued -= bytes.readableBytes();
        }
        if (paused && queued == 0) {
            onDrained.run();
        }
        append(bytes);
        return true;
    }

    private void join(ByteBuf bytes) {
        int more = bytes.readableBytes();
        if (more > work.writableBytes() || work.isReadOnly()) {
            ByteBuf larger = allocator.buffer(capacityFor(work.readableBytes() + more));
            larger.writeBytes(work);
            work.release();
            work = larger;
        }
        work.writeBytes(bytes);
        bytes.release();
    }

    /** Doubles, but not beyond the message: memory follows the bytes that came, not the length that was claimed. */
    private int capacityFor(int needed) {
        long doubled = Math.min(2L * needed, Integer.MAX_VALUE);
        if (work.readableBytes() < Message.HEADER) {
            return (int) doubled;
        }
        int message = work.getInt(work.readerIndex() + 1);
        return (int) Math.max(needed, Math.min(doubled, message));
    }
}
