package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * oid, xid, cid and the reg* types: four bytes without sign. A reg* type's text is the object's name, which only the
 * catalog knows: names come and go as text carriers, numbers as integers; a name in binary form is refused.
 */
final class OidCodec extends TypeCodec {
    private static final long MAX = 0xFFFFFFFFL;
    private final boolean named;

    /** @param named whether text is a name rather than a number */
    OidCodec(String name, boolean named) {
        super(name);
        this.named = named;
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        check(value);
        if (named && value == 0) {
            out.u8('-');
        } else {
            out.decimal(value & MAX);
        }
    }

    @Override
    public void binaryLong(long value, Output out) {
        check(value);
        out.i32((int) value);
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        long v = number(from, offset, length);
        if (v < 0) {
            throw SqlFailure.unsupported("the binary form of a name of type " + typeName());
        }
        out.i32((int) v);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        long v = number(b, offset, length);
        if (v >= 0) {
            into.setLong(i, v);
        } else if (named) {
            TextCodec.TEXT.parse(b, offset, length, style, into, i);
        } else {
            into.setLong(i, signed(b, offset, length) & MAX);
        }
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 4);
        into.setLong(i, i32(b, offset) & MAX);
    }

    /** Blanks around, a sign: negative numbers are taken as their bits. */
    private long signed(byte[] b, int offset, int length) {
        String s = Blank.strip(b, offset, length);
        if (!s.matches("[+-]?\\d+")) {
            throw badText(b, offset, length);
        }
        long v = s.length() > 18 ? Long.MAX_VALUE : Long.parseLong(s);
        if (v < Integer.MIN_VALUE || v > MAX) {
            throw outOfRange(string(b, offset, length));
        }
        return v;
    }

    private void check(long value) {
        if (value < Integer.MIN_VALUE || value > MAX) {
            throw outOfRange(Long.toString(value));
        }
    }

    /** A number of at most 32 bits; -1 if it is not one. */
    private static long number(byte[] b, int offset, int length) {
        if (length == 0 || length > 10) {
            return -1;
        }
        long v = 0;
        for (int k = 0; k < length; k++) {
            if (!Digits.is(b[offset + k])) {
                return -1;
            }
            v = v * 10 + b[offset + k] - '0';
        }
        return v > MAX ? -1 : v;
    }
}
