package io.polywire.protocol.r2db2.internal;

import java.math.BigInteger;

/**
 * Powers of ten with 126 bits of precision, as {@link ShortestDouble} needs them: for each k, 10^-k = b · 2^r with
 * 2^125 &lt;= b &lt; 2^126, and g = floor(b) + 1, kept as two halves of 63 bits. Computed once, some milliseconds.
 */
final class PowersOfTen {
    static final int K_MIN = -324;
    static final int K_MAX = 292;

    private static final int BITS = 126;
    private static final long[] HALVES = new long[2 * (K_MAX - K_MIN + 1)];

    static {
        BigInteger mask = BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE);
        for (int k = K_MIN; k <= K_MAX; k++) {
            BigInteger g = scaled(k).add(BigInteger.ONE);
            HALVES[2 * (k - K_MIN)] = g.shiftRight(63).longValueExact();
            HALVES[2 * (k - K_MIN) + 1] = g.and(mask).longValueExact();
        }
    }

    private PowersOfTen() {}

    /** The upper half of g for 10^-k. */
    static long high(int k) {
        return HALVES[2 * (k - K_MIN)];
    }

    /** The lower half of g for 10^-k. */
    static long low(int k) {
        return HALVES[2 * (k - K_MIN) + 1];
    }

    /** floor(b) for 10^-k. */
    private static BigInteger scaled(int k) {
        BigInteger power = BigInteger.TEN.pow(Math.abs(k));
        if (k <= 0) {
            return power.shiftRight(power.bitLength() - BITS);
        }
        // The quotient has either the bits that are wanted or one more.
        BigInteger quotient = BigInteger.ONE.shiftLeft(BITS + power.bitLength()).divide(power);
        return quotient.shiftRight(quotient.bitLength() - BITS);
    }
}
