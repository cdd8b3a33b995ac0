package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.RowPlace;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** tid: four bytes of the block and two of the offset (tidrecv and tidsend of PostgreSQL's tid.c). */
final class TidCodec extends TypeCodec {
    static final TidCodec TID = new TidCodec();
    static final int SIZE = 6;

    private TidCodec() {
        super("tid");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        long block = RowPlace.block(value);
        out.u8('(');
        out.decimal(block);
        out.u8(',');
        out.decimal(RowPlace.offset(value));
        out.u8(')');
    }

    @Override
    public void binaryLong(long value, Output out) {
        out.i32((int) RowPlace.block(value));
        out.i16(RowPlace.offset(value));
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        binaryLong(RowPlace.read(string(from, offset, length)), out);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setLong(i, RowPlace.read(string(b, offset, length)));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, SIZE);
        long block = i32(b, offset) & 0xFFFF_FFFFL;
        into.setLong(i, RowPlace.of(block, (b[offset + 4] & 0xFF) << 8 | b[offset + 5] & 0xFF));
    }
}
