package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.number.DecimalDigits;

/** Rows {@code D}: each value in its text form, bytes as they are. */
final class TextRows extends RowEncoder {
    private static final int INT_AND_LONG = 4 + DecimalDigits.LONGEST;

    TextRows(Output output, Link link, int mostRowBytes) {
        super(Message.TEXT_ROW, output, link, mostRowBytes);
    }

    @Override
    void writeLong(ByteBuf out, long value) {
        // The length is put before the digits in the same array: one write.
        int start = DecimalDigits.writeBefore(value, scratch, INT_AND_LONG);
        scratch[start - 1] = (byte) (INT_AND_LONG - start);
        scratch[start - 2] = 0;
        scratch[start - 3] = 0;
        scratch[start - 4] = 0;
        out.writeBytes(scratch, start - 4, INT_AND_LONG - start + 4);
    }

    @Override
    void writeDouble(ByteBuf out, double value, boolean single) {
        int length = single ? ShortestFloat.write((float) value, scratch, 0) : ShortestDouble.write(value, scratch, 0);
        writeText(out, scratch, 0, length);
    }

    @Override
    void writeText(ByteBuf out, byte[] from, int offset, int length) {
        out.writeInt(length).writeBytes(from, offset, length);
    }

    @Override
    void writeBytes(ByteBuf out, byte[] from, int offset, int length) {
        out.writeInt(length).writeBytes(from, offset, length);
    }
}
