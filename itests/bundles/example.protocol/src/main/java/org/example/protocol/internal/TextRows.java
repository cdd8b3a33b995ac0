package org.example.protocol.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Rows as lines, their values between tabs. Used by one thread at a time, and never by two for one run. */
final class TextRows implements RowSink {
    private static final int PAUSE_BYTES = 64 * 1024;

    private final ByteBufAllocator allocator;
    /** Made for the first row, so that nothing is left to release when a connection ends between statements. */
    private ByteBuf buffer;

    private boolean first;

    TextRows(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** What was written so far; the caller releases it. */
    ByteBuf take() {
        ByteBuf written = buffer == null ? Unpooled.EMPTY_BUFFER : buffer;
        buffer = null;
        return written;
    }

    @Override
    public void startRow() {
        buffer = buffer == null ? allocator.buffer() : buffer;
        first = true;
    }

    @Override
    public void putNull() {
        put("NULL");
    }

    @Override
    public void putLong(long value) {
        put(Long.toString(value));
    }

    @Override
    public void putDouble(double value) {
        put(Double.toString(value));
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        separate();
        buffer.writeBytes(from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        put(HexFormat.of().formatHex(from, offset, offset + length));
    }

    @Override
    public boolean endRow() {
        buffer.writeByte('\n');
        return buffer.readableBytes() < PAUSE_BYTES;
    }

    private void put(String text) {
        separate();
        buffer.writeCharSequence(text, StandardCharsets.UTF_8);
    }

    private void separate() {
        if (!first) {
            buffer.writeByte('\t');
        }
        first = false;
    }
}
