package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.List;

/**
 * Reads a date, a time or both as clients write them: the four output styles, ISO 8601 and digits run together, with a
 * zone as offset, abbreviation or name (manual, 8.5.1 and appendix B.1). A text is taken apart into fields, each field says
 * which parts of a date or time it gives, and no part may be given twice. What depends on the moment ("now", "yesterday")
 * is refused where no moment was given.
 */
public final class DateTimeReader {
    /** From the first day of the Julian period to 1970-01-01. */
    private static final long JULIAN = 2_440_588;

    private static final int YEAR = 1;
    private static final int MONTH = 1 << 1;
    private static final int DAY = 1 << 2;
    private static final int DATE = YEAR | MONTH | DAY;
    private static final int HOUR = 1 << 3;
    private static final int MINUTE = 1 << 4;
    private static final int SECOND = 1 << 5;
    private static final int FRACTION = 1 << 6;
    private static final int TIME = HOUR | MINUTE | SECOND | FRACTION;
    private static final int DAY_OF_YEAR = 1 << 7;
    private static final int ZONE = 1 << 8;
    private static final int SUMMER_ZONE = 1 << 9;
    private static final int SUMMER = 1 << 10;
    private static final int HALF = 1 << 11;
    private static final int ERA = 1 << 12;
    private static final int WEEKDAY = 1 << 13;
    private static final int SPECIAL = 1 << 14;

    private static final long MICROS = 1_000_000L;

    private final String text;
    private final String typeName;
    private final TextStyle style;
    private Long now;

    private boolean timeOnly;
    private List<DateTimeFields.Field> fields;
    /** What is known so far. */
    private int known;
    /** What the unit before says that the next number is; 0 for nothing. */
    private int labelled;

    private boolean monthNamed;
    private boolean julian;
    private boolean shortYear;
    private boolean bc;
    /** 12 for PM, 0 for AM, -1 for neither. */
    private int half = -1;
    /** A value that is neither date nor time: one of the special ones of {@link DateTimeWord}; -1 for none. */
    private int special = -1;

    private long year;
    private int month;
    private int day;
    private int dayOfYear;
    private long hour;
    private long minute;
    private long second;
    private long fraction;

    /** Seconds east of UTC; null where none was written. */
    private Integer offset;

    private Zone zone;

    /** To read a text as a value of a type, in a session's style. */
    public DateTimeReader(String text, String typeName, TextStyle style) {
        this.text = text;
        this.typeName = typeName;
        this.style = style;
    }

    /** Lets "now", "today" and their like be read, as of a moment in microseconds since 1970 UTC. */
    public DateTimeReader at(long micros) {
        now = micros;
        return this;
    }

    /** Whether a text means what depends on the moment. */
    public static boolean isMoving(String text) {
        List<DateTimeFields.Field> fields = DateTimeFields.of(text);
        return fields != null
                && fields.stream().anyMatch(f -> {
                    DateTimeWord word = DateTimeWord.of(f.text());
                    return word != null && word.isMoving();
                });
    }

    /** Reads a date, and a time if there is one. */
    public void read(boolean dateNeeded) {
        fields();
        if (special >= 0) {
            return;
        }
        if (dateNeeded && (known & DATE) != DATE) {
            throw bad();
        }
        checkZone();
    }

    /** Reads a time of day, and its zone if there is one; a date before it is stepped over. */
    public void readTime() {
        timeOnly = true;
        fields();
        if (special >= 0) {
            throw bad();
        }
        checkTime();
        if ((known & TIME) != TIME) {
            throw bad();
        }
        checkZone();
        boolean date = (known & DATE) == DATE;
        if (!date && (zone != null ? zone.needsDate() : offset == null && (known & DATE) != 0)) {
            throw bad();
        }
    }

    /** 1 or -1 for the infinities, otherwise 0. */
    public int infinity() {
        return special == DateTimeWord.LATE ? 1 : special == DateTimeWord.EARLY ? -1 : 0;
    }

