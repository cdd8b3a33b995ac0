package io.polywire.dialect.sqlite.internal.render;

import java.math.BigDecimal;

/**
 * Floating point numbers in texts that SQLite keeps and reads again. It does not read each decimal fraction as the nearest
 * number, so that all are written as whole numbers, which it reads exactly, and one of them divided by or times others: a
 * quotient of exact numbers is the nearest one to what it stands for.
 */
final class KeptNumbers {
    private static final int EXACT_DIGITS = 15;

    /** The highest power of two that is a whole number of SQLite's. */
    private static final int SHIFT = 62;

    private KeptNumbers() {}

    /** An expression of SQLite's that is the number, which is not NaN. */
    static String written(double d) {
        if (Double.isInfinite(d)) {
            return d > 0 ? "9e999" : "(-9e999)";
        }
        if (d == 0) {
            return "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(d))).stripTrailingZeros();
        boolean brief = shortest.precision() - Math.min(shortest.scale(), 0) <= EXACT_DIGITS
                && shortest.scale() <= EXACT_DIGITS;
        String text = brief ? decimal(shortest) : binary(Math.abs(d));
        return d < 0 ? "(-" + text + ")" : text;
    }

    private static String decimal(BigDecimal d) {
        if (d.scale() <= 0) {
            return d.toPlainString() + ".0";
        }
        return "(" + d.unscaledValue() + ".0 / "
                + BigDecimal.ONE.scaleByPowerOfTen(d.scale()).toPlainString() + ".0)";
    }

    private static String binary(double d) {
        int exponent = Math.max(Math.getExponent(d), Double.MIN_EXPONENT) - 52;
        long mantissa = (long) Math.scalb(Math.scalb(d, -exponent / 2), -(exponent - exponent / 2));
        StringBuilder out = new StringBuilder("(CAST(").append(mantissa).append(" AS REAL)");
        String by = exponent < 0 ? " / " : " * ";
        for (int left = Math.abs(exponent); left > 0; left -= SHIFT) {
            out.append(by).append("CAST(").append(1L << Math.min(left, SHIFT)).append(" AS REAL)");
        }
        return out.append(')').toString();
    }
}
