package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a date, a time or both as clients write them: the four output styles, ISO 8601 and digits run together, with a
 * zone as offset, abbreviation or name (manual, 8.5.1 and appendix B.1). What depends on the moment ("now",
 * "yesterday") is the interpreter's and refused here.
 */
public final class DateTimeReader {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String DAYS = "sunmontuewedthufrisat";

    /** From the first day of the Julian period to 1970-01-01. */
    private static final long JULIAN = 2_440_588;

    private static final Set<String> MOVING = Set.of("now", "today", "tomorrow", "yesterday", "allballs");

    private final String text;
    private final String typeName;
    private final TextStyle style;
    private final int end;
    private int at;

    private int infinity;

    private boolean haveDate;
    private boolean timeOnly;
    private boolean haveTime;
    private long year;
    private int month;
    private int day = -1;
    private boolean haveYear;
    private boolean shortYear;
    private boolean weekday;
    private boolean julian;
    private boolean bc;
    /** 12 for PM, 0 for AM, -1 for neither. */
    private int half = -1;

    private long micros;
    private Integer offset;
    private Zone zone;
    private Long now;

    /** To read a text as a value of a type, in a session's style. */
    public DateTimeReader(String text, String typeName, TextStyle style) {
        this.text = text;
        this.typeName = typeName;
        this.style = style;
        this.end = text.length();
    }

    /** Lets "now", "today" and their like be read, as of a moment in microseconds since 1970 UTC. */
    public DateTimeReader at(long micros) {
        now = micros;
        return this;
    }

