package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Roots, exponentials, logarithms and powers of numeric, with the scales that numeric.c of PostgreSQL 15 gives their results.
 */
final class NumericMath {
    private static final int MIN_SIGNIFICANT = 16;
    private static final int MAX_DISPLAY_SCALE = 1_000;
    private static final int MAX_RESULT_SCALE = 2_000;
    private static final double LOG10_E = 0.434294481903252;
    private static final double LN_10 = 2.302585092994046;
    private static final BigDecimal NEAR_BELOW = new BigDecimal("0.9");
    private static final BigDecimal NEAR_ABOVE = new BigDecimal("1.1");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private NumericMath() {}

    static SqlFailure failure(String state, String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState(state).build();
    }

    private static int scale(int wanted, int... least) {
        int s = Math.max(wanted, 0);
        for (int l : least) {
            s = Math.max(s, l);
        }
        return Math.min(s, MAX_DISPLAY_SCALE);
    }

    /** sqrt with a scale. */
    static BigDecimal sqrt(BigDecimal a, int scale) {
        BigInteger n =
                a.movePointRight(2 * (scale + 1)).setScale(0, RoundingMode.DOWN).toBigInteger();
        // the root of an integer, with one digit more than is shown
        return new BigDecimal(n.sqrt(), scale + 1).setScale(scale, RoundingMode.HALF_UP);
    }

    /** sqrt. */
    static BigDecimal sqrt(BigDecimal a) {
        if (a.signum() < 0) {
            throw failure("2201F", "cannot take square root of a negative number");
        }
        int w = Numeric.weight(a);
        int sweight = (w + 1) * 4 / 2 - 1;
        int scale = scale(MIN_SIGNIFICANT - sweight, a.scale());
        if (a.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        return sqrt(a, scale);
    }

    /** exp. */
    static BigDecimal exp(BigDecimal a) {
        double weight = clamp(a.doubleValue() * LOG10_E);
        return exp(a, scale(MIN_SIGNIFICANT - (int) weight, a.scale()));
    }

    private static double clamp(double d) {
        return Math.max(-MAX_RESULT_SCALE, Math.min(MAX_RESULT_SCALE, d));
    }

    private static BigDecimal exp(BigDecimal a, int scale) {
        double d = a.doubleValue();
        if (Math.abs(d) >= MAX_RESULT_SCALE * 3) {
            if (d > 0) {
                throw Numeric.overflow();
            }
            return BigDecimal.ZERO.setScale(scale);
        }
        int digits = Math.max(0, (int) (d * LOG10_E)) + scale + 12;
        return expTo(a, new MathContext(digits + 4)).setScale(scale, RoundingMode.HALF_UP);
    }

    /** Taylor's series, after halving the argument often enough. */
    private static BigDecimal expTo(BigDecimal a, MathContext wanted) {
        if (a.signum() == 0) {
            return BigDecimal.ONE;
        }
        int halvings = Math.max(0, Math.getExponent(a.doubleValue()) + 8);
        MathContext m = new MathContext(wanted.getPrecision() + halvings / 3 + 10);
        BigDecimal x = a.divide(BigDecimal.valueOf(2).pow(halvings), m);
        BigDecimal sum = BigDecimal.ONE.add(x);
        BigDecimal term = x;
        BigDecimal least = BigDecimal.ONE.movePointLeft(m.getPrecision() + 2);
        for (int i = 2; term.abs().compareTo(least) > 0; i++) {
            term = term.multiply(x, m).divide(BigDecimal.valueOf(i), m);
            sum = sum.add(term, m);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, m);
        }
        return sum;
    }

    /** Approximate decimal weight of a logarithm (estimate_ln_dweight). */
    private static int lnWeight(BigDecimal a) {
        if (a.signum() <= 0) {
            return 0;
        }
        if (a.compareTo(NEAR_BELOW) >= 0 && a.compareTo(NEAR_ABOVE) <= 0) {
            BigDecimal x = a.subtract(BigDecimal.ONE);
            return x.signum() == 0 ? 0 : Numeric.weight(x) * 4 + (int) Math.log10(Numeric.firstDigit(x));
        }
        int w = Numeric.weight(a);
        BigDecimal top = a.scaleByPowerOfTen(-4 * (w - 1)).setScale(0, RoundingMode.DOWN);
        double ln = Math.log(top.doubleValue()) + (w - 1) * 4 * LN_10;
        return (int) Math.log10(Math.abs(ln));
    }

