package io.polywire.wazuh.internal;

import java.math.BigDecimal;

/** A real number as clients of this wire know it: shortest, and without a fraction where it has none. */
final class JsonNumber {
    /** Digits before the point from which on there is an exponent. */
    private static final int LONG = 15;

    /** Zeros behind the point from which on there is an exponent. */
    private static final int SMALL = -4;

    private JsonNumber() {}

    /** Of a number that is finite; all of its digits are there. */
    static String of(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= SMALL && exponent < LONG) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        String size = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e"
                + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" : "") + size;
    }
}