    /** What was read. */
    public String text() {
        return text;
    }

    /** Days since 1970-01-01. */
    public long days() {
        return special == DateTimeWord.EPOCH ? 0 : Calendar.days(year, month, day);
    }

    /** Microseconds since midnight. */
    public long time() {
        return special == DateTimeWord.EPOCH ? 0 : ((hour * 60 + minute) * 60 + second) * MICROS + fraction;
    }

    /** Seconds east of UTC: as written, or of the session's zone then. */
    public int offset() {
        if (special == DateTimeWord.EPOCH) {
            return 0;
        }
        if (offset != null) {
            return offset;
        }
        Zone z = zone == null ? style.zone() : zone;
        long seconds = time() / MICROS;
        if ((known & DATE) == DATE) {
            return z.offsetOfLocal(days() * 86_400 + seconds);
        }
        return z.offsetAt(now == null ? System.currentTimeMillis() / 1000 : Math.floorDiv(now, MICROS));
    }

    // ---- fields ----

    private void fields() {
        fields = DateTimeFields.of(text);
        if (fields == null || fields.isEmpty()) {
            throw bad();
        }
        for (int i = 0; i < fields.size(); i++) {
            DateTimeFields.Field f = fields.get(i);
            int given = switch (f.kind()) {
                case DATE -> timeOnly ? dateOfTime(f.text(), i) : date(f.text());
                case TIME -> {
                    labelledTime();
                    int t = time(f.text());
                    if (!timeOnly) {
                        checkTime();
                    }
                    yield t;
                }
                case ZONE -> zone(f.text());
                case NUMBER ->
                    labelled != 0 ? labelled(f.text()) : timeOnly ? numberOfTime(f.text(), i) : number(f.text());
                case WORD, SPECIAL -> word(f.text(), i);
            };
            if ((given & known) != 0) {
                throw bad();
            }
            known |= given;
        }
        checkDate();
        if (half >= 0 && hour > 12) {
            throw outOfRange(null);
        }
        if (half == 0 && hour == 12) {
            hour = 0;
        } else if (half == 12 && hour != 12) {
            hour += 12;
        }
    }

    /** A time may stand behind "t", and behind no other unit. */
    private void labelledTime() {
        if (labelled != 0 && labelled != DateTimeWord.TIME) {
            throw bad();
        }
        labelled = 0;
    }

    /** What has separators in it: a date, behind one the name of a zone, or a time run together with its zone. */
    private int date(String s) {
        if (labelled == DateTimeWord.JULIAN) {
            Digits d = new Digits(s);
            long value = d.next(FailureKind.OUT_OF_RANGE);
            ofJulian(value);
            labelled = 0;
            zone(s.substring(d.at));
            return DATE | TIME | ZONE;
        }
        if (labelled == 0 && (known & (MONTH | DAY)) != (MONTH | DAY)) {
            return dateParts(s);
        }
        if (!Calendar.isDigit(s.charAt(0)) && labelled == 0) {
            return namedZone(s);
        }
        labelledTime();
        return timeAndZone(s, known);
    }

    private int dateOfTime(String s, int i) {
        int n = fields.size();
        if (i == 0
                && n >= 2
                && (fields.get(n - 1).kind() == DateTimeFields.Kind.DATE
                        || fields.get(1).kind() == DateTimeFields.Kind.TIME)) {
            return dateParts(s);
        }
        if (!Calendar.isDigit(s.charAt(0))) {
            return namedZone(s);
        }
        return timeAndZone(s, known | DATE);
    }

    private int timeAndZone(String s, int before) {
        int dash = s.indexOf('-');
        if ((known & TIME) == TIME || dash < 0) {
            throw bad();
        }
        zone(s.substring(dash));
        return runTogether(s.substring(0, dash), before) | ZONE;
    }

