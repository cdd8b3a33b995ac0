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
        into.setUtf8(i, b, offset, Math.min(length, 1));
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
