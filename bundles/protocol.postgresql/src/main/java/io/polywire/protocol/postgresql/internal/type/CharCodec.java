package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** "char" (oid 18): one byte; longer text loses its rest, the empty one is the zero byte (manual, 8.3). */
final class CharCodec extends TypeCodec {
    static final CharCodec CHAR = new CharCodec();

    private CharCodec() {
        super("\"char\"");
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        if (length > 0 && from[offset] != 0) {
            out.u8(from[offset]);
        }
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.u8(length > 0 ? from[offset] : 0);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        // A byte above 127 is no character of UTF-8 by itself and has no carrier.
        if (length > 0 && b[offset] < 0) {
            throw badText(b, offset, length);
        }
        int code = length == 4 && b[offset] == '\\' ? octal(b, offset + 1) : -1;
        if (code > 127) {
            throw badText(b, offset, length);
        }
        if (code >= 0) {
            into.setUtf8(i, new byte[] {(byte) code}, 0, code == 0 ? 0 : 1);
        } else {
            into.setUtf8(i, b, offset, Math.min(length, 1));
        }
    }

    /** Three octal digits, of which a byte is made (charin); -1 if they are none. */
    private static int octal(byte[] b, int offset) {
        int code = 0;
        for (int k = offset; k < offset + 3; k++) {
            if (b[k] < '0' || b[k] > '7') {
                return -1;
            }
            code = code * 8 + b[k] - '0';
        }
        return code & 0xFF;
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 1);
        if (b[offset] < 0) {
            throw badBinary("a \"char\" above 127 is not supported");
        }
        into.setUtf8(i, b, offset, b[offset] == 0 ? 0 : 1);
    }
}
