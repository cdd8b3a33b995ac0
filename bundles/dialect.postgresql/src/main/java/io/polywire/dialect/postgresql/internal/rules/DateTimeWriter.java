package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import java.util.List;
import java.util.Locale;

/** Writes a date and time, or an interval, as a template says (DCH_to_char of formatting.c). */
final class DateTimeWriter {
    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    static final List<String> ROMAN = List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");

    private final boolean interval;
    private final long year;
    private final int month;
    private final long day;
    private final long days;
    private final long hour;
    private final long minute;
    private final long second;
    private final long fraction;
    private final int east;
    private final String zone;

    private DateTimeWriter(
            boolean interval, long year, int month, long day, long days, long micros, int east, String zone) {
        this.interval = interval;
        this.year = year;
        this.month = month;
        this.day = day;
        this.days = days;
        this.hour = micros / Times.HOUR;
        this.minute = micros / Times.MINUTE % 60;
        this.second = micros / Times.SECOND % 60;
        this.fraction = micros % Times.SECOND;
        this.east = east;
        this.zone = zone;
    }

    /** Of a local time. */
    static DateTimeWriter of(long local, int east, String zone) {
        long days = Math.floorDiv(local, Times.DAY);
        long d = Calendar.date(days);
        return new DateTimeWriter(
                false,
                Calendar.year(d),
                Calendar.month(d),
                Calendar.day(d),
                days,
                Math.floorMod(local, Times.DAY),
                east,
                zone);
    }

    /** Of an interval. */
    static DateTimeWriter of(Interval i) {
        return new DateTimeWriter(true, i.months() / 12, i.months() % 12, i.days(), 0, i.micros(), 0, "");
    }

    String write(List<DateTimeTemplates.Part> template) {
        StringBuilder out = new StringBuilder();
        for (DateTimeTemplates.Part p : template) {
            if (p.kind() == DateTimeTemplates.Kind.FIELD) {
                out.append(field(p));
            } else {
                out.append(p.text());
            }
        }
        return out.toString();
    }

    private String field(DateTimeTemplates.Part p) {
        String name = p.field();
        return switch (name) {
            case "FX" -> "";
            case "A.M.", "P.M." -> cased(p, hour % 24 >= 12 ? "P.M." : "A.M.");
            case "AM", "PM" -> cased(p, hour % 24 >= 12 ? "PM" : "AM");
            case "A.D.", "B.C." -> cased(p, absolute(year <= 0 ? "B.C." : "A.D."));
            case "AD", "BC" -> cased(p, absolute(year <= 0 ? "BC" : "AD"));
            case "TZ" -> cased(p, absolute(zone));
            case "TZH" -> absolute(String.format(Locale.ROOT, "%c%02d", east < 0 ? '-' : '+', Math.abs(east) / 3600));
            case "TZM" -> absolute(String.format(Locale.ROOT, "%02d", Math.abs(east) / 60 % 60));
            case "OF" -> absolute(offset(p));
            case "MONTH" -> month == 0 ? "" : name(p, MONTHS.get(monthIndex()), true);
            case "MON" -> month == 0 ? "" : name(p, MONTHS.get(monthIndex()).substring(0, 3), false);
            case "DAY" -> name(p, absolute(DAYS.get(Calendar.weekday(days))), true);
            case "DY" -> name(p, absolute(DAYS.get(Calendar.weekday(days)).substring(0, 3)), false);
            case "RM" -> roman(p);
            case "Q" -> month == 0 ? "" : ordinal(p, Integer.toString((month - 1) / 3 + 1));
            case "Y,YYY" -> {
                long y = adjusted(year);
                yield ordinal(p, y / 1000 + "," + String.format(Locale.ROOT, "%03d", y - y / 1000 * 1000));
            }
            default -> ordinal(p, number(p, name));
        };
    }

