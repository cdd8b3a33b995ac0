package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/** bit and varbit: text of 0 and 1; four bytes with the number of bits, then the bits from the left, padded with 0. */
final class BitCodec extends TypeCodec {
    static final BitCodec BIT = new BitCodec("bit");
    static final BitCodec VARBIT = new BitCodec("bit varying");

    private BitCodec(String name) {
        super(name);
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.i32(length);
        int bits = 0;
        for (int k = 0; k < length; k++) {
            bits = bits << 1 | bit(from[offset + k]);
            if (k % 8 == 7) {
                out.u8(bits);
                bits = 0;
            }
        }
        if (length % 8 != 0) {
            out.u8(bits << (8 - length % 8));
        }
    }

    private static int bit(byte c) {
        if (c != '0' && c != '1') {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "\"" + (char) (c & 0xFF) + "\" is not a valid binary digit");
        }
        return c - '0';
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        if (length > 0 && (b[offset] | 0x20) == 'x') {
            hex(b, offset + 1, length - 1, into, i);
            return;
        }
        int skip = length > 0 && (b[offset] | 0x20) == 'b' ? 1 : 0;
        for (int k = skip; k < length; k++) {
            bit(b[offset + k]);
        }
        into.setUtf8(i, b, offset + skip, length - skip);
    }

    private static void hex(byte[] b, int offset, int length, Parameters into, int i) {
        byte[] v = new byte[Math.multiplyExact(length, 4)];
        for (int k = 0; k < length; k++) {
            int d = Digits.unhex(b[offset + k]);
            if (d < 0) {
                throw SqlFailure.of(
                        FailureKind.BAD_VALUE,
                        "\"" + (char) (b[offset + k] & 0xFF) + "\" is not a valid hexadecimal digit");
            }
            for (int n = 0; n < 4; n++) {
                v[4 * k + n] = (byte) ('0' + (d >> (3 - n) & 1));
            }
        }
        into.setUtf8(i, v, 0, v.length);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 4) {
            throw tooShort();
        }
        int bits = i32(b, offset);
        if (bits < 0 || bits > Integer.MAX_VALUE - 8) {
            throw badBinary("invalid length in external bit string");
        }
        exactly(length - 4, (bits + 7) / 8);
        byte[] v = new byte[bits];
        for (int k = 0; k < bits; k++) {
            v[k] = (byte) ('0' + (b[offset + 4 + k / 8] >> (7 - k % 8) & 1));
        }
        into.setUtf8(i, v, 0, bits);
    }
}
