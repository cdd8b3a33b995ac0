package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.JsonbText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** jsonb: the text of its value; the binary form is a version byte, 1, and a text. */
final class JsonbCodec extends CheckedTextCodec {
    static final JsonbCodec JSONB = new JsonbCodec();
    private static final int VERSION = 1;

    private JsonbCodec() {
        super("jsonb", JsonbText::canonical);
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
            throw SqlFailure.build(FailureKind.DATA, "unsupported jsonb version number " + (b[offset] & 0xFF))
                    .sqlState("XX000")
                    .build();
        }
        parse(b, offset + 1, length - 1, TextStyle.DEFAULT, into, i);
    }

    @Override
    public byte[] convertBinary(byte[] b, int offset, int length, Output.Conversion conversion) {
        if (length < 1) {
            return super.convertBinary(b, offset, length, conversion);
        }
        byte[] text = conversion.apply(b, offset + 1, length - 1);
        byte[] all = new byte[text.length + 1];
        all[0] = b[offset];
        System.arraycopy(text, 0, all, 1, text.length);
        return all;
    }
}
