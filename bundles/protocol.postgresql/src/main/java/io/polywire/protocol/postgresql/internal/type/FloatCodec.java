package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.Locale;

/** float4 and float8: IEEE 754 bits; shortest decimal text, or so many digits as extra_float_digits below 1 asks for. */
final class FloatCodec extends TypeCodec {
    static final FloatCodec FLOAT4 = new FloatCodec("real", true);
    static final FloatCodec FLOAT8 = new FloatCodec("double precision", false);

    private final boolean single;

    private FloatCodec(String name, boolean single) {
        super(name);
        this.single = single;
    }

    @Override
    public void textDouble(double value, TextStyle style, Output out) {
        out.need(ShortestDecimal.LONGEST);
        byte[] b = out.array();
        int at = out.position();
        if (style.extraFloatDigits() > 0 || !Double.isFinite(value) || value == 0) {
            at = single ? ShortestDecimal.write((float) value, b, at) : ShortestDecimal.write(value, b, at);
        } else {
            int digits = Math.max(1, (single ? 6 : 15) + style.extraFloatDigits());
            at = ShortestDecimal.writeRounded(single ? (float) value : value, digits, b, at);
        }
        out.position(at);
    }

    /** An integer carrier is exact here or it is not written: SQLite keeps whole numbers of REAL columns so. */
    @Override
    public void textLong(long value, TextStyle style, Output out) {
        textDouble(exact(value), style, out);
    }

    @Override
    public void binaryLong(long value, Output out) {
        binaryDouble(exact(value), out);
    }

    /** Not a number travels as its word from storages that have no such value. */
    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        textDouble(word(from, offset, length), style, out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        binaryDouble(word(from, offset, length), out);
    }

    private double word(byte[] from, int offset, int length) {
        if (length != 3 || from[offset] != 'N' || from[offset + 1] != 'a' || from[offset + 2] != 'N') {
            throw badText(from, offset, length);
        }
        return Double.NaN;
    }

    private double exact(long value) {
        double d = value;
        if (value == Long.MAX_VALUE || (long) d != value) {
            throw outOfRange(Long.toString(value));
        }
        return d;
    }

    @Override
    public void binaryDouble(double value, Output out) {
        if (single) {
            out.i32(Float.floatToIntBits((float) value));
        } else {
            out.i64(Double.doubleToLongBits(value));
        }
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        double plain = single ? Double.NaN : PlainForms.decimal(b, offset, length);
        if (!Double.isNaN(plain)) {
            into.setDouble(i, plain);
            return;
        }
        String s = Blank.strip(b, offset, length);
        Double special = special(s);
        if (special != null) {
            into.setDouble(i, special);
            return;
        }
        if (!isDecimal(s)) {
            throw badText(b, offset, length);
        }
        double v = single ? Float.parseFloat(s) : Double.parseDouble(s);
        if (Double.isInfinite(v) || v == 0 && hasDigit(s)) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, '"' + s + "\" is out of range for type " + typeName());
        }
        into.setDouble(i, v);
    }

    /** Not a number and the infinities, however they are spelled; null for anything else. */
    static Double special(String text) {
        String s = text.toLowerCase(Locale.ROOT);
        boolean negative = s.startsWith("-");
        String word = negative || s.startsWith("+") ? s.substring(1) : s;
        return switch (word) {
            case "nan" -> word.length() == s.length() ? Double.NaN : null;
            case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> null;
        };
    }

    /** Whether it is a decimal number with optional sign, point and exponent, and nothing else that Java would take. */
    static boolean isDecimal(String s) {
        int n = s.length();
        int p = n > 0 && (s.charAt(0) == '-' || s.charAt(0) == '+') ? 1 : 0;
        int start = p;
        while (p < n && Digits.is(s.charAt(p))) {
            p++;
        }
        int digits = p - start;
        if (p < n && s.charAt(p) == '.') {
            int point = ++p;
            while (p < n && Digits.is(s.charAt(p))) {
                p++;
            }
            digits += p - point;
        }
        if (digits == 0) {
            return false;
        }
        if (p < n && (s.charAt(p) | 0x20) == 'e') {
            p++;
            if (p < n && (s.charAt(p) == '-' || s.charAt(p) == '+')) {
                p++;
            }
            int exponent = p;
            while (p < n && Digits.is(s.charAt(p))) {
                p++;
            }
            return p == n && p > exponent;
        }
        return p == n;
    }

    /** Whether the digits before an exponent hold one that is not 0. */
    private static boolean hasDigit(String s) {
        for (int p = 0; p < s.length() && (s.charAt(p) | 0x20) != 'e'; p++) {
            if (s.charAt(p) >= '1' && s.charAt(p) <= '9') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, single ? 4 : 8);
        into.setDouble(i, single ? Float.intBitsToFloat(i32(b, offset)) : Double.longBitsToDouble(i64(b, offset)));
    }
}
