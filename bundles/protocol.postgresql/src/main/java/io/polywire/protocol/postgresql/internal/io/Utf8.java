package io.polywire.protocol.postgresql.internal.io;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** Checks text that came from a client (Unicode 15, table 3-7: well-formed UTF-8). */
public final class Utf8 {
    private Utf8() {}

    /**
     * Checks text that may not hold a zero byte either.
     *
     * @throws SqlFailure 22021, in PostgreSQL's words
     */
    public static void check(byte[] b, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            byte c = b[i];
            if (c > 0) {
                i++;
                continue;
            }
            int n = sequence(b, i, end);
            if (n == 0) {
                throw bad(b, i, end);
            }
            i += n;
        }
    }

    /** Length of the well-formed sequence that begins here; 0 if there is none. A zero byte is none. */
    private static int sequence(byte[] b, int i, int end) {
        int c = b[i] & 0xFF;
        if (c < 0xC2) {
            return c > 0 && c < 0x80 ? 1 : 0;
        }
        int n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (c > 0xF4 || end - i < n) {
            return 0;
        }
        int second = b[i + 1] & 0xFF;
        int low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
        int high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = 2; k < n; k++) {
            if ((b[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return n;
    }

    /** PostgreSQL names the bytes that the first of them promises, as far as they are there. */
    private static SqlFailure bad(byte[] b, int i, int end) {
        return invalid("UTF8", b, i, Math.min(length(b[i]), end - i));
    }

    /** Bytes that the first one of a sequence promises. */
    public static int length(byte first) {
        int c = first & 0xFF;
        return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF8 ? 4 : 1;
    }

    /** 22021 for bytes that are no character of an encoding. */
    public static SqlFailure invalid(String encoding, byte[] b, int at, int length) {
        return SqlFailure.of(
                FailureKind.BAD_ENCODING,
                "invalid byte sequence for encoding \"" + encoding + "\": " + hex(b, at, length));
    }

    /** As PostgreSQL writes bytes in its messages. */
    public static String hex(byte[] b, int at, int length) {
        StringBuilder s = new StringBuilder();
        for (int k = at; k < at + length; k++) {
            s.append(k == at ? "0x" : " 0x")
                    .append((char) Digits.hex(b[k] >> 4))
                    .append((char) Digits.hex(b[k]));
        }
        return s.toString();
    }

    /** The code point of a well-formed sequence. */
    public static int read(byte[] b, int at, int length) {
        int c = b[at] & 0xFF >> (length == 1 ? 1 : length + 1);
        for (int k = 1; k < length; k++) {
            c = c << 6 | b[at + k] & 0x3F;
        }
        return c;
    }

    /** Writes a code point; returns where the next byte goes. There have to be four bytes of room. */
    public static int write(int point, byte[] to, int at) {
        int n = at;
        if (point < 0x80) {
            to[n++] = (byte) point;
        } else if (point < 0x800) {
            to[n++] = (byte) (0xC0 | point >> 6);
            to[n++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            to[n++] = (byte) (0xE0 | point >> 12);
            to[n++] = (byte) (0x80 | point >> 6 & 0x3F);
            to[n++] = (byte) (0x80 | point & 0x3F);
        } else {
            to[n++] = (byte) (0xF0 | point >> 18);
            to[n++] = (byte) (0x80 | point >> 12 & 0x3F);
            to[n++] = (byte) (0x80 | point >> 6 & 0x3F);
            to[n++] = (byte) (0x80 | point & 0x3F);
        }
        return n;
    }
}
