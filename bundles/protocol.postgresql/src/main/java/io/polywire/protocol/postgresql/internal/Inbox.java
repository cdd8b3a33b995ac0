package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Bytes that have come and are not read yet, in one buffer; none while nothing waits. Belongs to the event loop. */
final class Inbox {
    private final ByteBufAllocator alloc;
    private ByteBuf buffer;

    Inbox(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    /** Takes a buffer over. */
    void add(ByteBuf more) {
        if (!more.isReadable()) {
            more.release();
        } else if (buffer == null) {
            buffer = more;
        } else {
            append(more);
        }
    }

    private void append(ByteBuf more) {
        int n = more.readableBytes();
        try {
            if (buffer.refCnt() > 1 || buffer.isReadOnly() || buffer.writableBytes() < n) {
                // doubles, so that a long message is not copied with each piece of it; grows with what came only
                ByteBuf wider = alloc.buffer(Math.max(2 * buffer.readableBytes(), buffer.readableBytes() + n));
                wider.writeBytes(buffer);
                buffer.release();
                buffer = wider;
            }
            buffer.writeBytes(more);
        } finally {
            more.release();
        }
    }

    int size() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    /** What has come; only while {@link #size} is not 0. */
    ByteBuf buffer() {
        return buffer;
    }

    /** Steps over so many bytes. */
    void skip(int bytes) {
        buffer.skipBytes(bytes);
        if (!buffer.isReadable()) {
            clear();
        }
    }

    /** Gives everything up, to be released by the caller; null if there is nothing. */
    ByteBuf take() {
        ByteBuf all = buffer;
        buffer = null;
        return all;
    }

    void clear() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
