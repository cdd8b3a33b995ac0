package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.type.Type;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** to_char of numbers, and to_number (9.8; formatting.c). */
final class NumberFormatting {
    private static final int FLOAT_DIGITS = 6;
    private static final int DOUBLE_DIGITS = 15;
    private static final int MOST_ROMAN = 3_999;
    private static final String[] TENS = {"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"};
    private static final String[] HUNDREDS = {"", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"};
    private static final String[] ONES = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};

    private NumberFormatting() {}

    private interface Writer {
        String write(FunctionArguments in, NumberTemplate t);
    }

    static void register(Registry r) {
        writer(r, PgTypes.INT4, (in, t) -> integer(in.getLong(0), t, PgTypes.INT4));
        writer(r, PgTypes.INT8, (in, t) -> integer(in.getLong(0), t, PgTypes.INT8));
        writer(r, PgTypes.FLOAT4, (in, t) -> floating(in.getDouble(0), t, FLOAT_DIGITS));
        writer(r, PgTypes.FLOAT8, (in, t) -> floating(in.getDouble(0), t, DOUBLE_DIGITS));
        writer(r, PgTypes.NUMERIC, (in, t) -> numeric(in.getText(0), t));
        r.java(
                Functions.strict("to_number", 2, (in, out) -> {
                    if (in.getText(1).isEmpty()) {
                        out.putNull();
                    } else {
                        out.putText(NumberScanner.read(in.getText(0), NumberTemplate.of(in.getText(1))));
                    }
                }),
                "to_number",
                PgTypes.NUMERIC,
                PgTypes.TEXT,
                PgTypes.TEXT);
    }

    private static void writer(Registry r, Type type, Writer w) {
        r.java(
                Functions.strict(
                        "to_char_" + type.name(),
                        2,
                        (in, out) -> out.putText(
                                in.getText(1).isEmpty() ? "" : w.write(in, NumberTemplate.of(in.getText(1))))),
                "to_char",
                PgTypes.TEXT,
                type,
                PgTypes.TEXT);
    }

    // --- the digits -----------------------------------------------------------------------------------------------

    private static String integer(long v, NumberTemplate t, Type type) {
        if (t.roman) {
            return NumberWriter.write(t, roman(IntegerFunctions.checked(v, PgTypes.INT4)), '+', 0);
        }
        if (t.exponent) {
            BigDecimal exact = type == PgTypes.INT4 ? BigDecimal.valueOf(v) : new BigDecimal(v);
            return aligned(scientific(exact, t.post, type == PgTypes.INT4));
        }
        long value = v;
        if (t.multiplied) {
            value = multiplied(v, t.multi, type);
            t.pre += t.multi;
        }
        String digits = Long.toString(value);
        boolean negative = digits.startsWith("-");
        digits = negative ? digits.substring(1) : digits;
        return placed(t, t.post > 0 ? digits + "." + "0".repeat(t.post) : digits, negative);
    }

    /** The server multiplies an integer of 32 bits in 32 bits, whatever becomes of it. */
    private static long multiplied(long v, int digits, Type type) {
        if (type == PgTypes.INT4) {
            double by = Math.pow(10, digits);
            return (int) v * (by > Integer.MAX_VALUE ? Integer.MIN_VALUE : (int) by);
        }
        return Numeric.toInteger(Numeric.text(BigDecimal.valueOf(v).multiply(BigDecimal.TEN.pow(digits))), type);
    }

    private static String numeric(String text, NumberTemplate t) {
        if (t.roman) {
            return NumberWriter.write(t, roman(Numeric.toInteger(text, PgTypes.INT4)), '+', 0);
        }
        boolean special = Numeric.isSpecial(text);
        if (t.exponent) {
            return special ? hashes(t) : aligned(scientific(Numeric.of(text), t.post, false));
        }
        String digits = text;
        if (t.multiplied) {
            t.pre += t.multi;
        }
        if (!special) {
            BigDecimal v = Numeric.of(text);
            if (t.multiplied) {
                v = v.multiply(BigDecimal.TEN.pow(t.multi));
            }
            digits = Numeric.text(v.setScale(t.post, RoundingMode.HALF_UP));
        }
        boolean negative = digits.startsWith("-");
        return placed(t, negative ? digits.substring(1) : digits, negative);
    }

    private static String floating(double d, NumberTemplate t, int most) {
        boolean finite = Double.isFinite(d);
        if (t.roman) {
            return NumberWriter.write(t, roman(finite ? (long) Math.rint(d) : 0), '+', 0);
        }
        if (t.exponent) {
            if (!finite) {
                return hashes(t);
            }
            String s = aligned(scientific(new BigDecimal(d), t.post, true));
            return d == 0 && 1 / d < 0 ? "-" + s.substring(1) : s;
        }
        double v = d;
        if (t.multiplied) {
            double by = Math.pow(10, t.multi);
            v = most == FLOAT_DIGITS ? (float) d * (float) by : d * by;
            t.pre += t.multi;
        }
        if (!Double.isFinite(v)) {
            return placed(t, Double.isNaN(v) ? Numeric.NAN : Numeric.INFINITY, v < 0);
        }
        BigDecimal exact = new BigDecimal(v).abs();
        int whole = exact.setScale(0, RoundingMode.HALF_EVEN).toPlainString().length();
        t.post = whole >= most ? 0 : Math.min(t.post, most - whole);
        boolean negative = v < 0 || v == 0 && 1 / v < 0;
        return placed(t, exact.setScale(t.post, RoundingMode.HALF_EVEN).toPlainString(), negative);
    }

    /** With the blanks before it that the template has places for; signs for all digits where it has too few. */
    private static String placed(NumberTemplate t, String digits, boolean negative) {
        int point = digits.indexOf('.');
        int whole = point < 0 ? digits.length() : point;
        String shown = digits;
        if (whole > t.pre) {
            shown = "#".repeat(t.pre) + "." + "#".repeat(t.post);
        }
        return NumberWriter.write(t, shown, negative ? '-' : '+', Math.max(0, t.pre - whole));
    }

    private static String aligned(String scientific) {
        return scientific.startsWith("-") ? scientific : " " + scientific;
    }

    /** What stands for NaN and the infinities where an exponent is asked for. */
    private static String hashes(NumberTemplate t) {
        StringBuilder s = new StringBuilder("#".repeat(t.pre + t.post + 6));
        s.setCharAt(0, ' ');
        if (t.pre + 1 < s.length()) {
            s.setCharAt(t.pre + 1, '.');
        }
        return s.toString();
    }

    /** One digit before the point. */
    private static String scientific(BigDecimal v, int post, boolean binary) {
        BigDecimal rounded = v.signum() == 0
                ? BigDecimal.ZERO
                : v.round(new MathContext(post + 1, binary ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = rounded.scaleByPowerOfTen(-exponent)
                .setScale(post, RoundingMode.HALF_UP)
                .toPlainString();
        String shown = Integer.toString(Math.abs(exponent));
        return digits + "e" + (exponent < 0 ? "-" : "+") + (shown.length() < 2 ? "0" : "") + shown;
    }

    private static String roman(long v) {
        if (v < 1 || v > MOST_ROMAN) {
            return "###############";
        }
        int n = (int) v;
        return "M".repeat(n / 1000) + HUNDREDS[n / 100 % 10] + TENS[n / 10 % 10] + ONES[n % 10];
    }
}
