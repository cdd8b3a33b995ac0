package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** void: what a function returns that returns nothing; empty in both forms. */
final class VoidCodec extends TextCodec {
    static final VoidCodec VOID = new VoidCodec();

    private VoidCodec() {
        super("void");
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        // has no characters
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        // has no bytes
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setUtf8(i, b, offset, 0);
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
