package io.polywire.dialect.postgresql.internal.rules;

import java.math.BigDecimal;

/** Powers and logarithms of numeric where NaN or infinities take part (numeric_power of numeric.c). */
final class NumericSpecials {
    private NumericSpecials() {}

    static String log(String base, String a) {
        if (!Numeric.isSpecial(base) && !Numeric.isSpecial(a)) {
            return Numeric.text(NumericMath.log(Numeric.of(base), Numeric.of(a)));
        }
        if (Numeric.isNaN(base) || Numeric.isNaN(a)) {
            return Numeric.NAN;
        }
        double b = Numeric.sign(base);
        double x = Numeric.sign(a);
        if (b < 0 || x < 0) {
            throw NumericMath.failure("2201E", "cannot take logarithm of a negative number");
        }
        if (b == 0 || x == 0) {
            throw NumericMath.failure("2201E", "cannot take logarithm of zero");
        }
        boolean infinite = Double.isInfinite(x);
        return Double.isInfinite(b) ? infinite ? Numeric.NAN : "0" : Numeric.INFINITY;
    }

    static String power(String a, String b) {
        if (!Numeric.isSpecial(a) && !Numeric.isSpecial(b)) {
            return Numeric.text(NumericMath.power(Numeric.of(a), Numeric.of(b)));
        }
        boolean one = !Numeric.isSpecial(a) && Numeric.of(a).compareTo(BigDecimal.ONE) == 0;
        boolean zeroth = !Numeric.isSpecial(b) && Numeric.of(b).signum() == 0;
        if (one || zeroth) {
            return "1";
        }
        if (Numeric.isNaN(a) || Numeric.isNaN(b)) {
            return Numeric.NAN;
        }
        double base = Numeric.sign(a);
        double exponent = Numeric.sign(b);
        if (base == 0) {
            if (exponent < 0) {
                throw NumericMath.failure("2201F", "zero raised to a negative power is undefined");
            }
            return "0";
        }
        if (base < 0 && !Numeric.isSpecial(b) && !NumericMath.isIntegral(Numeric.of(b))) {
            throw NumericMath.failure(
                    "2201F", "a negative number raised to a non-integer power yields a complex result");
        }
        if (Numeric.isSpecial(b)) {
            int magnitude = Numeric.isSpecial(a) ? 1 : Numeric.of(a).abs().compareTo(BigDecimal.ONE);
            return magnitude == 0 ? "1" : magnitude > 0 == exponent > 0 ? Numeric.INFINITY : "0";
        }
        if (exponent < 0) {
            return "0";
        }
        boolean odd = Numeric.of(b).toBigInteger().testBit(0);
        return base < 0 && odd ? Numeric.MINUS_INFINITY : Numeric.INFINITY;
    }
}
