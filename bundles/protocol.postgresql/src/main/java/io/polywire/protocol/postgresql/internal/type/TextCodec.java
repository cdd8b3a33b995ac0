package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.io.Utf8;

/** text, varchar, xml, unknown: the characters themselves in both forms. */
class TextCodec extends TypeCodec {
    static final TextCodec TEXT = new TextCodec("text");

    TextCodec(String name) {
        super(name);
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Utf8.check(b, offset, length);
        into.setUtf8(i, b, offset, length);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        parse(b, offset, length, TextStyle.DEFAULT, into, i);
    }

    @Override
    public boolean holdsText() {
        return true;
    }

    @Override
    public byte[] convertBinary(byte[] b, int offset, int length, Output.Conversion conversion) {
        return conversion.apply(b, offset, length);
    }

    @Override
    public Parameters.Kind rawText() {
        return Parameters.Kind.UTF8;
    }

    @Override
    public Parameters.Kind rawBinary() {
        return Parameters.Kind.UTF8;
    }
}
