package io.polywire.api.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Floating-point numbers as PostgreSQL 12 and later print them with extra_float_digits above 0: the fewest digits that
 * lie strictly inside the interval that reads back as the same number, of these the nearest (manual, 8.1.3). "Strictly"
 * makes 1e23 come out as 9.999999999999999e+22: the midpoint between two numbers is not used, since it would rely on
 * the reader's rounding. Plain notation from 1e-4 up to 1e15 (1e6 for single precision), otherwise with an exponent.
 *
 * <p>The search is Schubfach's (R. Giulietti, "The Schubfach way to render doubles", 2020, section 9), here with the
 * bounds always left out. {@link Double#toString} is no help: it differs between JDKs and from this rule.
 */
public final class ShortestDecimal {
    /** Room for any number. */
    public static final int LONGEST = 32;

    private static final int K_MIN = -324;
    private static final int K_MAX = 292;
    private static final long STEP = 100_000_000;
    private static final long MASK_63 = Long.MAX_VALUE;
    /** 126-bit approximations from above of 10^-k, scaled by a power of two, for each k. */
    private static final long[] POWERS = powers();

    private ShortestDecimal() {}

    /** Writes a double; returns where it ends. */
    public static int write(double value, byte[] to, int at) {
        long bits = Double.doubleToRawLongBits(value);
        return write(bits < 0, (int) (bits >>> 52) & 0x7FF, bits & 0xFFFFFFFFFFFFFL, 52, 0x7FF, -1074, 15, to, at);
    }

    /** Writes a float; returns where it ends. */
    public static int write(float value, byte[] to, int at) {
        int bits = Float.floatToRawIntBits(value);
        return write(bits < 0, (bits >>> 23) & 0xFF, bits & 0x7FFFFF, 23, 0xFF, -149, 6, to, at);
    }

    /**
     * Writes a finite number but 0 as C's {@code %.*g} does: rounded half to even, zeros at the end left out.
     *
     * @param digits that count, 1 to 17
     * @return where it ends
     */
    public static int writeRounded(double value, int digits, byte[] to, int at) {
        BigDecimal d = new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int p = at;
        if (value < 0) {
            to[p++] = '-';
        }
        return layout(d.unscaledValue().longValueExact(), -d.scale(), digits, to, p);
    }

    private static int write(
            boolean negative,
            int exponent,
            long fraction,
            int fractionBits,
            int special,
            int qMin,
            int plainDigits,
            byte[] to,
            int at) {
        int p = at;
        if (exponent == special && fraction != 0) {
            return ascii("NaN", to, p);
        }
        if (negative) {
            to[p++] = '-';
        }
        if (exponent == special) {
            return ascii("Infinity", to, p);
        }
        if (exponent == 0) {
            return fraction == 0 ? layout(0, 0, plainDigits, to, p) : search(qMin, fraction, true, plainDigits, to, p);
        }
        long c = 1L << fractionBits | fraction;
        int q = exponent + qMin - 1;
        if (q <= 0 && q >= -fractionBits) {
            long whole = c >>> -q;
            if (whole << -q == c) {
                return layout(whole, 0, plainDigits, to, p);
            }
        }
        return search(q, c, fraction != 0 || exponent == 1, plainDigits, to, p);
    }

    /** Finds the digits of c · 2^q; {@code regular} if the next smaller number is as far away as the next larger. */
    private static int search(int q, long c, boolean regular, int plainDigits, byte[] to, int at) {
        long cb = c << 2;
        long cbr = cb + 2;
        long cbl = regular ? cb - 2 : cb - 1;
        int k = regular ? floorLog10Pow2(q) : floorLog10ThreeQuartersPow2(q);
        int h = q + floorLog2Pow10(-k) + 2;
        long g1 = POWERS[2 * (k - K_MIN)];
        long g0 = POWERS[2 * (k - K_MIN) + 1];
        long vb = roundToOdd(g1, g0, cb << h);
        long vbl = roundToOdd(g1, g0, cbl << h) + 1;
        long vbr = roundToOdd(g1, g0, cbr << h) - 1;

        long s = vb >> 2;
        if (s >= 10) {
            long lower = s / 10 * 10;
            long upper = lower + 10;
            boolean lowerIn = vbl <= lower << 2;
            boolean upperIn = upper << 2 <= vbr;
            if (lowerIn != upperIn) {
                return layout(lowerIn ? lower : upper, k, plainDigits, to, at);
            }
        }
        long t = s + 1;
        boolean sIn = vbl <= s << 2;
        boolean tIn = t << 2 <= vbr;
        if (sIn != tIn) {
            return layout(sIn ? s : t, k, plainDigits, to, at);
        }
        long nearer = vb - ((s + t) << 1);
        return layout(nearer < 0 || nearer == 0 && (s & 1) == 0 ? s : t, k, plainDigits, to, at);
    }

    private static long roundToOdd(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | ((z & MASK_63) + MASK_63) >>> 63;
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

    private static long[] powers() {
        long[] table = new long[2 * (K_MAX - K_MIN + 1)];
        for (int k = K_MIN; k <= K_MAX; k++) {
            // 10^-k = beta · 2^r with beta of 126 bits; rounded down, plus one
            int r = floorLog2Pow10(-k) - 125;
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger g = k <= 0
                    ? (r <= 0 ? power.shiftLeft(-r) : power.shiftRight(r))
                    : BigInteger.ONE.shiftLeft(-r).divide(power);
            g = g.add(BigInteger.ONE);
            table[2 * (k - K_MIN)] = g.shiftRight(63).longValueExact();
            table[2 * (k - K_MIN) + 1] = g.longValue() & MASK_63;
        }
        return table;
    }

    /** A double as text. */
    public static String text(double value) {
        byte[] b = new byte[LONGEST];
        return new String(b, 0, write(value, b, 0), StandardCharsets.US_ASCII);
    }

    /** A float as text. */
    public static String text(float value) {
        byte[] b = new byte[LONGEST];
        return new String(b, 0, write(value, b, 0), StandardCharsets.US_ASCII);
    }

    /**
     * Writes digits · 10^scale as printf's %g would.
     *
     * @param plainDigits from how many digits before the point on there is an exponent
     * @return where it ends
     */
    public static int layout(long digits, int scale, int plainDigits, byte[] to, int at) {
        long f = digits;
        int e = scale;
        // a number with few digits comes out of the search with up to sixteen zeros behind it
        if (f > STEP && f % STEP == 0) {
            f /= STEP;
            e += 8;
        }
        while (f != 0 && f % 10 == 0) {
            f /= 10;
            e++;
        }
        int n = DecimalDigits.count(f);
        int exponent = f == 0 ? 0 : n - 1 + e;
        int p = at;
        if (exponent < -4 || exponent >= plainDigits) {
            DecimalDigits.writePadded(f, n, to, p);
            p = n == 1 ? p + 1 : insertPoint(to, p, 1, n);
            to[p++] = 'e';
            to[p++] = (byte) (exponent < 0 ? '-' : '+');
            int magnitude = Math.abs(exponent);
            return DecimalDigits.writePadded(magnitude, Math.max(2, DecimalDigits.count(magnitude)), to, p);
        }
        if (exponent < 0) {
            to[p++] = '0';
            to[p++] = '.';
            p = zeros(-exponent - 1, to, p);
            return DecimalDigits.writePadded(f, n, to, p);
        }
        int whole = exponent + 1;
        if (n <= whole) {
            return zeros(f == 0 ? 0 : whole - n, to, DecimalDigits.writePadded(f, n, to, p));
        }
        DecimalDigits.writePadded(f, n, to, p);
        return insertPoint(to, p, whole, n);
    }

    private static int insertPoint(byte[] to, int at, int whole, int n) {
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

    private static int ascii(String s, byte[] to, int at) {
        for (int i = 0; i < s.length(); i++) {
            to[at + i] = (byte) s.charAt(i);
        }
        return at + s.length();
    }
}
