package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Unsigned 64-bit integers, which PostgreSQL does not have: described and written as numeric. */
final class UnsignedCodec extends TypeCodec {
    static final UnsignedCodec UINT8 = new UnsignedCodec();

    private UnsignedCodec() {
        super("numeric");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        if (value >= 0) {
            out.decimal(value);
        } else {
            out.text(Long.toUnsignedString(value));
        }
    }

    @Override
    public void binaryLong(long value, Output out) {
        byte[] b = Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII);
        NumericCodec.NUMERIC.binaryUtf8(b, 0, b.length, out);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        NumericCodec.NUMERIC.parse(b, offset, length, style, into, i);
        narrow(into, i);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        NumericCodec.NUMERIC.receive(b, offset, length, into, i);
        narrow(into, i);
    }

    private void narrow(Parameters into, int i) {
        String s = into.getText(i);
        if (s.length() > 20 || !s.chars().allMatch(c -> c >= '0' && c <= '9') || new BigInteger(s).bitLength() > 64) {
            throw outOfRange(s);
        }
        into.setLong(i, new BigInteger(s).longValue());
    }
}
