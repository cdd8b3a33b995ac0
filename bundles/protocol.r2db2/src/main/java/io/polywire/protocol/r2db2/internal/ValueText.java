package io.polywire.protocol.r2db2.internal;

import io.polywire.api.number.DecimalDigits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Text forms of values that travel as something else: ISO 8601 for dates and times, plain digits for decimals. Written
 * into an array of {@value #LONGEST} bytes from its beginning; each method returns the length.
 */
final class ValueText {
    /** Room for the longest of them, a decimal of 18 digits with a large scale excepted, which makes its own array. */
    static final int LONGEST = 48;

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private ValueText() {}

    /** "2026-01-31"; years beyond four digits carry their sign, as ISO 8601 has it. */
    static int date(long days, byte[] to) {
        return ascii(LocalDate.ofEpochDay(days).toString(), to, 0);
    }

    /** "23:59:59" or "23:59:59.5". */
    static int time(long micros, byte[] to) {
        return time(micros, to, 0);
    }

    /** "2026-01-31 23:59:59.5", with "+00" behind it if it is an instant; "infinity" and "-infinity". */
    static int timestamp(long micros, boolean zone, byte[] to) {
        if (micros == Long.MAX_VALUE) {
            return ascii("infinity", to, 0);
        }
        if (micros == Long.MIN_VALUE) {
            return ascii("-infinity", to, 0);
        }
        int at = date(Math.floorDiv(micros, MICROS_PER_DAY), to);
        to[at++] = ' ';
        at = time(Math.floorMod(micros, MICROS_PER_DAY), to, at);
        return zone ? ascii("+00", to, at) : at;
    }

    /** A scaled integer as plain decimal digits. */
    static byte[] decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).toPlainString().getBytes(StandardCharsets.US_ASCII);
    }

    /** 64 bits read without sign. */
    static int unsigned(long value, byte[] to) {
        return ascii(Long.toUnsignedString(value), to, 0);
    }

    /** "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" of 16 bytes. */
    static int uuid(byte[] from, int offset, byte[] to) {
        int at = 0;
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                to[at++] = '-';
            }
            to[at++] = HEX[(from[offset + i] >> 4) & 0xF];
            to[at++] = HEX[from[offset + i] & 0xF];
        }
        return at;
    }

    private static int time(long micros, byte[] to, int from) {
        long seconds = micros / MICROS_PER_SECOND;
        int at = DecimalDigits.writePadded(seconds / 3600, 2, to, from);
        to[at++] = ':';
        at = DecimalDigits.writePadded(seconds / 60 % 60, 2, to, at);
        to[at++] = ':';
        at = DecimalDigits.writePadded(seconds % 60, 2, to, at);
        long fraction = micros % MICROS_PER_SECOND;
        if (fraction != 0) {
            to[at++] = '.';
            at = DecimalDigits.writePadded(fraction, 6, to, at);
            while (to[at - 1] == '0') {
                at--;
            }
        }
        return at;
    }

    private static int ascii(String text, byte[] to, int at) {
        byte[] b = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(b, 0, to, at, b.length);
        return at + b.length;
    }
}
