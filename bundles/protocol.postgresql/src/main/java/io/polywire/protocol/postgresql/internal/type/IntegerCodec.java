package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/** int2, int4, int8: two's complement, most significant byte first; decimal text. */
final class IntegerCodec extends TypeCodec {
    static final IntegerCodec INT2 = new IntegerCodec("smallint", 2);
    static final IntegerCodec INT4 = new IntegerCodec("integer", 4);
    static final IntegerCodec INT8 = new IntegerCodec("bigint", 8);
    static final IntegerCodec XID8 = new IntegerCodec("xid8", 8);

    private final int width;
    private final long min;
    private final long max;

    private IntegerCodec(String name, int width) {
        super(name);
        this.width = width;
        this.max = width == 8 ? Long.MAX_VALUE : (1L << (8 * width - 1)) - 1;
        this.min = -max - 1;
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        check(value);
        out.decimal(value);
    }

    @Override
    public void binaryLong(long value, Output out) {
        check(value);
        switch (width) {
            case 2 -> out.i16((int) value);
            case 4 -> out.i32((int) value);
            default -> out.i64(value);
        }
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        int p = offset;
        int end = offset + length;
        while (p < end && Blank.is(b[p])) {
            p++;
        }
        while (end > p && Blank.is(b[end - 1])) {
            end--;
        }
        boolean negative = p < end && b[p] == '-';
        if (negative || p < end && b[p] == '+') {
            p++;
        }
        if (p == end) {
            throw badText(b, offset, length);
        }
        // Negative numbers reach one further: everything is collected below zero.
        long v = 0;
        boolean over = false;
        for (; p < end; p++) {
            if (!Digits.is(b[p])) {
                throw badText(b, offset, length);
            }
            int d = b[p] - '0';
            if (v < Long.MIN_VALUE / 10 || v * 10 < Long.MIN_VALUE + d) {
                over = true;
            } else {
                v = v * 10 - d;
            }
        }
        if (over || negative && v < min || !negative && (v == Long.MIN_VALUE || -v > max)) {
            throw outOfRange(string(b, offset, length));
        }
        into.setLong(i, negative ? v : -v);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, width);
        into.setLong(
                i,
                switch (width) {
                    case 2 -> i16(b, offset);
                    case 4 -> i32(b, offset);
                    default -> i64(b, offset);
                });
    }

    private void check(long value) {
        if (value < min || value > max) {
            throw outOfRange(Long.toString(value));
        }
    }
}
