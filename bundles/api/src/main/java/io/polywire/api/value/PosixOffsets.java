package io.polywire.api.value;

import java.util.Arrays;

/**
 * A zone that its own text describes: {@code std offset [dst [offset] [,start[/time],end[/time]]]} of POSIX's TZ (IEEE Std
 * 1003.1, 8.3; PostgreSQL's manual, B.5), offsets counted to the west, times of day from -167 to 167 hours. Names may
 * be empty, as PostgreSQL lets them; without a rule, summer time is that of the United States.
 */
final class PosixOffsets implements ZoneOffsets {
    private static final String DEFAULT_RULE = ",M3.2.0,M11.1.0";
    private static final int MOST_HOURS = 167;
    private static final int DAY = 86_400;

    private final String standardName;
    private final int standard;
    private final String summerName;
    private final int summer;
    private final Change toSummer;
    private final Change toStandard;

    private PosixOffsets(Reader r) {
        standardName = r.name();
        standard = -r.time();
        if (r.atEnd()) {
            summerName = null;
            summer = standard;
            toSummer = null;
            toStandard = null;
            return;
        }
        summerName = r.name();
        if (summerName.isEmpty()) {
            throw r.bad();
        }
        summer = r.atEnd() || r.isRule() ? standard + 3600 : -r.time();
        Reader rule = r.atEnd() ? new Reader(DEFAULT_RULE) : r;
        toSummer = rule.change();
        toStandard = rule.change();
        if (!rule.atEnd()) {
            throw r.bad();
        }
    }

    /** The zone of a text, null if it is not of this form. */
    static PosixOffsets of(String text) {
        try {
            return new PosixOffsets(new Reader(text));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    boolean isFixed() {
        return toSummer == null;
    }

    @Override
    public Span at(long seconds) {
        if (toSummer == null) {
            return new Span(Long.MIN_VALUE, Long.MAX_VALUE, standard);
        }
        Switch[] near = around(seconds);
        int i = near.length - 1;
        while (near[i].at > seconds) {
            i--;
        }
        return new Span(near[i].at, i + 1 < near.length ? near[i + 1].at : seconds + 1, near[i].after);
    }

    @Override
    public int ofLocal(long seconds) {
        if (toSummer == null) {
            return standard;
        }
        int now = standard;
        for (Switch s : around(seconds)) {
            if (seconds >= s.at + Math.max(s.before, s.after)) {
                now = s.after;
            } else if (seconds >= s.at + Math.min(s.before, s.after)) {
                return s.after > s.before ? s.before : s.after;
            }
        }
        return now;
    }

    @Override
    public String abbreviation(int offset, long seconds) {
        return offset == standard ? standardName : summerName;
    }

    /** The changes of the clock of the years about a moment, in order. */
    private Switch[] around(long seconds) {
        long year = Calendar.year(Calendar.date(Math.floorDiv(seconds + standard, DAY)));
        Switch[] all = new Switch[6];
        for (int i = 0; i < 3; i++) {
            all[2 * i] = new Switch(toSummer.local(year - 1 + i) - standard, standard, summer);
            all[2 * i + 1] = new Switch(toStandard.local(year - 1 + i) - summer, summer, standard);
        }
        Arrays.sort(all, (a, b) -> Long.compare(a.at, b.at));
        return all;
    }

    /** A moment at which the clock is changed. */
    private record Switch(long at, int before, int after) {}

    /** A day of each year, by one of POSIX's three forms, and a time of the clock that is left. */
    private record Change(char form, int month, int week, int day, int time) {
        /** In seconds since 1970 of the clock that is left. */
        long local(long year) {
            return days(year) * DAY + time;
        }

        private long days(long year) {
            long first = Calendar.days(year, 1, 1);
            if (form == 'J') {
                // February 29 is never counted
                boolean leap = Calendar.daysOfMonth(year, 2) == 29;
                return first + day - 1 + (leap && day >= 60 ? 1 : 0);
            }
            if (form != 'M') {
                return first + day;
            }
            long ofMonth = Calendar.days(year, month, 1);
            int in = Math.floorMod(day - Calendar.weekday(ofMonth), 7) + 7 * (week - 1);
            int length = Calendar.daysOfMonth(year, month);
            return ofMonth + (in >= length ? in - 7 : in);
        }
    }

    /** Steps through a text; throws IllegalArgumentException where it is not of the form. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        IllegalArgumentException bad() {
            return new IllegalArgumentException(text);
        }

        boolean atEnd() {
            return at == text.length();
        }

        boolean isRule() {
            return is(',') || is(';');
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private boolean isDigit() {
            return at < text.length() && Calendar.isDigit(text.charAt(at));
        }

        private void take(char c) {
            if (!is(c)) {
                throw bad();
            }
            at++;
        }

        /** In angle brackets, or what is neither digit nor sign nor comma. */
        String name() {
            int from = at;
            if (is('<')) {
                at = text.indexOf('>', at);
                if (at < 0) {
                    throw bad();
                }
                return text.substring(from + 1, at++);
            }
            while (!atEnd() && ",+-0123456789".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private int number(int least, int most) {
            int from = at;
            int value = 0;
            while (isDigit()) {
                value = 10 * value + text.charAt(at++) - '0';
                if (value > most) {
                    throw bad();
                }
            }
            if (at == from || value < least) {
                throw bad();
            }
            return value;
        }

        /** A sign, hours, minutes, seconds. */
        int time() {
            boolean negative = is('-');
            if (negative || is('+')) {
                at++;
            }
            int seconds = 3600 * number(0, MOST_HOURS);
            if (is(':')) {
                at++;
                seconds += 60 * number(0, 59);
                if (is(':')) {
                    at++;
                    seconds += number(0, 60);
                }
            }
            return negative ? -seconds : seconds;
        }

        Change change() {
            if (is(';')) {
                at++;
            } else {
                take(',');
            }
            char form = atEnd() ? ' ' : Character.toUpperCase(text.charAt(at));
            int month = 0;
            int week = 0;
            int day;
            if (form == 'M') {
                at++;
                month = number(1, 12);
                take('.');
                week = number(1, 5);
                take('.');
                day = number(0, 6);
            } else if (form == 'J') {
                at++;
                day = number(1, 365);
            } else {
                day = number(0, 365);
            }
            int time = 2 * 3600;
            if (is('/')) {
                at++;
                time = time();
            }
            return new Change(form, month, week, day, time);
        }
    }
}
