package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;

/** Rows {@code d}: each value with its kind; numbers in eight bytes. */
final class BinaryRows extends RowEncoder {
    BinaryRows(Output output, Link link, int mostRowBytes) {
        super(Message.BINARY_ROW, output, link, mostRowBytes);
    }

    @Override
    void writeLong(ByteBuf out, long value) {
        out.writeInt(9).writeByte(ParameterReader.INT64).writeLong(value);
    }

    @Override
    void writeDouble(ByteBuf out, double value, boolean single) {
        out.writeInt(9).writeByte(ParameterReader.FLOAT64).writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    void writeText(ByteBuf out, byte[] from, int offset, int length) {
        out.writeInt(length + 1).writeByte(ParameterReader.TEXT).writeBytes(from, offset, length);
    }

    @Override
    void writeBytes(ByteBuf out, byte[] from, int offset, int length) {
        out.writeInt(length + 1).writeByte(ParameterReader.BYTES).writeBytes(from, offset, length);
    }
}
