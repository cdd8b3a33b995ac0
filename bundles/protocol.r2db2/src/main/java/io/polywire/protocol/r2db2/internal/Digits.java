package io.polywire.protocol.r2db2.internal;

import java.nio.charset.StandardCharsets;

/** Writes integers as decimal digits into arrays, without a string in between. */
final class Digits {
    /** Room for any long with its sign. */
    static final int LONGEST = 20;

    private static final byte[] MIN = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    /** "00" to "99", one after the other. */
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private Digits() {}

    /** Writes {@code value} so that it ends before {@code end}; returns where it starts. */
    static int writeBefore(long value, byte[] to, int end) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN, 0, to, end - MIN.length, MIN.length);
            return end - MIN.length;
        }
        long rest = Math.abs(value);
        int at = end;
        while (rest > Integer.MAX_VALUE) {
            long next = rest / 100;
            at = pair((int) (rest - next * 100), to, at);
            rest = next;
        }
        int small = (int) rest;
        while (small >= 100) {
            int next = small / 100;
            at = pair(small - next * 100, to, at);
            small = next;
        }
        if (small >= 10) {
            at = pair(small, to, at);
        } else {
            to[--at] = (byte) ('0' + small);
        }
        if (value < 0) {
            to[--at] = '-';
        }
        return at;
    }

    /** Writes {@code value}, at least zero, with leading zeros up to {@code width}; returns where it ends. */
    static int writePadded(long value, int width, byte[] to, int at) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + width;
    }

    private static int pair(int twoDigits, byte[] to, int end) {
        to[end - 1] = PAIRS[2 * twoDigits + 1];
        to[end - 2] = PAIRS[2 * twoDigits];
        return end - 2;
    }
}
