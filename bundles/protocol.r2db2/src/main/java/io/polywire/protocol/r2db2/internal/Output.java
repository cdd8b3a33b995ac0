package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The reply at hand: messages are encoded one behind the other into one buffer, which is handed to the {@link Link} when
 * it is full or nothing more is to be answered. Belongs to the holder of the baton; a storage's thread that runs a
 * statement has it meanwhile.
 */
final class Output {
    /** A buffer that has this many bytes is handed over. */
    static final int CHUNK = 32 * 1024;
    /** Enough for the reply of a point look-up. */
    private static final int FIRST = 512;
    /** Room for the row that goes over the edge. */
    private static final int SLACK = 4 * 1024;

    private final ByteBufAllocator allocator;
    private final Link link;
    private final int mostRaw;
    private StringStyle style = StringStyle.NUL;
    private Compression compression;
    private ByteBuf buffer;
    private boolean parked;
    /** Whether this is a large reply, so that the next buffer is a large one at once. */
    private boolean large;
    /** Where the message that is being written begins; -1 between messages. */
    private int start = -1;

    Output(ByteBufAllocator allocator, Link link, int mostRaw) {
        this.allocator = allocator;
        this.link = link;
        this.mostRaw = mostRaw;
    }

    StringStyle style() {
        return style;
    }

    void style(StringStyle mirrored) {
        style = mirrored;
    }

    /** Replies from here on may be compressed; what was written before stays plain. */
    void compression(Compression accepted) {
        handOver();
        compression = accepted;
    }

    /** Begins a message; its fields are written to the buffer, then {@link #end} is called. */
    ByteBuf begin(byte type) {
        ByteBuf to = buffer();
        start = to.writerIndex();
        to.writeByte(type).writeInt(0);
        return to;
    }

    /** Where the message that is being written begins in its buffer. */
    int start() {
        return start;
    }

    /** Ends the message: its length is known now. */
    void end() {
        buffer.setInt(start + 1, buffer.writerIndex() - start);
        start = -1;
        if (buffer.writerIndex() >= CHUNK) {
            large = true;
            handOver();
        }
    }

    /** Takes back the message that was begun; nothing happens between messages. */
    void abandon() {
        if (start >= 0) {
            buffer.writerIndex(start);
            start = -1;
        }
    }

    /** Sends what there is; never within a message. */
    void handOver() {
        ByteBuf messages = unparked();
        buffer = null;
        if (messages == null) {
            return;
        }
        if (!messages.isReadable()) {
            messages.release();
            return;
        }
        link.send(compression == null ? messages : compression.pack(messages, mostRaw));
    }

    /** Nothing more is to be answered for now. */
    void idle() {
        handOver();
        large = false;
    }

    /** Before a call that another thread may answer: replies that are done shall not wait for it. */
    void park() {
        if (buffer != null && buffer.isReadable()) {
            link.park(buffer);
            buffer = null;
            parked = true;
        }
    }

    /** Releases what was not sent. */
    void close() {
        ByteBuf rest = unparked();
        buffer = null;
        start = -1;
        if (rest != null) {
            rest.release();
        }
    }

    private ByteBuf buffer() {
        if (unparked() == null) {
            int capacity = large ? CHUNK + SLACK : FIRST;
            // A codec works on arrays, a socket on direct memory.
            buffer = compression != null ? allocator.heapBuffer(capacity) : allocator.directBuffer(capacity);
        }
        return buffer;
    }

    private ByteBuf unparked() {
        if (parked) {
            parked = false;
            buffer = link.unpark();
        }
        return buffer;
    }
}