    /** A date of three parts, of which one may be the name of a month. */
    private int dateParts(String s) {
        List<String> parts = DateTimeFields.parts(s);
        if (parts == null) {
            throw bad();
        }
        int given = 0;
        boolean named = false;
        for (int i = 0; i < parts.size(); i++) {
            if (Calendar.isDigit(parts.get(i).charAt(0))) {
                continue;
            }
            DateTimeWord w = DateTimeWord.of(parts.get(i));
            if (w != null && w.kind() == DateTimeWord.Kind.IGNORED) {
                continue;
            }
            if (w == null || w.kind() != DateTimeWord.Kind.MONTH || ((known | given) & MONTH) != 0) {
                throw bad();
            }
            month = w.value();
            named = true;
            given |= MONTH;
            parts.set(i, null);
        }
        for (String part : parts) {
            if (part == null) {
                continue;
            }
            int one = part(part, named, known | given);
            if (((known | given) & one) != 0) {
                throw bad();
            }
            given |= one;
        }
        if (((known | given) & ~(DAY_OF_YEAR | ZONE)) != DATE) {
            throw bad();
        }
        return given;
    }

    /** Hours, minutes and seconds with colons between them. */
    private int time(String s) {
        Digits d = new Digits(s);
        hour = d.next(FailureKind.OUT_OF_RANGE);
        d.expect(':');
        minute = d.next(FailureKind.OUT_OF_RANGE);
        second = 0;
        fraction = 0;
        if (d.is('.')) {
            // two parts with a fraction are minutes and seconds
            fraction(s.substring(d.at));
            second = minute;
            minute = hour;
            hour = 0;
        } else if (!d.ends()) {
            d.expect(':');
            second = d.next(FailureKind.OUT_OF_RANGE);
            if (!d.ends()) {
                fraction(s.substring(d.at));
            }
        }
        if (minute > 59 || second > 60) {
            throw outOfRange(null);
        }
        return TIME;
    }

    /** A point and digits, rounded to microseconds. */
    private void fraction(String s) {
        if (s.charAt(0) != '.') {
            throw bad();
        }
        for (int i = 1; i < s.length(); i++) {
            if (!Calendar.isDigit(s.charAt(i))) {
                throw bad();
            }
        }
        fraction = s.length() == 1 ? 0 : (long) Math.rint(Double.parseDouble(s) * MICROS);
    }

    // ---- numbers ----

    private int number(String s) {
        int point = s.indexOf('.');
        boolean date = (known & DATE) != 0;
        if (point >= 0 && !date) {
            return dateParts(s);
        }
        boolean several = point > 2 || point < 0 && s.length() >= 6 && ((known & DATE) == 0 || (known & TIME) == 0);
        return several ? runTogether(s, known) : part(s, monthNamed, known);
    }

    private int numberOfTime(String s, int i) {
        int point = s.indexOf('.');
        int n = fields.size();
        if (point < 0) {
            return s.length() > 4 ? runTogether(s, known | DATE) : part(s, false, known | DATE);
        }
        if (i == 0 && n >= 2 && fields.get(n - 1).kind() == DateTimeFields.Kind.DATE) {
            return dateParts(s);
        }
        if (point <= 2) {
            throw bad();
        }
        return runTogether(s, known | DATE);
    }

