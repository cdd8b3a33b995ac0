package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.JsonbText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.function.UnaryOperator;

/** jsonb and jsonpath: texts; the binary form is a version byte, 1, and the text. What a path means the dialect looks at. */
final class VersionedTextCodec extends CheckedTextCodec {
    static final VersionedTextCodec JSONB =
            new VersionedTextCodec("jsonb", JsonbText::canonical, "unsupported jsonb version number ");
    static final VersionedTextCodec JSONPATH =
            new VersionedTextCodec("jsonpath", text -> text, "unsupported jsonpath version number: ");

    private static final int VERSION = 1;

    private final String otherVersion;

    private VersionedTextCodec(String name, UnaryOperator<String> input, String otherVersion) {
        super(name, input);
        this.otherVersion = otherVersion;
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
            throw SqlFailure.build(FailureKind.DATA, otherVersion + (b[offset] & 0xFF))
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
