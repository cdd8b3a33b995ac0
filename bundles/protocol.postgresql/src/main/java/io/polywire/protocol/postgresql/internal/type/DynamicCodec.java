package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * Values without a declared type, each with its own storage class (SQLite): described as text, and written as
 * PostgreSQL would write the bigint, double precision, text or bytea that it is. The binary form of text is its
 * characters, so both forms are the same.
 */
final class DynamicCodec extends TextCodec {
    static final DynamicCodec DYNAMIC = new DynamicCodec();

    private DynamicCodec() {
        super("text");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        out.decimal(value);
    }

    @Override
    public void textDouble(double value, TextStyle style, Output out) {
        FloatCodec.FLOAT8.textDouble(value, style, out);
    }

    @Override
    public void textBytes(byte[] from, int offset, int length, TextStyle style, Output out) {
        ByteaCodec.BYTEA.textBytes(from, offset, length, style, out);
    }

    @Override
    public void binaryLong(long value, Output out) {
        out.decimal(value);
    }

    @Override
    public void binaryDouble(double value, Output out) {
        FloatCodec.FLOAT8.textDouble(value, TextStyle.DEFAULT, out);
    }

    @Override
    public void binaryBytes(byte[] from, int offset, int length, Output out) {
        ByteaCodec.BYTEA.textBytes(from, offset, length, TextStyle.DEFAULT, out);
    }

    @Override
    public boolean isStyled() {
        return true;
    }
}
