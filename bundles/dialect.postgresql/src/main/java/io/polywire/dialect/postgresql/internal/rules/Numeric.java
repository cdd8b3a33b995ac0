package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.number.PlainDecimal;
import io.polywire.api.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * PostgreSQL's numeric: decimal text to and from BigDecimal, division's scale, the sort key. NaN and the infinities are their
 * words.
 */
final class Numeric {
    static final String NAN = "NaN";
    static final String INFINITY = "Infinity";
    static final String MINUS_INFINITY = "-Infinity";
    static final int MAX_SCALE = PlainDecimal.MOST_AFTER;
    /** Of an exponent; what has more is no number to numeric_in here. */
    private static final int MAX_EXPONENT_DIGITS = 9;

    private static final int DEC_DIGITS = 4;
    private static final int MIN_SIGNIFICANT = 16;
    private static final int MAX_DISPLAY_SCALE = 1_000;
    private static final int KEY_OFFSET = 500_000;

    private Numeric() {}

    static boolean isNaN(String text) {
        return text.equals(NAN);
    }

    /** Whether it is NaN or an infinity. */
    static boolean isSpecial(String text) {
        char first = text.charAt(0);
        return first == 'N' || first == 'I' || first == '-' && text.charAt(1) == 'I';
    }

    /** NaN and the infinities as such; 0 for finite values. */
    static double special(String text) {
        return !isSpecial(text)
                ? 0
                : isNaN(text)
                        ? Double.NaN
                        : text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** NaN and the infinities as such; the sign of finite values. */
    static double sign(String text) {
        return isSpecial(text) ? special(text) : of(text).signum();
    }

    /** The text of NaN, an infinity, or a small whole number. */
    static String text(double value) {
        return Double.isNaN(value)
                ? NAN
                : Double.isInfinite(value) ? value > 0 ? INFINITY : MINUS_INFINITY : Long.toString((long) value);
    }

    static BigDecimal of(String text) {
        return new BigDecimal(text);
    }

    /** The text of a value: never an exponent, never a sign before zero. */
    static String text(BigDecimal value) {
        return PlainDecimal.text(value);
    }

    static SqlFailure overflow() {
        return PlainDecimal.overflow();
    }

    /** numeric_in. */
    static String parse(String raw) {
        String s = Input.trim(raw);
        String lower = s.toLowerCase(Locale.ROOT);
        if (lower.equals("nan")) {
            return NAN;
        }
        if (NumberText.isInfinity(lower)) {
            return lower.startsWith("-") ? MINUS_INFINITY : INFINITY;
        }
        if (!NumberText.isDecimal(s, MAX_EXPONENT_DIGITS)) {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type numeric: \"" + raw + "\"");
        }
        return PlainDecimal.value(s).toPlainString();
    }

    /** Brings a value to numeric(precision, scale), as apply_typmod does. */
    static String fit(String text, int precision, int scale) {
        if (isNaN(text)) {
            return text;
        }
        if (isSpecial(text)) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "numeric field overflow")
                    .detail("A field with precision " + precision + ", scale " + scale
                            + " cannot hold an infinite value.")
                    .build();
        }
        BigDecimal v = of(text).setScale(scale, RoundingMode.HALF_UP);
        if (v.signum() != 0 && v.precision() - v.scale() > precision - scale) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "numeric field overflow")
                    .detail("A field with precision " + precision + ", scale " + scale
                            + " must round to an absolute value less than "
                            + (precision == scale ? "1" : "10^" + (precision - scale)) + ".")
                    .build();
        }
        return text(v);
    }

    /** div_var with select_div_scale (numeric.c): at least 16 significant digits, never less than the operands' scales. */
    static BigDecimal divide(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        int weight = weight(a) - weight(b);
        if (firstDigit(a) <= firstDigit(b)) {
            weight--;
        }
        int scale = MIN_SIGNIFICANT - weight * DEC_DIGITS;
        scale = Math.max(scale, Math.max(a.scale(), b.scale()));
        scale = Math.min(Math.max(scale, 0), MAX_DISPLAY_SCALE);
        return a.divide(b, scale, RoundingMode.HALF_UP);
    }

    /** Weight of the first digit in base 10000; 0 for zero. */
    static int weight(BigDecimal v) {
        return v.signum() == 0 ? 0 : Math.floorDiv(v.precision() - v.scale() - 1, DEC_DIGITS);
    }

    /** That digit. */
    static int firstDigit(BigDecimal v) {
        return v.signum() == 0
                ? 0
                : v.abs().scaleByPowerOfTen(-DEC_DIGITS * weight(v)).intValue();
    }

    /** Text whose bytes order as the values do, and are equal where these are, whatever their scale. */
    static String key(String text) {
        if (isNaN(text)) {
            return "9";
        }
        if (isSpecial(text)) {
            return text.equals(INFINITY) ? "8" : "1";
        }
        BigDecimal v = of(text).stripTrailingZeros();
        if (v.signum() == 0) {
            return "5";
        }
        String digits = v.unscaledValue().abs().toString();
        int exponent = v.precision() - v.scale();
        if (v.signum() > 0) {
            return "6" + (KEY_OFFSET + exponent) + digits;
        }
        StringBuilder s = new StringBuilder("4").append(KEY_OFFSET - exponent);
        for (int i = 0; i < digits.length(); i++) {
            s.append((char) ('9' - digits.charAt(i) + '0'));
        }
        // behind all digits: of two negative numbers with a common begin the longer one is the smaller
        return s.append('~').toString();
    }

    /** An integer of a type; half away from zero. */
    static long toInteger(String text, Type type) {
        if (isSpecial(text)) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "cannot convert " + (isNaN(text) ? NAN : "infinity") + " to " + PgTypes.display(type));
        }
        BigDecimal v = of(text).setScale(0, RoundingMode.HALF_UP);
        if (v.precision() > 19 || v.toBigInteger().bitLength() > 63 || !PgTypes.fits(v.longValue(), type)) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, PgTypes.display(type) + " out of range");
        }
        return v.longValue();
    }
}
