package io.polywire.protocol.r2db2.internal;

import io.polywire.api.number.DecimalDigits;
import java.nio.charset.StandardCharsets;

/**
 * Writes floating-point numbers in the shortest decimal form that reads back to the same value: of all decimals that
 * round to it those with the fewest digits (but not fewer than two), and of these the nearest. The method is R.
 * Giulietti's Schubfach; {@link Double#toString} does the same from JDK 19 on only, and replies must not depend on the
 * JDK.
 *
 * <p>The layout is SQLite's: plain from 1e-4 up to, not including, 1e15, always with a point ("1.0", "0.001"), otherwise
 * with an exponent ("1.0e+15", "4.9e-324"). NaN, Infinity and -Infinity are written so.
 */
final class ShortestDouble {
    /** Room for any double. */
    static final int LONGEST = 32;

    private static final int PRECISION = 53;
    private static final int Q_MIN = -1074;
    private static final long C_MIN = 1L << (PRECISION - 1);
    /** A subnormal below this has a decimal with one digit only, which the method would miss. */
    private static final long C_TINY = 3;

    private static final long MASK_63 = Long.MAX_VALUE;
    private static final int LOWEST_PLAIN = -4;
    private static final int LOWEST_SCIENTIFIC = 15;

    private static final byte[] NAN = "NaN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INFINITY = "Infinity".getBytes(StandardCharsets.US_ASCII);

    private ShortestDouble() {}

    /** Writes {@code value} from {@code at} on; returns where it ends. At most {@value #LONGEST} bytes. */
    static int write(double value, byte[] to, int at) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> (PRECISION - 1)) & 0x7FF;
        long fraction = bits & (C_MIN - 1);
        int p = at;
        if (exponent == 0x7FF && fraction != 0) {
            return copy(NAN, to, p);
        }
        if (bits < 0) {
            to[p++] = '-';
        }
        if (exponent == 0x7FF) {
            return copy(INFINITY, to, p);
        }
        if (exponent == 0) {
            if (fraction == 0) {
                return layout(0, 0, to, p);
            }
            return fraction < C_TINY
                    ? toDecimal(Q_MIN, 10 * fraction, -1, to, p)
                    : toDecimal(Q_MIN, fraction, 0, to, p);
        }
        long c = C_MIN | fraction;
        int q = exponent + Q_MIN - 1;
        if (q <= 0 && q > -PRECISION) {
            long whole = c >>> -q;
            if (whole << -q == c) {
                return layout(whole, 0, to, p);
            }
        }
        return toDecimal(q, c, 0, to, p);
    }

    /** Finds the digits of c · 2^q; names follow the paper, section 9. */
    private static int toDecimal(int q, long c, int dk, byte[] to, int at) {
        int out = (int) c & 1;
        long cb = c << 2;
        long cbr = cb + 2;
        long cbl;
        int k;
        if (c != C_MIN || q == Q_MIN) {
            cbl = cb - 2;
            k = floorLog10Pow2(q);
        } else {
            // A power of two: the next smaller double is only half as far away.
            cbl = cb - 1;
            k = floorLog10ThreeQuartersPow2(q);
        }
        int h = q + floorLog2Pow10(-k) + 2;
        long g1 = PowersOfTen.high(k);
        long g0 = PowersOfTen.low(k);
        long vb = roundToOdd(g1, g0, cb << h);
        long vbl = roundToOdd(g1, g0, cbl << h);
        long vbr = roundToOdd(g1, g0, cbr << h);

        long s = vb >> 2;
        if (s >= 100) {
            long sp10 = s / 10 * 10;
            long tp10 = sp10 + 10;
            boolean lowerIn = vbl + out <= sp10 << 2;
            boolean upperIn = (tp10 << 2) + out <= vbr;
            if (lowerIn != upperIn) {
                return layout(lowerIn ? sp10 : tp10, k + dk, to, at);
            }
        }
        long t = s + 1;
        boolean lowerIn = vbl + out <= s << 2;
        boolean upperIn = (t << 2) + out <= vbr;
        if (lowerIn != upperIn) {
            return layout(lowerIn ? s : t, k + dk, to, at);
        }
        long nearer = vb - ((s + t) << 1);
        return layout(nearer < 0 || (nearer == 0 && (s & 1) == 0) ? s : t, k + dk, to, at);
    }

    private static long roundToOdd(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (((z & MASK_63) + MASK_63) >>> 63);
    }

    private static int floorLog10Pow2(int e) {
        return (int) ((e * 661_971_961_083L) >> 41);
    }

    private static int floorLog10ThreeQuartersPow2(int e) {
        return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2Pow10(int e) {
        return (int) ((e * 913_124_641_741L) >> 38);
    }

    /** Writes digits · 10^scale. */
    static int layout(long digits, int scale, byte[] to, int at) {
        long f = digits;
        int e = scale;
        while (f != 0 && f % 10 == 0) {
            f /= 10;
            e++;
        }
        int n = length(f);
        int exponent = f == 0 ? 0 : n - 1 + e;
        if (exponent < LOWEST_PLAIN || exponent >= LOWEST_SCIENTIFIC) {
            return scientific(f, n, exponent, to, at);
        }
        int p = at;
        if (exponent < 0) {
            to[p++] = '0';
            to[p++] = '.';
            p = zeros(-exponent - 1, to, p);
            return DecimalDigits.writePadded(f, n, to, p);
        }
        int whole = exponent + 1;
        if (n <= whole) {
            p = zeros(whole - n, to, DecimalDigits.writePadded(f, n, to, p));
            to[p++] = '.';
            to[p++] = '0';
            return p;
        }
        DecimalDigits.writePadded(f, n, to, p);
        return insertPoint(n, whole, to, p);
    }

    private static int scientific(long f, int n, int exponent, byte[] to, int at) {
        DecimalDigits.writePadded(f, n, to, at);
        int p;
        if (n == 1) {
            p = at + 1;
            to[p++] = '.';
            to[p++] = '0';
        } else {
            p = insertPoint(n, 1, to, at);
        }
        to[p++] = 'e';
        to[p++] = (byte) (exponent < 0 ? '-' : '+');
        int absolute = Math.abs(exponent);
        return DecimalDigits.writePadded(absolute, absolute < 100 ? 2 : 3, to, p);
    }

    /** Makes room for the point behind {@code whole} of {@code n} digits. */
    private static int insertPoint(int n, int whole, byte[] to, int at) {
        System.arraycopy(to, at + whole, to, at + whole + 1, n - whole);
        to[at + whole] = '.';
        return at + n + 1;
    }

    private static int zeros(int count, byte[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = '0';
        }
        return at + count;
    }

    private static int length(long f) {
        int n = 1;
        for (long rest = f; rest >= 10; rest /= 10) {
            n++;
        }
        return n;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }
}
