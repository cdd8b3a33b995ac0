package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.Locale;

/** bool: "t" and "f", one byte. Input takes every unambiguous beginning of the words of the manual, 8.6. */
final class BoolCodec extends TypeCodec {
    static final BoolCodec BOOL = new BoolCodec();

    private BoolCodec() {
        super("boolean");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        out.u8(value != 0 ? 't' : 'f');
    }

    @Override
    public void binaryLong(long value, Output out) {
        out.u8(value != 0 ? 1 : 0);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        String s = Blank.strip(b, offset, length).toLowerCase(Locale.ROOT);
        if (s.isEmpty()) {
            throw badText(b, offset, length);
        }
        if ("true".startsWith(s) || "yes".startsWith(s) || s.equals("on") || s.equals("1")) {
            into.setLong(i, 1);
        } else if ("false".startsWith(s)
                || "no".startsWith(s)
                || s.length() > 1 && "off".startsWith(s)
                || s.equals("0")) {
            into.setLong(i, 0);
        } else {
            throw badText(b, offset, length);
        }
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 1);
        into.setLong(i, b[offset] != 0 ? 1 : 0);
    }
}
