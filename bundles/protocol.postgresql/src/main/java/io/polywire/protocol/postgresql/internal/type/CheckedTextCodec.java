package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import java.util.function.UnaryOperator;

/** Types whose values are texts, of which their input function does not take every one, or not as it came. */
class CheckedTextCodec extends TextCodec {
    private final UnaryOperator<String> input;

    /** @param input the type's input function: the text that is kept, or a failure as PostgreSQL's */
    CheckedTextCodec(String name, UnaryOperator<String> input) {
        super(name);
        this.input = input;
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Utf8.check(b, offset, length);
        into.setText(i, input.apply(string(b, offset, length)));
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
