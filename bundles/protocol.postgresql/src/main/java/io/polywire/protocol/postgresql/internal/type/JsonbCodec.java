package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** jsonb: text; the binary form is a version byte, 1, and the text. */
final class JsonbCodec extends TextCodec {
    static final JsonbCodec JSONB = new JsonbCodec();
    private static final int VERSION = 1;

    private JsonbCodec() {
        super("jsonb");
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.u8(VERSION).bytes(from, offset, length);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 1) {
            throw tooShort();
        }
        if (b[offset] != VERSION) {
            throw badBinary("unsupported jsonb version number " + (b[offset] & 0xFF));
        }
        parse(b, offset + 1, length - 1, TextStyle.DEFAULT, into, i);
    }

    @Override
    public Parameters.Kind rawBinary() {
        return null;
    }
}
