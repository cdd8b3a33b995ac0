package io.polywire.dialect.sqlite.internal.render;

/**
 * Floating-point numbers as expressions of SQLite that give exactly the same number: a whole number times or by powers of
 * two, none of which rounds. (What SQLite makes of decimal digits may be off by the last bit.)
 */
final class ExactDouble {
    /** The greatest power of two that is an integer of SQLite. */
    private static final int STEP = 62;

    private ExactDouble() {}

    /** Whether there is such an expression: not for infinities, NaN and the zero with a sign. */
    static boolean isWritable(double d) {
        return Double.isFinite(d) && (d != 0 || 1 / d > 0);
    }

    static String write(double d) {
        if (d == Math.rint(d) && Math.abs(d) <= 1L << 53) {
            return real((long) d);
        }
        int exponent = Math.max(Math.getExponent(d), Double.MIN_EXPONENT) - 52;
        long digits = (long) Math.scalb(Math.abs(d), -exponent);
        int zeros = Long.numberOfTrailingZeros(digits);
        exponent += zeros;
        StringBuilder s = new StringBuilder("(").append(real(d < 0 ? -(digits >> zeros) : digits >> zeros));
        for (int left = Math.abs(exponent); left > 0; left -= STEP) {
            s.append(exponent < 0 ? "/" : "*").append(real(1L << Math.min(left, STEP)));
        }
        return s.append(')').toString();
    }

    private static String real(long n) {
        return "CAST(" + n + " AS REAL)";
    }
}