    private String number(DateTimeTemplates.Part p, String name) {
        return switch (name) {
            case "HH", "HH12" -> padded(p, hour % 12 == 0 ? 12 : hour % 12, 2, hour);
            case "HH24" -> padded(p, hour, 2, hour);
            case "MI" -> padded(p, minute, 2, minute);
            case "SS" -> padded(p, second, 2, second);
            case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> fraction(name.charAt(2) - '0');
            case "MS" -> fraction(3);
            case "US" -> fraction(6);
            case "SSSS", "SSSSS" -> Long.toString(hour * 3600 + minute * 60 + second);
            case "MM" -> padded(p, month, 2, month);
            case "DDD" -> padded(p, dayOfYear(), 3, 0);
            case "IDDD" -> {
                absolute("");
                yield padded(p, days - DateTimeFields.mondayOf(DateTimeFields.isoYear(days), 1) + 1, 3, 0);
            }
            case "DD" -> padded(p, day, 2, 0);
            case "D" -> {
                absolute("");
                yield Integer.toString(Calendar.weekday(days) + 1);
            }
            case "ID" -> {
                absolute("");
                yield Integer.toString(DateTimeFields.isoWeekday(days));
            }
            case "WW" -> padded(p, (dayOfYear() - 1) / 7 + 1, 2, 0);
            case "IW" -> padded(p, DateTimeFields.isoWeek(served(days)), 2, 0);
            case "CC" -> {
                long c = interval ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
                yield c <= 99 && c >= -99 ? padded(p, c, 2, c) : Long.toString(c);
            }
            case "YYYY" -> padded(p, adjusted(year), 4, adjusted(year));
            case "YYY" -> padded(p, adjusted(year) % 1000, 3, adjusted(year));
            case "YY" -> padded(p, adjusted(year) % 100, 2, adjusted(year));
            case "Y" -> Long.toString(adjusted(year) % 10);
            case "IYYY" -> padded(p, isoYear(), 4, isoYear());
            case "IYY" -> padded(p, isoYear() % 1000, 3, isoYear());
            case "IY" -> padded(p, isoYear() % 100, 2, isoYear());
            case "I" -> Long.toString(isoYear() % 10);
            case "W" -> Long.toString((day - 1) / 7 + 1);
            case "J" -> Long.toString(served(days) - Times.FIRST_DAY);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private int monthIndex() {
        return month > 0 ? month - 1 : 12 + month;
    }

    private long dayOfYear() {
        return interval ? (year * 12 + month) * 30 + day : days - Calendar.days(year, 1, 1) + 1;
    }

    private long isoYear() {
        return adjusted(DateTimeFields.isoYear(served(days)));
    }

    /** Years before Christ are counted from it. */
    private long adjusted(long y) {
        return interval || y > 0 ? y : 1 - y;
    }

    /** What an interval has not. */
    private <T> T absolute(T value) {
        if (interval) {
            throw SqlFailure.build(FailureKind.DATA, "invalid format specification for an interval value")
                    .sqlState("22007")
                    .hint("Intervals are not tied to specific calendar dates.")
                    .build();
        }
        return value;
    }

    private long served(long v) {
        if (interval) {
            throw SqlFailure.unsupported("a Julian or ISO day of an interval");
        }
        return v;
    }

    /** With zeros before it up to a width, one more where {@code sign} is below zero. */
    private static String padded(DateTimeTemplates.Part p, long v, int digits, long sign) {
        if (p.fill()) {
            return Long.toString(v);
        }
        int width = sign >= 0 ? digits : digits + 1;
        return String.format(Locale.ROOT, "%0" + width + "d", v);
    }

    private String fraction(int digits) {
        long v = fraction;
        for (int i = digits; i < 6; i++) {
            v /= 10;
        }
        return String.format(Locale.ROOT, "%0" + digits + "d", v);
    }

    private String offset(DateTimeTemplates.Part p) {
        int minutes = Math.abs(east) / 60 % 60;
        String hours = Integer.toString(Math.abs(east) / 3600);
        return (east < 0 ? "-" : "+")
                + (p.fill() || hours.length() > 1 ? hours : "0" + hours)
                + (minutes == 0 ? "" : String.format(Locale.ROOT, ":%02d", minutes));
    }

    private String roman(DateTimeTemplates.Part p) {
        if (month == 0 && year == 0) {
            return "";
        }
        String r = month == 0 ? (year >= 0 ? "XII" : "I") : ROMAN.get(monthIndex());
        return cased(p, p.fill() ? r : String.format("%-4s", r));
    }

    /** In the case in which the keyword is written: upper, lower, or first letter. */
    private static String cased(DateTimeTemplates.Part p, String s) {
        return Character.isUpperCase(p.text().charAt(0)) ? s : s.toLowerCase(Locale.ROOT);
    }

    private static String name(DateTimeTemplates.Part p, String s, boolean pad) {
        String k = p.text();
        String c = Character.isLowerCase(k.charAt(0))
                ? s.toLowerCase(Locale.ROOT)
                : Character.isUpperCase(k.charAt(1)) ? s.toUpperCase(Locale.ROOT) : s;
        return pad && !p.fill() && !p.localized() ? String.format("%-9s", c) : c;
    }

    private static String ordinal(DateTimeTemplates.Part p, String number) {
        if (p.ordinal() == null) {
            return number;
        }
        int n = number.length();
        char last = number.charAt(n - 1);
        boolean teen = n > 1 && number.charAt(n - 2) == '1';
        String s = teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
        return number + (p.ordinal().equals("TH") ? s.toUpperCase(Locale.ROOT) : s);
    }
}
