package io.polywire.api.number;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;

/** PostgreSQL's numeric as text: never an exponent, never a sign before zero, within the bounds of the manual, 8.1.2. */
public final class PlainDecimal {
    /** Most digits before the decimal point. */
    public static final int MOST_BEFORE = 131_072;

    /** Most digits behind it. */
    public static final int MOST_AFTER = 16_383;

    private PlainDecimal() {}

    /**
     * The value of digits with at most one point and one exponent, which a caller has looked at.
     *
     * @throws SqlFailure 22003 if it is out of numeric's bounds
     */
    public static BigDecimal value(String digits) {
        int e = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        if (e >= 0 && exponent(digits, e + 1) > MOST_BEFORE + MOST_AFTER) {
            throw overflow();
        }
        BigDecimal v = new BigDecimal(digits);
        return checked(v.scale() < 0 ? v.setScale(0) : v);
    }

    /** How far an exponent moves the point, to either side; of many digits, just that it is far. */
    private static int exponent(String digits, int from) {
        int n = 0;
        for (int i = from; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c != '+' && c != '-') {
                n = Math.min(n * 10 + c - '0', 10_000_000);
            }
        }
        return n;
    }

    /**
     * The text of a value.
     *
     * @throws SqlFailure 22003 if it is out of numeric's bounds
     */
    public static String text(BigDecimal value) {
        return checked(value.scale() < 0 ? value.setScale(0) : value).toPlainString();
    }

    /**
     * The value itself.
     *
     * @throws SqlFailure 22003 if it is out of numeric's bounds
     */
    public static BigDecimal checked(BigDecimal v) {
        if (v.precision() - v.scale() > MOST_BEFORE || v.scale() > MOST_AFTER) {
            throw overflow();
        }
        return v;
    }

    /** 22003, as numeric.c says it. */
    public static SqlFailure overflow() {
        return SqlFailure.of(FailureKind.OUT_OF_RANGE, "value overflows numeric format");
    }
}
