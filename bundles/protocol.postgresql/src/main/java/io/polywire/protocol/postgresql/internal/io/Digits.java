package io.polywire.protocol.postgresql.internal.io;

/** Hexadecimal digits, written and read; decimal ones are recognised. */
public final class Digits {
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Digits() {}

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
