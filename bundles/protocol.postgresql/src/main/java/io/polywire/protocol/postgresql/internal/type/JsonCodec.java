package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.JsonReader;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Utf8;

/** json: its text as it came, which has to be JSON. */
final class JsonCodec extends TextCodec {
    static final JsonCodec JSON = new JsonCodec();

    private JsonCodec() {
        super("json");
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Utf8.check(b, offset, length);
        JsonReader.check(string(b, offset, length));
        into.setUtf8(i, b, offset, length);
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