    /** A number whose unit stands before it. */
    private int labelled(String s) {
        Digits d = new Digits(s);
        long value = d.next(FailureKind.OUT_OF_RANGE);
        int unit = labelled;
        boolean fractional = unit == DateTimeWord.JULIAN || unit == DateTimeWord.TIME || unit == DateTimeWord.SECOND;
        if (!d.ends() && !(fractional && d.is('.'))) {
            throw bad();
        }
        labelled = 0;
        switch (unit) {
            case DateTimeWord.YEAR -> {
                year = value;
                return YEAR;
            }
            case DateTimeWord.MONTH -> {
                if ((known & MONTH) != 0 && (known & HOUR) != 0) {
                    minute = value;
                    return MINUTE;
                }
                month = clipped(value);
                return MONTH;
            }
            case DateTimeWord.DAY -> {
                day = clipped(value);
                return DAY;
            }
            case DateTimeWord.HOUR -> {
                hour = value;
                return HOUR;
            }
            case DateTimeWord.MINUTE -> {
                minute = value;
                return MINUTE;
            }
            case DateTimeWord.SECOND -> {
                second = value;
                if (d.ends()) {
                    return SECOND;
                }
                fraction(s.substring(d.at));
                return SECOND | FRACTION;
            }
            case DateTimeWord.JULIAN -> {
                ofJulian(value);
                if (d.ends()) {
                    return DATE;
                }
                double part = s.length() == d.at + 1 ? 0 : Double.parseDouble(s.substring(d.at));
                long micros = (long) (part * Calendar.MICROS_PER_DAY);
                hour = micros / (3600 * MICROS);
                minute = micros / (60 * MICROS) % 60;
                second = micros / MICROS % 60;
                fraction = micros % MICROS;
                return DATE | TIME;
            }
            case DateTimeWord.TIME -> {
                int given = runTogether(s, known | DATE);
                if (given != TIME) {
                    throw bad();
                }
                return given;
            }
            default -> throw bad();
        }
    }

    private void ofJulian(long value) {
        long d = Calendar.date(value - JULIAN);
        year = Calendar.year(d);
        month = Calendar.month(d);
        day = Calendar.day(d);
        julian = true;
    }

    /** Digits of a date or of a time without separators; a fraction behind them makes them a time. */
    private int runTogether(String s, int before) {
        int point = s.indexOf('.');
        String digits = point < 0 ? s : s.substring(0, point);
        int n = digits.length();
        if (point >= 0) {
            fraction = point == s.length() - 1 ? 0 : (long) Math.rint(Double.parseDouble(s.substring(point)) * MICROS);
        } else if ((before & DATE) != DATE && n >= 6) {
            day = (int) value(digits.substring(n - 2));
            month = (int) value(digits.substring(n - 4, n - 2));
            year = value(digits.substring(0, n - 4));
            shortYear |= n == 6;
            return DATE;
        }
        if ((before & TIME) != TIME && (n == 6 || n == 4)) {
            hour = value(digits.substring(0, 2));
            minute = value(digits.substring(2, 4));
            second = n == 6 ? value(digits.substring(4)) : 0;
            return TIME;
        }
        throw bad();
    }

