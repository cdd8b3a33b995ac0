package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * numeric: digits to base 10000. Binary: number of digits, weight of the first, sign (0x0000, 0x4000 negative, 0xC000
 * NaN, 0xD000 and 0xF000 the infinities), decimals to show, each in two bytes, then the digits. Travels inside as
 * decimal text, or as an integer scaled by the column's scale.
 */
final class NumericCodec extends TypeCodec {
    /** Without a declared scale. */
    static final NumericCodec NUMERIC = new NumericCodec(0);

    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    /** The limits of the manual, 8.1.2: digits before and after the point. */
    private static final int MOST_BEFORE = 131_072;

    private static final int MOST_AFTER = 16_383;

    private final int scale;

    /** @param scale decimals of integer carriers */
    NumericCodec(int scale) {
        super("numeric");
        this.scale = Math.max(scale, 0);
    }

    // ---- out ----

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        if (scale == 0) {
            out.decimal(value);
        } else {
            out.text(BigDecimal.valueOf(value, scale).toPlainString());
        }
    }

    @Override
    public void textDouble(double value, TextStyle style, Output out) {
        out.text(ofDouble(value));
    }

    /** A double in a column of decimals: its shortest decimal form, without an exponent. */
    private static String ofDouble(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        byte[] b = new byte[ShortestDecimal.LONGEST];
        int n = ShortestDecimal.write(value, b, 0);
        return new BigDecimal(new String(b, 0, n, StandardCharsets.US_ASCII)).toPlainString();
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        for (int k = 0; k < length; k++) {
            if ((from[offset + k] | 0x20) == 'e') {
                out.text(canonical(from, offset, length));
                return;
            }
        }
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryLong(long value, Output out) {
        binary(
                scale == 0
                        ? Long.toString(value)
                        : BigDecimal.valueOf(value, scale).toPlainString(),
                out);
    }

    @Override
    public void binaryDouble(double value, Output out) {
        binary(ofDouble(value), out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        binary(canonical(from, offset, length), out);
    }

    /** Writes plain decimal text, or NaN and the infinities. */
    private static void binary(String s, Output out) {
        char last = s.charAt(s.length() - 1);
        if (!Digits.is(last)) {
            int sign = last == 'N' ? NAN : s.charAt(0) == '-' ? MINUS_INFINITY : INFINITY;
            // the odd scale of the infinities is PostgreSQL's
            out.i16(0).i16(0).i16(sign).i16(sign == NAN ? 0 : 0x20);
            return;
        }
        boolean negative = s.charAt(0) == '-';
        int start = negative ? 1 : 0;
        int point = s.indexOf('.');
        int wholeEnd = point < 0 ? s.length() : point;
        int decimals = point < 0 ? 0 : s.length() - point - 1;
        // groups of four digits to both sides of the point
        int before = (wholeEnd - start + 3) / 4;
        int after = (decimals + 3) / 4;
        int first = 0;
        while (first < before + after && group(s, start, wholeEnd, before, first) == 0) {
            first++;
        }
        int end = before + after;
        while (end > first && group(s, start, wholeEnd, before, end - 1) == 0) {
            end--;
        }
        int weight = first == end ? 0 : before - 1 - first;
        out.i16(end - first)
                .i16(weight)
                .i16(negative && end > first ? NEGATIVE : 0)
                .i16(decimals);
        for (int g = first; g < end; g++) {
            out.i16(group(s, start, wholeEnd, before, g));
        }
    }

    private static int group(String s, int start, int wholeEnd, int before, int g) {
        int v = 0;
        for (int k = 0; k < 4; k++) {
            int p = g < before ? wholeEnd - (before - g) * 4 + k : wholeEnd + 1 + (g - before) * 4 + k;
            v = v * 10 + (p >= start && p < s.length() ? s.charAt(p) - '0' : 0);
        }
        return v;
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setText(i, canonical(b, offset, length));
    }

    /** Plain decimal text without needless zeros in front, as PostgreSQL prints what it has read. */
    private String canonical(byte[] b, int offset, int length) {
        String s = Blank.strip(b, offset, length);
        Double special = FloatCodec.special(s);
        if (special != null) {
            return special.isNaN() ? "NaN" : special > 0 ? "Infinity" : "-Infinity";
        }
        if (!FloatCodec.isDecimal(s)) {
            throw badText(b, offset, length);
        }
        int e = Math.max(s.indexOf('e'), s.indexOf('E'));
        long exponent = 0;
        if (e >= 0) {
            String digits = s.substring(e + 1);
            exponent = digits.length() > 8 ? Integer.MAX_VALUE : Long.parseLong(digits);
            s = s.substring(0, e);
        }
        // checked before any digits are made: an exponent is a cheap way to ask for memory
        if (Math.abs(exponent) > MOST_BEFORE || s.length() > MOST_BEFORE + MOST_AFTER + 2) {
            throw overflow();
        }
        BigDecimal v = new BigDecimal(s.endsWith(".") ? s.substring(0, s.length() - 1) : s);
        v = v.scaleByPowerOfTen((int) exponent);
        if (v.scale() < 0) {
            v = v.setScale(0);
        }
        if (v.precision() - v.scale() > MOST_BEFORE || v.scale() > MOST_AFTER) {
            throw overflow();
        }
        return v.toPlainString();
    }

    private static SqlFailure overflow() {
        return SqlFailure.of(FailureKind.OUT_OF_RANGE, "value overflows numeric format");
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 8) {
            throw tooShort();
        }
        int n = i16(b, offset) & 0xFFFF;
        int weight = i16(b, offset + 2);
        int sign = i16(b, offset + 4) & 0xFFFF;
        int decimals = i16(b, offset + 6) & 0xFFFF;
        exactly(length - 8, 2 * n);
        switch (sign) {
            case NAN -> into.setText(i, "NaN");
            case INFINITY -> into.setText(i, "Infinity");
            case MINUS_INFINITY -> into.setText(i, "-Infinity");
            case 0, NEGATIVE -> into.setText(i, decimal(b, offset + 8, n, weight, sign == NEGATIVE, decimals));
            default -> throw badBinary("invalid sign in external \"numeric\" value");
        }
    }

    private static String decimal(byte[] b, int at, int n, int weight, boolean negative, int decimals) {
        if (decimals > MOST_AFTER) {
            throw badBinary("invalid scale in external \"numeric\" value");
        }
        StringBuilder s = new StringBuilder();
        for (int g = 0; g <= weight; g++) {
            four(s, digit(b, at, n, g));
        }
        int zeros = 0;
        while (zeros < s.length() - 1 && s.charAt(zeros) == '0') {
            zeros++;
        }
        s.delete(0, zeros);
        if (s.length() == 0) {
            s.append('0');
        }
        if (decimals > 0) {
            s.append('.');
            int end = s.length() + decimals;
            for (int g = weight + 1; s.length() < end; g++) {
                four(s, digit(b, at, n, g));
            }
            s.setLength(end);
        }
        for (int g = 0; g < n; g++) {
            digit(b, at, n, g);
        }
        boolean zero = true;
        for (int k = 0; zero && k < s.length(); k++) {
            zero = s.charAt(k) == '0' || s.charAt(k) == '.';
        }
        return negative && !zero ? "-" + s : s.toString();
    }

    private static int digit(byte[] b, int at, int n, int g) {
        if (g < 0 || g >= n) {
            return 0;
        }
        int v = i16(b, at + 2 * g);
        if (v < 0 || v > 9999) {
            throw badBinary("invalid digit in external \"numeric\" value");
        }
        return v;
    }

    private static void four(StringBuilder s, int v) {
        s.append((char) ('0' + v / 1000))
                .append((char) ('0' + v / 100 % 10))
                .append((char) ('0' + v / 10 % 10))
                .append((char) ('0' + v % 10));
    }
}
