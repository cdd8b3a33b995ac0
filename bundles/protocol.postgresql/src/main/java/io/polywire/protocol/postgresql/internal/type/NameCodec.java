package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Utf8;

/** name: a longer text is cut to 63 bytes, never inside a character (namein); a longer binary value is refused (namerecv). */
final class NameCodec extends TextCodec {
    static final NameCodec NAME = new NameCodec();
    private static final int MOST_BYTES = 63;

    private NameCodec() {
        super("name");
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Utf8.check(b, offset, length);
        int n = length;
        if (n > MOST_BYTES) {
            n = MOST_BYTES;
            while (n > 0 && (b[offset + n] & 0xC0) == 0x80) {
                n--;
            }
        }
        into.setUtf8(i, b, offset, n);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length > MOST_BYTES) {
            throw SqlFailure.build(FailureKind.DATA, "identifier too long")
                    .sqlState("42622")
                    .detail("Identifier must be less than " + (MOST_BYTES + 1) + " characters.")
                    .build();
        }
        parse(b, offset, length, TextStyle.DEFAULT, into, i);
    }

    @Override
    public Parameters.Kind rawText() {
        return null;
    }

    @Override
    public Parameters.Kind rawBinary() {
        return null;
    }
}