    private long value(String digits) {
        if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
            throw outOfRange(null);
        }
        return Long.parseLong(digits);
    }

    /** A number that is one part of a date; which one, those before it tell. */
    private int part(String s, boolean named, int before) {
        Digits d = new Digits(s);
        long value = d.next(FailureKind.OUT_OF_RANGE);
        if (d.at == 0) {
            throw bad();
        }
        if (d.is('.')) {
            if (d.at > 2) {
                return runTogether(s, before | DATE);
            }
            fraction(s.substring(d.at));
        } else if (!d.ends()) {
            throw bad();
        }
        int n = s.length();
        if (n == 3 && (before & DATE) == YEAR && value >= 1 && value <= 366) {
            dayOfYear = (int) value;
            return DAY_OF_YEAR | MONTH | DAY;
        }
        TextStyle.Order order = style.order();
        int given = switch (before & DATE) {
            case 0 -> n >= 3 || order == TextStyle.Order.YMD ? YEAR : order == TextStyle.Order.DMY ? DAY : MONTH;
            case YEAR, DAY -> MONTH;
            case MONTH -> named && (n >= 3 || order == TextStyle.Order.YMD) ? YEAR : DAY;
            case YEAR | MONTH -> DAY;
            case MONTH | DAY -> YEAR;
            case DATE -> TIME;
            default -> throw bad();
        };
        if (given == TIME) {
            return runTogether(s, before);
        }
        if (given == DAY && named && (before & DATE) == (YEAR | MONTH) && n >= 3 && shortYear) {
            // what was taken for the year is the day
            day = (int) year;
            year = value;
            shortYear = false;
            return DAY;
        }
        switch (given) {
            case YEAR -> {
                year = value;
                shortYear = n <= 2;
            }
            case MONTH -> month = clipped(value);
            default -> day = clipped(value);
        }
        return given;
    }

    private static int clipped(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    // ---- words and zones ----

    private int word(String w, int i) {
        ZoneAbbreviation abbreviation = ZoneAbbreviation.of(w);
        if (abbreviation != null) {
            Zone meant = abbreviation.zone();
            zone = meant.isFixed() ? zone : meant;
            offset = meant.isFixed() ? (Integer) meant.offsetAt(0) : offset;
            return ZONE | (abbreviation.isSummer() ? SUMMER_ZONE : 0);
        }
        DateTimeWord word = DateTimeWord.of(w);
        if (word == null) {
            Zone named = Zone.of(w);
            if (named == null) {
                throw bad();
            }
            zone = named;
            return ZONE;
        }
        switch (word.kind()) {
            case IGNORED -> {
                return 0;
            }
            case SPECIAL -> {
                return special(word);
            }
            case MONTH -> {
                if (timeOnly) {
                    throw bad();
                }
                int given = MONTH;
                if ((this.known & MONTH) != 0 && !monthNamed && (this.known & DAY) == 0 && month >= 1 && month <= 31) {
                    // what was taken for the month is the day
                    day = month;
                    given = DAY;
                }
                monthNamed = true;
                month = word.value();
                return given;
            }
            case SUMMER -> {
                offset = (offset == null ? 0 : offset) + word.value();
                return SUMMER | SUMMER_ZONE;
            }
            case HALF -> {
                half = 12 * word.value();
                return HALF;
            }
            case ERA -> {
                bc = word.value() == 1;
                return ERA;
            }
            case WEEKDAY -> {
                if (timeOnly) {
                    throw bad();
                }
                return WEEKDAY;
            }
            case UNIT -> {
                labelled = word.value();
                return 0;
            }
            default -> {
                return isoTime(i);
            }
        }
    }

    /** The t between a date and a time. */
    private int isoTime(int i) {
        boolean follows = i + 1 < fields.size()
                && switch (fields.get(i + 1).kind()) {
                    case NUMBER, TIME, DATE -> true;
                    default -> false;
                };
        if (!follows || !timeOnly && (known & DATE) != DATE) {
            throw bad();
        }
        labelled = DateTimeWord.TIME;
        return 0;
    }

    private int special(DateTimeWord word) {
        if (word.value() == DateTimeWord.ALLBALLS) {
            hour = 0;
            minute = 0;
            second = 0;
            fraction = 0;
            offset = 0;
            return TIME | ZONE;
        }
        if (timeOnly && word.value() != DateTimeWord.NOW) {
            throw bad();
        }
        if (!word.isMoving()) {
            special = word.value();
            return SPECIAL;
        }
        if (now == null && style.moment() != null) {
            now = style.moment().getAsLong();
        } else if (now == null) {
            throw SqlFailure.unsupported("the moving value \"" + text + "\" as a parameter of type " + typeName);
        }
        int east = style.zone().offsetAt(Math.floorDiv(now, MICROS));
        long local = now + east * MICROS;
        int given = 0;
        if (word.value() == DateTimeWord.NOW) {
            long of = Math.floorMod(local, Calendar.MICROS_PER_DAY);
            hour = of / (3600 * MICROS);
            minute = of / (60 * MICROS) % 60;
            second = of / MICROS % 60;
            fraction = of % MICROS;
            given = TIME;
            if (timeOnly) {
                return given;
            }
            offset = east;
            given |= ZONE;
        }
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY)
                + (word.value() == DateTimeWord.TOMORROW ? 1 : word.value() == DateTimeWord.YESTERDAY ? -1 : 0);
        long d = Calendar.date(days);
        year = Calendar.year(d);
        month = Calendar.month(d);
        day = Calendar.day(d);
        return given | DATE;
    }

    private int namedZone(String name) {
        zone = Zone.of(name);
        if (zone == null) {
            throw SqlFailure.build(FailureKind.DATA, "time zone \"" + name + "\" not recognized")
                    .sqlState("22023")
                    .build();
        }
        return ZONE;
    }

    /** A sign and hours, minutes and seconds. */
    private int zone(String s) {
        if (s.isEmpty() || s.charAt(0) != '+' && s.charAt(0) != '-') {
            throw bad();
        }
        Digits d = new Digits(s);
        d.at = 1;
        long h = d.next(FailureKind.BAD_VALUE);
        long m = 0;
        long sec = 0;
        if (d.is(':')) {
            d.at++;
            m = d.next(FailureKind.BAD_VALUE);
            if (d.is(':')) {
                d.at++;
                sec = d.next(FailureKind.BAD_VALUE);
            }
        } else if (d.ends() && s.length() > 3) {
            m = h % 100;
            h /= 100;
        }
        if (h < 0 || h > 15 || m < 0 || m > 59 || sec < 0 || sec > 59) {
            throw displacement();
        }
        if (!d.ends()) {
            throw bad();
        }
        offset = (s.charAt(0) == '-' ? -1 : 1) * (int) ((h * 60 + m) * 60 + sec);
        return ZONE;
    }

    private SqlFailure displacement() {
        return SqlFailure.build(FailureKind.OUT_OF_RANGE, "time zone displacement out of range: \"" + text + '"')
                .sqlState("22009")
                .build();
    }

    // ---- the whole ----

    private void checkDate() {
        if ((known & YEAR) != 0 && !julian) {
            if (year <= 0 && !(shortYear && !bc && year == 0)) {
                throw outOfRange(null);
            }
            if (bc) {
                year = 1 - year;
            } else if (shortYear) {
                year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
            }
        }
        if ((known & DAY_OF_YEAR) != 0) {
            long d = Calendar.date(Calendar.days(year, 1, 1) + dayOfYear - 1);
            year = Calendar.year(d);
            month = Calendar.month(d);
            day = Calendar.day(d);
        }
        if ((known & MONTH) != 0 && (month < 1 || month > 12) || (known & DAY) != 0 && (day < 1 || day > 31)) {
            throw outOfRange("Perhaps you need a different \"datestyle\" setting.");
        }
        if ((known & DATE) == DATE && day > Calendar.daysOfMonth(year, month)) {
            throw outOfRange(null);
        }
    }

    /** At most 24 hours. */
    private void checkTime() {
        if (hour > 24 || minute > 59 || second > 60 || time() > Calendar.MICROS_PER_DAY) {
            throw outOfRange(null);
        }
    }

    /** Summer time is said of an abbreviation alone. */
    private void checkZone() {
        if ((known & SUMMER) != 0 && (zone != null || (known & ZONE) == 0)) {
            throw bad();
        }
    }

    /** Reads numbers off a field. */
    private final class Digits {
        private final String of;
        private int at;

        Digits(String of) {
            this.of = of;
        }

        /**
         * The number here, 0 where none is; it may have a sign.
         *
         * @param kind what is said of one that is too large: of the displacement of a zone where it is a bad value
         */
        long next(FailureKind kind) {
            int sign = is('-') ? -1 : 1;
            int start = is('-') || is('+') ? at + 1 : at;
            int i = start;
            long v = 0;
            while (i < of.length() && Calendar.isDigit(of.charAt(i))) {
                v = Math.min(v * 10 + of.charAt(i++) - '0', 1L << 40);
            }
            if (i == start) {
                return 0;
            }
            at = i;
            if (sign * v > Integer.MAX_VALUE || sign * v < Integer.MIN_VALUE) {
                throw kind == FailureKind.BAD_VALUE ? displacement() : outOfRange(null);
            }
            return sign * v;
        }

        boolean is(char c) {
            return at < of.length() && of.charAt(at) == c;
        }

        boolean ends() {
            return at == of.length();
        }

        void expect(char c) {
            if (!is(c)) {
                throw bad();
            }
            at++;
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
