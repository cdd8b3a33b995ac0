package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.value.Calendar;

/**
 * Values in the forms in which programs write nearly all of them, read out of their bytes as they are. What has another form is
 * not read here, and is no failure: the type's reader knows all of them.
 */
final class PlainForms {
    /** Not one of these forms. */
    static final long NONE = Long.MIN_VALUE;

    /** Powers of ten that a double holds exactly. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Digits that a double holds exactly whatever they are. */
    private static final int MOST_DIGITS = 15;

    private PlainForms() {}

    /** Days since 1970 of a date as in 2024-02-29, or {@link #NONE}. */
    static long date(byte[] b, int at, int length) {
        if (length != 10 || b[at + 4] != '-' || b[at + 7] != '-') {
            return NONE;
        }
        int year = two(b, at) * 100 + two(b, at + 2);
        int month = two(b, at + 5);
        int day = two(b, at + 8);
        if (two(b, at) < 0 || two(b, at + 2) < 0 || year < 1 || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int most = month == 2 ? leap ? 29 : 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        if (day > most) {
            return NONE;
        }
        // years begin in March, so that the day that comes every four years is their last
        int y = month <= 2 ? year - 1 : year;
        int m = month <= 2 ? month + 9 : month - 3;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    }

    /** Microseconds since 1970 of a timestamp as in 2024-02-29 12:34:56.123, or {@link #NONE}. */
    static long timestamp(byte[] b, int at, int length) {
        if (length < 19 || length > 26 || length == 20 || b[at + 10] != ' ' || b[at + 13] != ':' || b[at + 16] != ':') {
            return NONE;
        }
        long days = date(b, at, 10);
        int hour = two(b, at + 11);
        int minute = two(b, at + 14);
        int second = two(b, at + 17);
        if (days == NONE || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        int fraction = 0;
        if (length > 19) {
            if (b[at + 19] != '.') {
                return NONE;
            }
            for (int i = 20; i < 26; i++) {
                int d = i < length ? b[at + i] - '0' : 0;
                if (d < 0 || d > 9) {
                    return NONE;
                }
                fraction = fraction * 10 + d;
            }
        }
        return days * Calendar.MICROS_PER_DAY + ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction;
    }

    private static int two(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Integer.MIN_VALUE / 200 : tens * 10 + ones;
    }

    /**
     * A decimal number of few digits as the double next to it: their whole and the power of ten are doubles, and one division of
     * them rounds once. Not a number for any other form.
     */
    static double decimal(byte[] b, int at, int length) {
        int end = at + length;
        int i = at;
        boolean negative = i < end && b[i] == '-';
        if (negative) {
            i++;
        }
        long whole = 0;
        int digits = 0;
        int point = -1;
        for (; i < end; i++) {
            int d = b[i] - '0';
            if (d >= 0 && d <= 9) {
                whole = whole * 10 + d;
                if (++digits > MOST_DIGITS) {
                    return Double.NaN;
                }
            } else if (b[i] == '.' && point < 0) {
                point = digits;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        double v = point < 0 ? whole : whole / TENS[digits - point];
        return negative ? -v : v;
    }
}
