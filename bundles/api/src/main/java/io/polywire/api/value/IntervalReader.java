package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an interval in any of the four output styles and the free form of numbers and units (manual, 8.5.4). A fraction
 * of a unit spills into the smaller ones with 12 months, 30 days and 24 hours.
 */
public final class IntervalReader {
    private static final Pattern CLOCK = Pattern.compile("([+-]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?");
    /** With a fraction the first number counts minutes. */
    private static final Pattern MINUTES = Pattern.compile("([+-]?)(\\d+):(\\d{1,2}\\.\\d*)");

    private static final Pattern YEAR_MONTH = Pattern.compile("([+-]?)(\\d+)-(\\d{1,2})");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");
    private static final Pattern TOKEN =
            Pattern.compile("[+-]?\\d+:[\\d:.]+|[+-]?\\d+-\\d+|[+-]?(?:\\d+\\.?\\d*|\\.\\d+)|[a-zA-Z]+");
    private static final Pattern SIGNED = Pattern.compile("\\s[+-]");
    private static final Pattern LOOSE_SIGN = Pattern.compile("(?<![^\\s])([+-])\\s+(?=[\\d.])");
    private static final Pattern ISO_NUMBER = Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)");
    /** Words are told apart by so many letters (TOKMAXLEN of datetime.h). */
    private static final int WORD = 10;
    /** More digits than any field can hold: keeps arithmetic on a client's digits cheap. */
    private static final int MOST_DIGITS = 40;

    private int months;
    private int days;
    private long micros;

    private final String text;
    /** What a number without a unit counts. */
    private final String bare;

    private final boolean minuteFirst;
    private boolean isIso;
    private final Set<String> units = new HashSet<>();
    private BigDecimal yearsSum = BigDecimal.ZERO;
    private BigDecimal monthsSum = BigDecimal.ZERO;
    private BigDecimal daysSum = BigDecimal.ZERO;
    private BigDecimal microsSum = BigDecimal.ZERO;

    /**
     * The interval that a text means.
     *
     * @throws SqlFailure 22007 for what is none, 22015 for what is too large
     */
    public static Interval read(String text, TextStyle style) {
        return read(text, style, 0);
    }

    /**
     * The same for an interval of certain fields, the last of which a number without a unit counts.
     *
     * @param fields PostgreSQL's mask, see {@link Interval#fit}; 0 for all
     */
    public static Interval read(String text, TextStyle style, int fields) {
        IntervalReader r = new IntervalReader(text, style, fields);
        return new Interval(r.months, r.days, r.micros);
    }

    private IntervalReader(String text, TextStyle style, int fields) {
        this.text = text;
        this.bare = bare(fields);
        this.minuteFirst = fields == (Interval.MINUTE | Interval.SECOND);
        String s = text.strip();
        if (s.startsWith("P")) {
            isIso = true;
            iso(s.substring(1));
        } else {
            free(LOOSE_SIGN.matcher(s).replaceAll("$1"), style.intervals() == TextStyle.Intervals.SQL_STANDARD);
        }
        try {
            long total = 12L * yearsSum.intValueExact() + monthsSum.intValueExact();
            if (total != (int) total) {
                // either fits by itself
                throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "interval out of range")
                        .sqlState("22008")
                        .build();
            }
            months = (int) total;
            days = daysSum.intValueExact();
            micros = microsSum.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    // --- ISO 8601, 4.4.3.2 and 4.4.3.3: with designators, and the alternative forms ---------------------------------

    /** What is behind the P; {@link #at} goes over it. */
    private String designated;

    private int at;

    private void iso(String s) {
        designated = s;
        if (s.isEmpty()) {
            throw bad();
        }
        boolean date = true;
        boolean any = false;
        while (at < s.length()) {
            if (s.charAt(at) == 'T') {
                at++;
                date = false;
                any = false;
                continue;
            }
            String number = isoNumber();
            char unit = at < s.length() ? s.charAt(at) : 0;
            String name = isoUnit(unit, date);
            if (name != null) {
                at++;
                add(number(number), name);
                any = true;
            } else if (any) {
                throw bad();
            } else if (date) {
                isoDate(number, unit);
            } else {
                isoTime(number, unit);
            }
        }
    }

    private String isoNumber() {
        Matcher m = ISO_NUMBER.matcher(designated);
        if (!m.find(at) || m.start() != at) {
            throw bad();
        }
        at = m.end();
        return m.group();
    }

    private static String isoUnit(char letter, boolean date) {
        return switch (letter) {
            case 'Y' -> date ? "year" : null;
            case 'M' -> date ? "mon" : "min";
            case 'W' -> date ? "week" : null;
            case 'D' -> date ? "day" : null;
            case 'H' -> date ? null : "hour";
            case 'S' -> date ? null : "sec";
            default -> null;
        };
    }

    /** Digits of the whole number, in which the basic form is told from a field of the extended one. */
    private static int width(String number) {
        int from = number.startsWith("-") ? 1 : 0;
        int point = number.indexOf('.');
        return (point < 0 ? number.length() : point) - from;
    }

    /** YYYYMMDD, or YYYY[-MM[-DD]]; up to the end or the T. */
    private void isoDate(String first, char next) {
        if (next != 0 && next != 'T' && next != '-') {
            throw bad();
        }
        if (width(first) == 8 && next != '-') {
            BigDecimal[] parts = digits(first);
            add(parts[0], "year");
            add(parts[1], "mon");
            add(parts[2], "day");
            return;
        }
        add(number(first), "year");
        for (String unit : new String[] {"mon", "day"}) {
            if (!goesOn('-')) {
                return;
            }
            add(number(isoNumber()), unit);
        }
        if (at < designated.length() && designated.charAt(at) != 'T') {
            throw bad();
        }
    }

    /** hhmmss, or hh[:mm[:ss]]; up to the end. */
    private void isoTime(String first, char next) {
        if (next != 0 && next != ':') {
            throw bad();
        }
        if (width(first) == 6 && next == 0) {
            BigDecimal[] parts = digits(first);
            add(parts[0], "hour");
            add(parts[1], "min");
            add(parts[2], "sec");
            return;
        }
        add(number(first), "hour");
        for (String unit : new String[] {"min", "sec"}) {
            if (!goesOn(':')) {
                break;
            }
            add(number(isoNumber()), unit);
        }
        if (at < designated.length()) {
            throw bad();
        }
    }

    /** Whether a further field comes, which it does behind this character alone. */
    private boolean goesOn(char separator) {
        if (at < designated.length() && designated.charAt(at) == separator) {
            at++;
            return true;
        }
        if (at < designated.length() && designated.charAt(at) != 'T') {
            throw bad();
        }
        return false;
    }

    /** The last four digits as two numbers, and what is before them; each has the sign, the last one the fraction. */
    private BigDecimal[] digits(String number) {
        BigDecimal all = number(number);
        BigDecimal hundred = BigDecimal.valueOf(100);
        BigDecimal[] last = all.divideAndRemainder(hundred);
        BigDecimal[] before = last[0].divideAndRemainder(hundred);
        return new BigDecimal[] {before[0], before[1], last[1]};
    }

    // --- numbers and units -------------------------------------------------------------------------------------------

    private void free(String s, boolean sqlStandard) {
        Matcher m = TOKEN.matcher(s);
        String pending = null;
        boolean any = false;
        boolean ago = false;
        // in SQL's form one leading sign is everybody's: "-1-2 3 4:05:06" is all negative
        boolean allNegative =
                sqlStandard && s.startsWith("-") && !SIGNED.matcher(s).find(1);
        int start = allNegative ? 1 : 0;
        for (at = start; at < s.length(); ) {
            if (Blank.is(s.charAt(at))) {
                at++;
                continue;
            }
            if (!m.find(at) || m.start() != at) {
                if (!separates(s.charAt(at))) {
                    throw bad();
                }
                at++;
                continue;
            }
            String token = m.group();
            at = m.end();
            Matcher clock = CLOCK.matcher(token);
            Matcher minutes = MINUTES.matcher(token);
            Matcher yearMonth = YEAR_MONTH.matcher(token);
            if (clock.matches() || minutes.matches()) {
                if (pending != null) {
                    add(number(pending), "day");
                    pending = null;
                }
                seen("hour");
                seen("min");
                seen("sec");
                seen("milli");
                seen("micro");
                if (clock.matches()) {
                    clock(clock);
                } else {
                    minutes(minutes);
                }
                any = true;
            } else if (yearMonth.matches()) {
                if (at < s.length() && !Blank.is(s.charAt(at))) {
                    throw bad();
                }
                if (Integer.parseInt(yearMonth.group(3)) > 11) {
                    throw outOfRange();
                }
                seen("mon");
                boolean minus = yearMonth.group(1).equals("-");
                BigDecimal v = number(yearMonth.group(2))
                        .multiply(BigDecimal.valueOf(12))
                        .add(number(yearMonth.group(3)));
                monthsSum = monthsSum.add(minus ? v.negate() : v);
                any = true;
            } else if (NUMBER.matcher(token).matches()) {
                if (pending != null) {
                    add(number(pending), bare.equals("hour") ? "day" : "?");
                }
                pending = token;
            } else if (token.equalsIgnoreCase("ago")) {
                ago = true;
            } else {
                if (pending == null) {
                    throw bad();
                }
                add(number(pending), unit(token));
                pending = null;
                any = true;
            }
        }
        if (pending != null) {
            // A number alone is seconds; after a year-month part it is days.
            add(number(pending), any && s.contains("-") && !s.contains(":") ? "day" : bare);
            any = true;
        }
        if (!any) {
            throw bad();
        }
        if (ago || allNegative) {
            yearsSum = yearsSum.negate();
            monthsSum = monthsSum.negate();
            daysSum = daysSum.negate();
            microsSum = microsSum.negate();
        }
    }

    /** Punctuation but a sign stands between two parts as a blank does (ParseDateTime of datetime.c). */
    private static boolean separates(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c) && c != '+' && c != '-';
    }

    private static String bare(int fields) {
        if ((fields & Interval.SECOND) != 0 || fields == 0) {
            return "sec";
        }
        if ((fields & Interval.MINUTE) != 0) {
            return "min";
        }
        if ((fields & Interval.HOUR) != 0) {
            return "hour";
        }
        return (fields & Interval.DAY) != 0 ? "day" : (fields & Interval.MONTH) != 0 ? "mon" : "year";
    }

    private void clock(Matcher m) {
        if (minuteFirst && m.group(4) == null) {
            if (number(m.group(2)).intValue() > 59) {
                throw outOfRange();
            }
            BigDecimal ofMinutes = number(m.group(2))
                    .multiply(BigDecimal.valueOf(60))
                    .add(number(m.group(3)))
                    .movePointRight(6);
            microsSum = microsSum.add(m.group(1).equals("-") ? ofMinutes.negate() : ofMinutes);
            return;
        }
        BigDecimal v = number(m.group(2))
                .multiply(BigDecimal.valueOf(3600))
                .add(number(m.group(3)).multiply(BigDecimal.valueOf(60)))
                .add(m.group(4) == null ? BigDecimal.ZERO : number(m.group(4)));
        if (number(m.group(3)).intValue() > 59
                || m.group(4) != null && number(m.group(4)).intValue() > 60) {
            throw outOfRange();
        }
        v = v.movePointRight(6);
        microsSum = microsSum.add(m.group(1).equals("-") ? v.negate() : v);
    }

    private void minutes(Matcher m) {
        BigDecimal of = number(m.group(2));
        BigDecimal seconds = number(m.group(3));
        if (of.compareTo(BigDecimal.valueOf(59)) > 0 || seconds.intValue() > 60) {
            throw outOfRange();
        }
        BigDecimal v = of.multiply(BigDecimal.valueOf(60)).add(seconds).movePointRight(6);
        microsSum = microsSum.add(m.group(1).equals("-") ? v.negate() : v);
    }

    private String unit(String word) {
        String known = word.substring(0, Math.min(WORD, word.length())).toLowerCase(Locale.ROOT);
        return switch (known) {
            case "y", "yr", "yrs", "year", "years" -> "year";
            case "mon", "mons", "month", "months" -> "mon";
            case "w", "week", "weeks" -> "week";
            case "d", "day", "days" -> "day";
            case "h", "hr", "hrs", "hour", "hours" -> "hour";
            case "m", "min", "mins", "minute", "minutes" -> "min";
            case "s", "sec", "secs", "second", "seconds" -> "sec";
            case "ms", "msec", "msecs", "millisecon", "msecond", "mseconds" -> "milli";
            case "us", "usec", "usecs", "microsecon", "usecond", "useconds" -> "micro";
            case "dec", "decs", "decade", "decades" -> "decade";
            case "c", "cent", "century", "centuries" -> "century";
            case "mil", "mils", "millennium", "millennia" -> "millennium";
            default -> throw bad();
        };
    }

    /** A unit stands once only. */
    private void seen(String unit) {
        if (!units.add(unit)) {
            throw bad();
        }
    }

    private void add(BigDecimal v, String unit) {
        if (!isIso) {
            seen(unit);
            if (unit.equals("sec") && rest(v).signum() != 0) {
                // parts of a second have been given with it
                seen("milli");
                seen("micro");
            }
        }
        switch (unit) {
            case "millennium" -> addYears(v, 1000);
            case "century" -> addYears(v, 100);
            case "decade" -> addYears(v, 10);
            case "year" -> addYears(v, 1);
            case "mon" -> {
                monthsSum = monthsSum.add(whole(v));
                addDays(rest(v).multiply(BigDecimal.valueOf(30)));
            }
            case "week" -> addDays(v.multiply(BigDecimal.valueOf(7)));
            case "day" -> addDays(v);
            case "hour" -> addMicros(v, 3_600_000_000L);
            case "min" -> addMicros(v, 60_000_000);
            case "sec" -> addMicros(v, 1_000_000);
            case "milli" -> addMicros(v, 1000);
            case "micro" -> addMicros(v, 1);
            default -> throw bad();
        }
    }

    /** A part of one counts in months. */
    private void addYears(BigDecimal v, int each) {
        BigDecimal years = BigDecimal.valueOf(each);
        yearsSum = yearsSum.add(whole(v).multiply(years));
        monthsSum = monthsSum.add(
                rest(v).multiply(years).multiply(BigDecimal.valueOf(12)).setScale(0, RoundingMode.HALF_EVEN));
    }

    private void addDays(BigDecimal v) {
        daysSum = daysSum.add(whole(v));
        addMicros(rest(v), Calendar.MICROS_PER_DAY);
    }

    private void addMicros(BigDecimal v, long unit) {
        microsSum = microsSum.add(v.multiply(BigDecimal.valueOf(unit)));
    }

    private static BigDecimal whole(BigDecimal v) {
        return v.setScale(0, RoundingMode.DOWN);
    }

    private static BigDecimal rest(BigDecimal v) {
        return v.subtract(whole(v));
    }

    private BigDecimal number(String s) {
        if (s.length() > MOST_DIGITS) {
            throw outOfRange();
        }
        return new BigDecimal(s.endsWith(".") ? s + "0" : s);
    }

    private SqlFailure bad() {
        return SqlFailure.build(FailureKind.BAD_VALUE, "invalid input syntax for type interval: \"" + text + '"')
                .sqlState("22007")
                .build();
    }

    private SqlFailure outOfRange() {
        return SqlFailure.build(FailureKind.OUT_OF_RANGE, "interval field value out of range: \"" + text + '"')
                .sqlState("22015")
                .build();
    }
}
