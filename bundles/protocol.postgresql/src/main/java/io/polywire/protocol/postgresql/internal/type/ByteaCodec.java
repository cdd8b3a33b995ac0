package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/** bytea: the bytes; as text in hex ("\x01ff") or escape form, by bytea_output; either is read (manual, 8.4). */
final class ByteaCodec extends TypeCodec {
    static final ByteaCodec BYTEA = new ByteaCodec();

    private ByteaCodec() {
        super("bytea");
    }

    @Override
    public void textBytes(byte[] from, int offset, int length, TextStyle style, Output out) {
        if (style.byteaHex()) {
            out.u8('\\').u8('x');
            for (int i = 0; i < length; i++) {
                out.hex(from[offset + i]);
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            int c = from[offset + i];
            if (c == '\\') {
                out.u8('\\').u8('\\');
            } else if (c >= ' ' && c < 0x7F) {
                out.u8(c);
            } else {
                out.u8('\\').u8('0' + (c >> 6 & 3)).u8('0' + (c >> 3 & 7)).u8('0' + (c & 7));
            }
        }
    }

    @Override
    public void binaryBytes(byte[] from, int offset, int length, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        if (length >= 2 && b[offset] == '\\' && b[offset + 1] == 'x') {
            hex(b, offset + 2, offset + length, into, i);
        } else {
            escaped(b, offset, offset + length, into, i);
        }
    }

    private void hex(byte[] b, int from, int end, Parameters into, int i) {
        byte[] v = new byte[(end - from) / 2];
        int n = 0;
        int p = from;
        while (p < end) {
            if (Blank.is(b[p])) {
                p++;
                continue;
            }
            int high = digit(b[p++]);
            if (p == end) {
                throw SqlFailure.build(FailureKind.DATA, "invalid hexadecimal data: odd number of digits")
                        .sqlState("22023")
                        .build();
            }
            v[n++] = (byte) (high << 4 | digit(b[p++]));
        }
        into.setBytes(i, v, 0, n);
    }

    private static int digit(byte c) {
        int d = Digits.unhex(c);
        if (d < 0) {
            throw SqlFailure.build(FailureKind.DATA, "invalid hexadecimal digit: \"" + (char) (c & 0xFF) + '"')
                    .sqlState("22023")
                    .build();
        }
        return d;
    }

    private void escaped(byte[] b, int from, int end, Parameters into, int i) {
        byte[] v = new byte[end - from];
        int n = 0;
        int p = from;
        while (p < end) {
            if (b[p] != '\\') {
                v[n++] = b[p++];
            } else if (end - p >= 4 && b[p + 1] >= '0' && b[p + 1] <= '3' && octal(b[p + 2]) && octal(b[p + 3])) {
                v[n++] = (byte) ((b[p + 1] - '0') << 6 | (b[p + 2] - '0') << 3 | (b[p + 3] - '0'));
                p += 4;
            } else if (end - p >= 2 && b[p + 1] == '\\') {
                v[n++] = '\\';
                p += 2;
            } else {
                throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type bytea");
            }
        }
        into.setBytes(i, v, 0, n);
    }

    private static boolean octal(byte c) {
        return c >= '0' && c <= '7';
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        into.setBytes(i, b, offset, length);
    }

    @Override
    public Parameters.Kind rawBinary() {
        return Parameters.Kind.BYTES;
    }

    @Override
    public boolean isStyled() {
        return true;
    }
}
