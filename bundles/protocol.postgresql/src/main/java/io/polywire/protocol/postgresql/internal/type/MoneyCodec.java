package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Money;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * money: cents as eight bytes; text as in the locale C ("-$1,234.50", manual 8.2). Travels inside as an integer of cents
 * or as that text.
 */
final class MoneyCodec extends TypeCodec {
    static final MoneyCodec MONEY = new MoneyCodec();

    private MoneyCodec() {
        super("money");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        out.bytes(Money.text(value).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void binaryLong(long value, Output out) {
        out.i64(value);
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        textLong(cents(from, offset, length), style, out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.i64(cents(from, offset, length));
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setLong(i, cents(b, offset, length));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 8);
        into.setLong(i, i64(b, offset));
    }

    private long cents(byte[] b, int offset, int length) {
        return Money.read(string(b, offset, length));
    }
}
