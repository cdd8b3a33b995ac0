package io.polywire.api.number;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Whole numbers as decimal digits, written into arrays without a string in between: what each row of each text protocol is
 * made of, so two digits at a time, by {@code int} arithmetic as soon as the number allows it. Nothing is checked but the
 * array's own bounds.
 */
public final class DecimalDigits {
    /** Room for any long with its sign, in bytes. */
    public static final int LONGEST = 20;

    private static final byte[] MIN = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    private static final int EIGHT = 100_000_000;
    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    /** The digits of 00 to 99, the first in the lower byte. */
    private static final short[] PAIRS = new short[100];
    /** 10 to the power of the index. */
    private static final long[] POWERS = new long[19];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private DecimalDigits() {}

    /** How many digits a number of zero or more has; 1 for 0. */
    public static int count(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        // bits times log10(2), from below: it is that many digits or one more
        int least = bits * 1233 >> 12;
        return value >= POWERS[least] ? least + 1 : Math.max(1, least);
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

    /** Writes a number with its sign so that it ends before {@code end}; returns where it starts. */
    public static int writeBefore(long value, byte[] to, int end) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN, 0, to, end - MIN.length, MIN.length);
            return end - MIN.length;
        }
        long size = Math.abs(value);
        int at = end - count(size);
        writePadded(size, end - at, to, at);
        if (value < 0) {
            to[--at] = '-';
        }
        return at;
    }

    /**
     * Writes a number of zero or more with exactly so many digits, zeros in front; digits that have no room are left out.
     *
     * @return where it ends
     */
    public static int writePadded(long value, int digits, byte[] to, int at) {
        int end = at + digits;
        int p = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE && p - at >= 8) {
            long next = rest / EIGHT;
            int low = (int) (rest - next * EIGHT);
            for (int i = 0; i < 4; i++) {
                int q = low / 100;
                TWO_BYTES.set(to, p -= 2, PAIRS[low - q * 100]);
                low = q;
            }
            rest = next;
        }
        int small = (int) (rest > Integer.MAX_VALUE ? rest % EIGHT : rest);
        while (p - at >= 2) {
            int q = small / 100;
            TWO_BYTES.set(to, p -= 2, PAIRS[small - q * 100]);
            small = q;
        }
        if (p > at) {
            to[at] = (byte) ('0' + small % 10);
        }
        return end;
    }

    /** Writes 0 to 99 as two digits; returns where they end. */
    public static int writeTwo(int value, byte[] to, int at) {
        TWO_BYTES.set(to, at, PAIRS[value]);
        return at + 2;
    }
}
