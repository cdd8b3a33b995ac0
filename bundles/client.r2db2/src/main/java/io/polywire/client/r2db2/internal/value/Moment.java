package io.polywire.client.r2db2.internal.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * A date, a time, or both, as read from ISO text, with or without an offset from UTC.
 *
 * @param date null: a time only
 * @param time null: a date only
 * @param offset null: none was given
 */
record Moment(LocalDate date, LocalTime time, ZoneOffset offset) {
    /**
     * Reads {@code YYYY-MM-DD}, {@code HH:MM[:SS[.fraction]]}, or both with a blank or T between, followed by
     * {@code Z} or {@code +HH[:MM]} or nothing.
     *
     * @return null if the text is anything else
     */
    static Moment parse(String text) {
        try {
            return new Reader(text.strip()).read();
        } catch (DateTimeException e) {
            // 2026-02-30, 25:00, +19:00: no such moment
            return null;
        }
    }

    private static final class Reader {
        private static final long[] SCALE = {
            1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
        };

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Moment read() {
            LocalDate date = null;
            LocalTime time = null;
            ZoneOffset offset = null;
            if (text.length() >= 10 && text.charAt(4) == '-') {
                date = date();
                if (date == null) {
                    return null;
                }
                if (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == 'T')) {
                    at++;
                    time = time();
                    if (time == null) {
                        return null;
                    }
                }
            } else {
                time = time();
                if (time == null) {
                    return null;
                }
            }
            if (at < text.length()) {
                offset = offset();
                if (offset == null || at < text.length()) {
                    return null;
                }
            }
            return new Moment(date, time, offset);
        }

        private LocalDate date() {
            int year = digits(4);
            boolean dash = accept('-');
            int month = digits(2);
            dash &= accept('-');
            int day = digits(2);
            return dash && year >= 0 && month >= 0 && day >= 0 ? LocalDate.of(year, month, day) : null;
        }

        private LocalTime time() {
            int hour = digits(2);
            boolean colon = accept(':');
            int minute = digits(2);
            if (!colon || hour < 0 || minute < 0) {
                return null;
            }
            int second = 0;
            int nano = 0;
            if (accept(':')) {
                second = digits(2);
                if (second < 0) {
                    return null;
                }
                if (accept('.')) {
                    nano = fraction();
                    if (nano < 0) {
                        return null;
                    }
                }
            }
            return LocalTime.of(hour, minute, second, nano);
        }

        private int fraction() {
            int from = at;
            long value = 0;
            while (at < text.length() && isDigit(text.charAt(at)) && at - from < 9) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            int count = at - from;
            return count == 0 ? -1 : (int) (value * SCALE[count]);
        }

        private ZoneOffset offset() {
            if (accept('Z') || accept('z')) {
                return ZoneOffset.UTC;
            }
            if (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            boolean minus = accept('-');
            if (!minus && !accept('+')) {
                return null;
            }
            int hours = digits(2);
            accept(':');
            int minutes = at < text.length() ? digits(2) : 0;
            if (hours < 0 || minutes < 0) {
                return null;
            }
            return ZoneOffset.ofHoursMinutes(minus ? -hours : hours, minus ? -minutes : minutes);
        }

        private boolean accept(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            if (there) {
                at++;
            }
            return there;
        }

        private int digits(int count) {
            if (text.length() - at < count) {
                return -1;
            }
            int value = 0;
            for (int end = at + count; at < end; at++) {
                char digit = text.charAt(at);
                if (!isDigit(digit)) {
                    return -1;
                }
                value = value * 10 + digit - '0';
            }
            return value;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
