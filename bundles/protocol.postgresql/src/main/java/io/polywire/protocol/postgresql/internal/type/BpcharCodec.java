package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** bpchar: travels inside without its padding; with it on the wire, counted in characters. */
final class BpcharCodec extends TextCodec {
    private final int characters;

    /** @param characters declared length; 0 for none */
    BpcharCodec(int characters) {
        super("character");
        this.characters = characters;
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
        int have = 0;
        for (int i = 0; characters > 0 && i < length; i++) {
            if ((from[offset + i] & 0xC0) != 0x80) {
                have++;
            }
        }
        for (int i = have; i < characters; i++) {
            out.u8(' ');
        }
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        textUtf8(from, offset, length, TextStyle.DEFAULT, out);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        int n = length;
        while (n > 0 && b[offset + n - 1] == ' ') {
            n--;
        }
        super.parse(b, offset, n, style, into, i);
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