    private static void positive(BigDecimal a) {
        if (a.signum() < 0) {
            throw failure("2201E", "cannot take logarithm of a negative number");
        }
        if (a.signum() == 0) {
            throw failure("2201E", "cannot take logarithm of zero");
        }
    }

    /** ln. */
    static BigDecimal ln(BigDecimal a) {
        positive(a);
        int scale = scale(MIN_SIGNIFICANT - lnWeight(a), a.scale());
        return lnTo(a, new MathContext(scale + 20)).setScale(scale, RoundingMode.HALF_UP);
    }

    /** log of a number to a base. */
    static BigDecimal log(BigDecimal base, BigDecimal a) {
        positive(base);
        positive(a);
        int weight = lnWeightOf(a, base);
        int scale = scale(MIN_SIGNIFICANT - weight, base.scale(), a.scale());
        MathContext m = new MathContext(scale + 40);
        BigDecimal divisor = lnTo(base, m);
        if (divisor.signum() == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        return lnTo(a, m).divide(divisor, scale, RoundingMode.HALF_UP);
    }

    private static int lnWeightOf(BigDecimal a, BigDecimal base) {
        return lnWeight(a) - lnWeight(base);
    }

    /** By Newton's iteration-free series of artanh, after taking roots until the argument is near one. */
    private static BigDecimal lnTo(BigDecimal a, MathContext wanted) {
        // a = f * 10^k with f between 0.1 and 1, so that large and small numbers keep their digits
        int k = a.precision() - a.scale();
        MathContext m = new MathContext(wanted.getPrecision() + 12);
        if (a.compareTo(NEAR_BELOW) > 0 && a.compareTo(NEAR_ABOVE) < 0) {
            // near one what counts is the distance to it
            MathContext near = new MathContext(m.getPrecision() + a.scale());
            return artanhSeries(a, near);
        }
        BigDecimal f = a.scaleByPowerOfTen(-k);
        BigDecimal ln = rooted(f, m);
        return k == 0 ? ln : ln.add(rooted(BigDecimal.TEN, m).multiply(BigDecimal.valueOf(k)), m);
    }

    private static BigDecimal rooted(BigDecimal a, MathContext m) {
        BigDecimal x = a;
        BigDecimal factor = BigDecimal.ONE;
        while (x.compareTo(NEAR_BELOW) <= 0 || x.compareTo(NEAR_ABOVE) >= 0) {
            x = x.sqrt(m);
            factor = factor.multiply(TWO);
        }
        return artanhSeries(x, m).multiply(factor, m);
    }

    /** ln x = 2 (z + z^3/3 + z^5/5 + ...) with z = (x - 1) / (x + 1). */
    private static BigDecimal artanhSeries(BigDecimal x, MathContext m) {
        BigDecimal z = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), m);
        BigDecimal square = z.multiply(z, m);
        BigDecimal power = z;
        BigDecimal sum = z;
        for (int i = 3; power.signum() != 0; i += 2) {
            power = power.multiply(square, m);
            BigDecimal term = power.divide(BigDecimal.valueOf(i), m);
            BigDecimal next = sum.add(term, m);
            if (next.compareTo(sum) == 0) {
                break;
            }
            sum = next;
        }
        return sum.multiply(TWO, m);
    }

    static boolean isIntegral(BigDecimal a) {
        return a.signum() == 0 || a.stripTrailingZeros().scale() <= 0;
    }

    /** Power; the base and the exponent are finite. */
    static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        if (base.signum() == 0 && exponent.signum() < 0) {
            throw failure("2201F", "zero raised to a negative power is undefined");
        }
        boolean integral = isIntegral(exponent);
        if (base.signum() < 0 && !integral) {
            throw failure("2201F", "a negative number raised to a non-integer power yields a complex result");
        }
        if (integral && exponent.toBigInteger().bitLength() < 32) {
            return powerInteger(base, exponent.intValue());
        }
        if (base.signum() == 0) {
            return BigDecimal.ZERO.setScale(MIN_SIGNIFICANT);
        }
        boolean negative = base.signum() < 0 && exponent.toBigInteger().testBit(0);
        BigDecimal b = base.abs();
        double approximate = Math.log(b.doubleValue()) * exponent.doubleValue();
        if (Math.abs(approximate) > MAX_RESULT_SCALE * 3.01 * 8.2) {
            if (approximate > 0) {
                throw Numeric.overflow();
            }
            return BigDecimal.ZERO.setScale(MAX_DISPLAY_SCALE);
        }
        BigDecimal rough = lnTo(b, new MathContext(30)).multiply(exponent, new MathContext(30));
        int weight = (int) (rough.doubleValue() * LOG10_E);
        int scale = scale(MIN_SIGNIFICANT - weight, base.scale(), exponent.scale());
        int digits = Math.max(0, weight) + scale + 30 + exponent.precision();
        BigDecimal ln = lnTo(b, new MathContext(digits)).multiply(exponent, new MathContext(digits));
        BigDecimal result = expTo(ln, new MathContext(digits)).setScale(scale, RoundingMode.HALF_UP);
        return negative ? result.negate() : result;
    }

    private static BigDecimal powerInteger(BigDecimal base, int exponent) {
        double weight = 0;
        if (base.signum() != 0) {
            // log10 of the base by its first digits
            BigDecimal top = base.abs().round(new MathContext(17, RoundingMode.DOWN));
            weight = exponent * (Math.log10(top.unscaledValue().doubleValue()) - top.scale());
        }
        if (weight > 32_768 * 4) {
            throw Numeric.overflow();
        }
        int scale = scale(MIN_SIGNIFICANT, base.scale());
        if (weight + 1 < -scale) {
            return BigDecimal.ZERO.setScale(scale);
        }
        if (exponent == 0) {
            return BigDecimal.ONE.setScale(scale);
        }
        MathContext m = new MathContext(Math.max(0, (int) weight) + scale + 24);
        BigDecimal p = BigDecimal.ONE;
        BigDecimal square = base;
        for (long e = Math.abs((long) exponent); e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                p = p.multiply(square, m);
            }
            square = e > 1 ? square.multiply(square, m) : square;
        }
        return exponent > 0
                ? p.setScale(scale, RoundingMode.HALF_UP)
                : BigDecimal.ONE.divide(p, scale, RoundingMode.HALF_UP);
    }

    /** n! */
    static BigDecimal factorial(long n) {
        if (n < 0) {
            throw failure("22003", "factorial of a negative number is undefined");
        }
        if (n > 32_177) {
            throw Numeric.overflow();
        }
        return new BigDecimal(product(1, Math.max(1, n)));
    }

    private static BigInteger product(long from, long to) {
        if (to - from < 8) {
            BigInteger p = BigInteger.valueOf(from);
            for (long i = from + 1; i <= to; i++) {
                p = p.multiply(BigInteger.valueOf(i));
            }
            return p;
        }
        long middle = (from + to) / 2;
        return product(from, middle).multiply(product(middle + 1, to));
    }

    /** Greatest common divisor, with the larger scale. */
    static BigDecimal gcd(BigDecimal a, BigDecimal b) {
        int scale = Math.max(a.scale(), b.scale());
        return new BigDecimal(
                a.setScale(scale).unscaledValue().gcd(b.setScale(scale).unscaledValue()), scale);
    }

    /** Least common multiple. */
    static BigDecimal lcm(BigDecimal a, BigDecimal b) {
        int scale = Math.max(a.scale(), b.scale());
        if (a.signum() == 0 || b.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        BigInteger x = a.setScale(scale).unscaledValue();
        BigInteger y = b.setScale(scale).unscaledValue();
        return new BigDecimal(x.divide(x.gcd(y)).multiply(y).abs(), scale);
    }
}