    /** Whether a text means what depends on the moment. */
    public static boolean isMoving(String text) {
        return MOVING.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private void moving(String word) {
        if (now == null) {
            throw SqlFailure.unsupported("the moving value \"" + word + "\" as a parameter of type " + typeName);
        }
        if (word.equals("allballs")) {
            if (!timeOnly) {
                throw bad();
            }
            offset = 0;
            haveTime = true;
            return;
        }
        if (timeOnly && !word.equals("now")) {
            throw bad();
        }
        offset = style.zone().offsetAt(Math.floorDiv(now, 1_000_000L));
        long local = now + offset * 1_000_000L;
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        haveTime = true;
        if (word.equals("now")) {
            micros = Math.floorMod(local, Calendar.MICROS_PER_DAY);
        } else {
            offset = null;
            days += word.equals("tomorrow") ? 1 : word.equals("yesterday") ? -1 : 0;
        }
        long d = Calendar.date(days);
        year = Calendar.year(d);
        month = Calendar.month(d);
        day = Calendar.day(d);
        haveDate = true;
        haveYear = true;
    }

    /** Reads a date, and a time if there is one. */
    public void read(boolean dateNeeded) {
        String s = text.strip().toLowerCase(Locale.ROOT);
        switch (s) {
            case "infinity" -> infinity = 1;
            case "-infinity" -> infinity = -1;
            case "epoch" -> {
                year = 1970;
                month = 1;
                day = 1;
                offset = 0;
                haveDate = true;
                haveYear = true;
            }
            case "now", "today", "tomorrow", "yesterday", "allballs" -> moving(s);
            default -> {
                tokens();
                finish(dateNeeded);
            }
        }
    }

    /** Reads a time of day, and its zone if there is one; a date before it is stepped over. */
    public void readTime() {
        timeOnly = true;
        if (isMoving(text)) {
            moving(text.strip().toLowerCase(Locale.ROOT));
            return;
        }
        tokens();
        if (!haveTime || day >= 0 && !haveDate) {
            throw bad();
        }
        finish(haveDate);
    }

    /** 1 or -1 for the infinities, otherwise 0. */
    public int infinity() {
        return infinity;
    }

    /** What was read. */
    public String text() {
        return text;
    }

    /** Days since 1970-01-01. */
    public long days() {
        return Calendar.days(year, month, day);
    }

    /** Microseconds since midnight. */
    public long time() {
        return micros;
    }

    /** Seconds east of UTC: as written, or of the session's zone then. */
    public int offset() {
        if (offset != null) {
            return offset;
        }
        Zone z = zone == null ? style.zone() : zone;
        long seconds = micros / 1_000_000;
        if (haveDate) {
            return z.offsetOfLocal(days() * 86_400 + seconds);
        }
        return z.offsetAt(now == null ? System.currentTimeMillis() / 1000 : Math.floorDiv(now, 1_000_000L));
    }

    // ---- tokens ----

    private void tokens() {
        skipBlanks();
        if (at == end) {
            throw bad();
        }
        while (at < end) {
            char c = text.charAt(at);
            if (Calendar.isDigit(c)) {
                number();
            } else if (Character.isLetter(c)) {
                word();
            } else if ((c == '+' || c == '-') && (haveTime || haveDate) && offset == null && zone == null) {
                offset = zoneOffset();
            } else {
                throw bad();
            }
            skipBlanks();
        }
    }

    private void skipBlanks() {
        while (at < end && (Blank.is(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
    }

    private void number() {
        int start = at;
        long first = digits();
        int n = at - start;
        char next = at < end ? text.charAt(at) : ' ';
        if (next == ':') {
            time(first, n);
        } else if (isRunTogetherTime(n)) {
            clock(
                    Long.parseLong(text.substring(start, start + 2)),
                    text.substring(start + 2, start + 4),
                    n == 6 ? text.substring(start + 4, start + 6) : "00");
            fraction();
        } else if ((next == '-' || next == '/' || next == '.') && !haveDate && at + 1 < end) {
            if (month > 0 && day >= 0) {
                throw bad();
            }
            fields(first, n, next);
        } else if (n >= 6 && !haveDate && !haveYear && day < 0) {
            runTogether(start, n);
        } else if (day < 0 && n <= 2 && (month > 0 || !timeOnly)) {
            day = (int) first;
        } else if (!haveYear) {
            year(first, n);
        } else {
            throw bad();
        }
        haveDate |= haveYear && month > 0 && day >= 0;
    }

    private boolean isRunTogetherTime(int digits) {
        return !haveTime
                && (digits == 6 && (haveDate || timeOnly)
                        || digits == 4 && (haveDate || timeOnly && text.indexOf(':') < 0));
    }

    private long digits() {
        long v = 0;
        int start = at;
        while (at < end && Calendar.isDigit(text.charAt(at))) {
            if (at - start > 9) {
                throw outOfRange(null);
            }
            v = v * 10 + text.charAt(at++) - '0';
        }
        if (at == start) {
            throw bad();
        }
        return v;
    }

    /** Three fields with the same separator between them; the second may be the name of a month. */
    private void fields(long first, int n, char separator) {
        at++;
        boolean named = at < end && Character.isLetter(text.charAt(at));
        int start = at;
        if (separator != '/' && n > 2 && end - at >= 3 && isDayOfYear(start)) {
            long ofYear = digits();
            long newYear = Calendar.days(first, 1, 1);
            if (ofYear < 1 || Calendar.year(Calendar.date(newYear + ofYear - 1)) != first) {
                throw outOfRange(null);
            }
            long d = Calendar.date(newYear + ofYear - 1);
            date(first, n, Calendar.month(d), Calendar.day(d));
            return;
        }
        long second = named ? monthNamed(letters()) : digits();
        int secondLength = at - start;
        if (at == end || text.charAt(at) != separator) {
            throw bad();
        }
        at++;
        start = at;
        long third = digits();
        int thirdLength = at - start;
        if (n >= 3) {
            if (weekday) {
                throw bad();
            }
            date(first, n, second, third);
        } else if (named) {
            date(third, thirdLength, second, first);
        } else {
            switch (style.order()) {
                case YMD -> date(first, n, second, third);
                case DMY -> date(third, thirdLength, second, first);
                case MDY -> date(third, thirdLength, first, second);
            }
        }
        if (secondLength == 0) {
            throw bad();
        }
    }

    /** "1999.008": three digits and no further point. */
    private boolean isDayOfYear(int from) {
        return Calendar.isDigit(text.charAt(from))
                && Calendar.isDigit(text.charAt(from + 1))
                && Calendar.isDigit(text.charAt(from + 2))
                && (from + 3 == end || Blank.is(text.charAt(from + 3)));
    }

    private void date(long y, int yearDigits, long m, long d) {
        year(y, yearDigits);
        if (m < 1 || m > 12 || d < 1 || d > 31) {
            throw outOfRange("Perhaps you need a different \"datestyle\" setting.");
        }
        month = (int) m;
        day = (int) d;
    }

    private void year(long y, int digits) {
        year = y;
        shortYear = digits <= 2;
        haveYear = true;
    }

    /** yyyymmdd or yymmdd. */
    private void runTogether(int start, int n) {
        int y = n - 4;
        date(
                Long.parseLong(text.substring(start, start + y)),
                y,
                Long.parseLong(text.substring(start + y, start + y + 2)),
                Long.parseLong(text.substring(start + y + 2, start + n)));
    }

    private void time(long hours, int n) {
        if (haveTime || n > 2) {
            throw bad();
        }
        at++;
        int start = at;
        digits();
        String minutes = text.substring(start, at);
        String seconds = "00";
        if (at < end && text.charAt(at) == ':') {
            start = ++at;
            digits();
            seconds = text.substring(start, at);
        }
        clock(hours, minutes, seconds);
        fraction();
    }

    private void clock(long h, String minutes, String seconds) {
        int m = Integer.parseInt(minutes);
        int s = Integer.parseInt(seconds);
        if (minutes.length() > 2 || seconds.length() > 2) {
            throw bad();
        }
        if (h > 24 || m > 59 || s > 60) {
            throw outOfRange(null);
        }
        micros = ((h * 60 + m) * 60 + s) * 1_000_000;
        haveTime = true;
    }

    /** A point and digits; rounds to microseconds. */
    private void fraction() {
        if (at == end || text.charAt(at) != '.') {
            return;
        }
        at++;
        long f = 0;
        int n = 0;
        // what is behind the sixth digit, compared with a half
        int first = 0;
        boolean more = false;
        for (; at < end && Calendar.isDigit(text.charAt(at)); at++) {
            int d = text.charAt(at) - '0';
            if (n < 6) {
                f = f * 10 + d;
            } else if (n == 6) {
                first = d;
            } else {
                more |= d > 0;
            }
            n++;
        }
        for (int k = n; k < 6; k++) {
            f *= 10;
        }
        if (first > 5 || first == 5 && (more || (f & 1) == 1)) {
            f++;
        }
        micros += f;
    }

    private String letters() {
        int start = at;
        while (at < end && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private void word() {
        int start = at;
        String w = letters();
        boolean number = at < end && Calendar.isDigit(text.charAt(at));
        if (w.equals("t") && (haveDate || timeOnly) && !haveTime && number) {
            return;
        }
        if (w.equals("j") && !haveDate && !timeOnly && number) {
            long d = Calendar.date(digits() - JULIAN);
            year = Calendar.year(d);
            month = Calendar.month(d);
            day = Calendar.day(d);
            haveYear = true;
            haveDate = true;
            julian = true;
            return;
        }
        int m = monthNamed(w);
        if (m > 0 && month == 0) {
            // "Jan 08": a number before it was the day already
            month = m;
            haveDate = haveYear && day >= 0;
            if (at < end && text.charAt(at) == '-') {
                // "Jan-08-1999"
                at++;
                int start2 = at;
                day = (int) digits();
                if (at - start2 > 2 || at == end || text.charAt(at) != '-') {
                    throw bad();
                }
                at++;
                start2 = at;
                long y = digits();
                year(y, at - start2);
                haveDate = true;
            }
        } else if (w.length() >= 3 && DAYS.indexOf(w.substring(0, 3)) % 3 == 0 && !haveDate) {
            weekday = true;
            return;
        } else {
            switch (w) {
                case "ad" -> bc = false;
                case "bc" -> bc = true;
                case "am" -> half = 0;
                case "pm" -> half = 12;
                default -> zone(start);
            }
        }
    }

    private static int monthNamed(String w) {
        if (w.length() < 3) {
            return 0;
        }
        int k = MONTHS.indexOf(w.substring(0, 3));
        return k >= 0 && k % 3 == 0 ? k / 3 + 1 : 0;
    }

    private void zone(int start) {
        if (offset != null || zone != null) {
            throw bad();
        }
        while (at < end && !Blank.is(text.charAt(at)) && "+-".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at);
        Integer known = ZoneNames.offset(name);
        if (known != null && (at == end || Blank.is(text.charAt(at)))) {
            offset = known;
            return;
        }
        while (at < end && !Blank.is(text.charAt(at))) {
            at++;
        }
        name = text.substring(start, at);
        zone = Zone.of(name);
        if (zone == null) {
            if (name.indexOf('/') < 0) {
                throw bad();
            }
            throw SqlFailure.build(
                            FailureKind.DATA, "time zone \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized")
                    .sqlState("22023")
                    .build();
        }
    }

    private int zoneOffset() {
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        int start = at;
        long h = digits();
        int n = at - start;
        long m = 0;
        long s = 0;
        if (at < end && text.charAt(at) == ':') {
            at++;
            m = digits();
            if (at < end && text.charAt(at) == ':') {
                at++;
                s = digits();
            }
        } else if (n == 4) {
            m = h % 100;
            h /= 100;
        } else if (n == 6) {
            s = h % 100;
            m = h / 100 % 100;
            h /= 10_000;
        }
        if (h > 15 || m > 59 || s > 59) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "time zone displacement out of range: \"" + text + '"')
                    .sqlState("22009")
                    .build();
        }
        return sign * (int) ((h * 60 + m) * 60 + s);
    }

    // ---- the whole ----

    private void finish(boolean dateNeeded) {
        haveDate = haveYear && month > 0 && day >= 0;
        if (dateNeeded && !haveDate) {
            throw bad();
        }
        if (half >= 0) {
            long h = micros / 3_600_000_000L;
            if (!haveTime || h < 1 || h > 12) {
                throw outOfRange(null);
            }
            micros += (h % 12 + half - h) * 3_600_000_000L;
        }
        if (micros > Calendar.MICROS_PER_DAY) {
            throw outOfRange(null);
        }
        if (haveDate) {
            if (shortYear && !bc) {
                year += year < 70 ? 2000 : 1900;
            }
            if (year == 0 && !julian) {
                throw outOfRange(null);
            }
            if (bc) {
                year = 1 - year;
            }
            if (day < 1 || day > Calendar.daysOfMonth(year, month)) {
                throw outOfRange(null);
            }
        }
    }

    private SqlFailure bad() {
        return SqlFailure.build(
                        FailureKind.BAD_VALUE, "invalid input syntax for type " + typeName + ": \"" + text + '"')
                .sqlState("22007")
                .build();
    }

    private SqlFailure outOfRange(String hint) {
        return SqlFailure.build(FailureKind.OUT_OF_RANGE, "date/time field value out of range: \"" + text + '"')
                .sqlState("22008")
                .hint(hint)
                .build();
    }
}
