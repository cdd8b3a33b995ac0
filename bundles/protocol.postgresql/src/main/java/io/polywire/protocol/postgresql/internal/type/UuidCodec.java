package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/** uuid: 16 bytes; 32 digits, in braces if the client likes, with hyphens after any group of four (manual, 8.12). */
final class UuidCodec extends TypeCodec {
    static final UuidCodec UUID = new UuidCodec();
    private static final int SIZE = 16;

    private UuidCodec() {
        super("uuid");
    }

    @Override
    public void textBytes(byte[] from, int offset, int length, TextStyle style, Output out) {
        check(length);
        for (int i = 0; i < SIZE; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.u8('-');
            }
            out.hex(from[offset + i]);
        }
    }

    @Override
    public void binaryBytes(byte[] from, int offset, int length, Output out) {
        check(length);
        out.bytes(from, offset, length);
    }

    private void check(int length) {
        if (length != SIZE) {
            throw badBinary("a uuid has 16 bytes, not " + length);
        }
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        int p = offset;
        int end = offset + length;
        boolean braces = p < end && b[p] == '{';
        if (braces) {
            p++;
        }
        byte[] v = new byte[SIZE];
        for (int k = 0; k < SIZE; k++) {
            if (end - p < 2 || Digits.unhex(b[p]) < 0 || Digits.unhex(b[p + 1]) < 0) {
                throw badText(b, offset, length);
            }
            v[k] = (byte) (Digits.unhex(b[p]) << 4 | Digits.unhex(b[p + 1]));
            p += 2;
            if (p < end && b[p] == '-' && k % 2 == 1 && k < SIZE - 1) {
                p++;
            }
        }
        if (braces && (p == end || b[p++] != '}') || p != end) {
            throw badText(b, offset, length);
        }
        into.setBytes(i, v, 0, SIZE);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, SIZE);
        into.setBytes(i, b, offset, SIZE);
    }
}
