package io.polywire.protocol.postgresql.internal.io;

/** Decimal and hexadecimal digits, written into byte arrays and read from them. */
public final class Digits {
    /** Room for any long with its sign. */
    public static final int LONGEST = 20;

    private static final byte[] MIN = "-9223372036854775808".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    /** The digits of 00 to 99, two by two: halves the number of divisions. */
    private static final byte[] PAIRS = pairs();

    private Digits() {}

    private static byte[] pairs() {
        byte[] p = new byte[200];
        for (int i = 0; i < 100; i++) {
            p[2 * i] = (byte) ('0' + i / 10);
            p[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return p;
    }

    /** How many digits a number of zero or more has. */
    public static int count(long value) {
        int n = 1;
        long limit = 10;
        while (value >= limit) {
            n++;
            if (n == 19) {
                return n;
            }
            limit *= 10;
        }
        return n;
    }

    /** Writes a number with its sign; returns where it ends. */
    public static int write(long value, byte[] to, int at) {
        if (value >= 0) {
            return writePadded(value, count(value), to, at);
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN, 0, to, at, MIN.length);
            return at + MIN.length;
        }
        to[at] = '-';
        return writePadded(-value, count(-value), to, at + 1);
    }

    /** Writes a number of zero or more with exactly so many digits; returns where it ends. */
    public static int writePadded(long value, int digits, byte[] to, int at) {
        int p = at + digits;
        long rest = value;
        while (p - at >= 2) {
            int pair = (int) (rest % 100) * 2;
            rest /= 100;
            to[--p] = PAIRS[pair + 1];
            to[--p] = PAIRS[pair];
        }
        if (p > at) {
            to[at] = (byte) ('0' + rest % 10);
        }
        return at + digits;
    }

    /** The lower-case digit of 0 to 15. */
    public static byte hex(int nibble) {
        return HEX[nibble & 15];
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int unhex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether it is one of 0 to 9. */
    public static boolean is(int c) {
        return c >= '0' && c <= '9';
    }
}
