package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.polywire.api.codec.Codec;

/**
 * Packs outgoing messages into {@code z} frames and unpacks incoming ones. Selective: what is small stays plain, so does
 * what does not get smaller; after data that do not compress (blobs that are compressed already) the next ones are not
 * even tried, each time for longer, until one does again. Belongs to the holder of the baton.
 */
final class Compression {
    /** Smaller payloads stay plain. */
    static final int LEAST = 256;
    /** Frame header and raw size. */
    static final int PREFIX = Message.HEADER + 4;
    /** LZ4 cannot expand more: what claims to is refused before memory is taken. */
    private static final int MOST_RATIO = 255;

    private static final int MOST_SKIPPED = 32;

    private final Codec codec;
    private final int level;
    private final ByteBufAllocator allocator;
    private int skip;
    private int skipped;

    /** @param level is brought into the codec's range */
    Compression(Codec codec, int level, ByteBufAllocator allocator) {
        this.codec = codec;
        this.level = Math.max(codec.minLevel(), Math.min(codec.maxLevel(), level));
        this.allocator = allocator;
    }

    /** Whole messages, packed if that pays; takes the buffer over and gives one back. */
    ByteBuf pack(ByteBuf messages, int mostRaw) {
        int raw = messages.readableBytes();
        if (raw < LEAST + Message.HEADER || raw > mostRaw || isSkipped()) {
            return messages;
        }
        ByteBuf packed = null;
        ByteBuf source = messages;
        try {
            source = onHeap(messages);
            packed = allocator.heapBuffer(PREFIX + codec.maxCompressedLength(raw));
            int size = codec.compress(
                    level,
                    source.array(),
                    source.arrayOffset() + source.readerIndex(),
                    raw,
                    packed.array(),
                    packed.arrayOffset() + PREFIX);
            learn(size, raw);
            if (PREFIX + size >= raw) {
                return messages;
            }
            packed.writeByte(Message.COMPRESSED).writeInt(PREFIX + size).writeInt(raw);
            packed.writerIndex(PREFIX + size);
            messages.release();
            ByteBuf result = packed;
            packed = null;
            return result;
        } catch (RuntimeException e) {
            messages.release();
            throw e;
        } finally {
            if (source != messages) {
                source.release();
            }
            if (packed != null) {
                packed.release();
            }
        }
    }

    /**
     * The messages of a {@code z} frame.
     *
     * @param limit most raw bytes
     */
    ByteBuf unpack(Payload from, int limit) {
        int raw = from.int32();
        int size = from.remaining();
        if (raw < Message.HEADER || size == 0) {
            throw from.malformed();
        }
        if (raw > limit) {
            throw Breach.tooLong("compressed block", raw, limit);
        }
        if (raw > (long) size * MOST_RATIO) {
            throw Breach.fatal("compressed block claims more bytes than it can hold");
        }
        ByteBuf block = allocator.heapBuffer(size);
        ByteBuf messages = allocator.heapBuffer(raw);
        boolean done = false;
        try {
            from.bytes(block.array(), block.arrayOffset(), size);
            codec.decompress(block.array(), block.arrayOffset(), size, messages.array(), messages.arrayOffset(), raw);
            messages.writerIndex(raw);
            done = true;
            return messages;
        } catch (IllegalArgumentException e) {
            throw Breach.fatal("compressed block is damaged");
        } finally {
            block.release();
            if (!done) {
                messages.release();
            }
        }
    }

    private ByteBuf onHeap(ByteBuf messages) {
        if (messages.hasArray()) {
            return messages;
        }
        int raw = messages.readableBytes();
        ByteBuf copy = allocator.heapBuffer(raw);
        copy.writeBytes(messages, messages.readerIndex(), raw);
        return copy;
    }

    private boolean isSkipped() {
        if (skipped < skip) {
            skipped++;
            return true;
        }
        skipped = 0;
        return false;
    }

    private void learn(int size, int raw) {
        // Less than one part in sixteen is not worth the client's work either.
        boolean pays = size < raw - (raw >> 4);
        skip = pays ? 0 : Math.min(MOST_SKIPPED, skip == 0 ? 1 : skip * 2);
    }
}
