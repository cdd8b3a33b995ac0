package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** extract and date_part: numeric and double precision results of the same fields. */
final class DateTimeFields {
    /** A field of a date, a time or an interval. */
    enum Field {
        MICROSECONDS,
        MILLISECONDS,
        SECOND,
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR,
        DECADE,
        CENTURY,
        MILLENNIUM,
        JULIAN,
        ISOYEAR,
        DOW,
        ISODOW,
        DOY,
        EPOCH,
        TIMEZONE,
        TIMEZONE_HOUR,
        TIMEZONE_MINUTE
    }

    private static final Map<String, Field> NAMES = new java.util.HashMap<>();

    static {
        names(
                Field.MICROSECONDS,
                "microseconds",
                "microsecond",
                "us",
                "usec",
                "usecond",
                "useconds",
                "usecs",
                "microsecon");
        names(
                Field.MILLISECONDS,
                "milliseconds",
                "millisecond",
                "ms",
                "msec",
                "msecond",
                "mseconds",
                "msecs",
                "millisecon");
        names(Field.SECOND, "second", "seconds", "s", "sec", "secs");
        names(Field.MINUTE, "minute", "minutes", "m", "min", "mins");
        names(Field.HOUR, "hour", "hours", "h", "hr", "hrs");
        names(Field.DAY, "day", "days", "d");
        names(Field.WEEK, "week", "weeks", "w");
        names(Field.MONTH, "month", "months", "mon", "mons");
        names(Field.QUARTER, "quarter", "qtr");
        names(Field.YEAR, "year", "years", "y", "yr", "yrs");
        names(Field.DECADE, "decade", "decades", "dec", "decs");
        names(Field.CENTURY, "century", "centuries", "c", "cent");
        names(Field.MILLENNIUM, "millennium", "millennia", "mil", "mils");
        names(Field.JULIAN, "julian", "jd", "j");
        names(Field.ISOYEAR, "isoyear");
        names(Field.DOW, "dow");
        names(Field.ISODOW, "isodow");
        names(Field.DOY, "doy");
        names(Field.EPOCH, "epoch");
        names(Field.TIMEZONE, "timezone");
        names(Field.TIMEZONE_HOUR, "timezone_hour", "timezone_h");
        names(Field.TIMEZONE_MINUTE, "timezone_minute", "timezone_m");
    }

    private static final List<Field> WITHIN_A_MONTH = List.of(
            Field.MICROSECONDS,
            Field.MILLISECONDS,
            Field.SECOND,
            Field.MINUTE,
            Field.HOUR,
            Field.DAY,
            Field.MONTH,
            Field.QUARTER,
            Field.WEEK,
            Field.DOW,
            Field.ISODOW,
            Field.DOY,
            Field.TIMEZONE,
            Field.TIMEZONE_HOUR,
            Field.TIMEZONE_MINUTE);

    private DateTimeFields() {}

    private static void names(Field f, String... names) {
        for (String n : names) {
            NAMES.put(n, f);
        }
    }

    /** The field of a name, which errors say as it was written. */
    static Field field(String name, Type t) {
        String lower = name.toLowerCase(Locale.ROOT);
        Field f = NAMES.get(lower);
        if (f == null) {
            throw SqlFailure.build(
                            FailureKind.DATA, "unit \"" + lower + "\" not recognized for type " + PgTypes.display(t))
                    .sqlState("22023")
                    .build();
        }
        return f;
    }

    static SqlFailure unsupported(String name, Type t) {
        return SqlFailure.of(
                FailureKind.UNSUPPORTED,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not supported for type " + PgTypes.display(t));
    }

    static void register(Registry r) {
        for (Type t : List.of(PgTypes.DATE, PgTypes.TIME, PgTypes.TIMESTAMP, PgTypes.INTERVAL, PgTypes.TIMETZ)) {
            ScalarFunction exact = Functions.brief(
                    "extract_" + t.name(), 2, (in, out) -> put(out, extract(in.getText(0), in, t, null), false));
            r.java(exact, "extract", PgTypes.NUMERIC, PgTypes.TEXT, t);
            if (t != PgTypes.DATE) {
                ScalarFunction part = Functions.brief(
                        "date_part_" + t.name(), 2, (in, out) -> put(out, extract(in.getText(0), in, t, null), true));
                r.java(part, "date_part", PgTypes.FLOAT8, PgTypes.TEXT, t);
            }
        }
        // date_part of a date is that of a timestamp
        ScalarFunction ofDate = Functions.brief(
                "date_part_date",
                2,
                (in, out) -> put(
                        out,
                        moment(in.getText(0), Times.dateToTimestamp(in.getLong(1)), 0, PgTypes.TIMESTAMP, null),
                        true));
        r.java(ofDate, "date_part", PgTypes.FLOAT8, PgTypes.TEXT, PgTypes.DATE);
        Type z = PgTypes.TIMESTAMPTZ;
        ScalarFunction exact = Functions.brief(
                "extract_timestamptz",
                3,
                (in, out) -> put(
                        out,
                        extract(in.getText(0), in, z, SessionStyle.of(in, 2).zone()),
                        false));
        r.function("extract", SessionStyle.styled(exact), PgTypes.NUMERIC, PgTypes.TEXT, z);
        ScalarFunction part = Functions.brief(
                "date_part_timestamptz",
                3,
                (in, out) -> put(
                        out,
                        extract(in.getText(0), in, z, SessionStyle.of(in, 2).zone()),
                        true));
        r.function("date_part", SessionStyle.styled(part), PgTypes.FLOAT8, PgTypes.TEXT, z);
    }

    /** A BigDecimal, a Double for an infinity, or null. */
    private static void put(io.polywire.api.function.FunctionResult out, Object value, boolean asDouble) {
        if (value == null) {
            out.putNull();
        } else if (value instanceof Double d) {
            if (asDouble) {
                out.putDouble(d);
            } else {
                out.putText(d > 0 ? Numeric.INFINITY : Numeric.MINUS_INFINITY);
            }
        } else if (asDouble) {
            out.putDouble(((BigDecimal) value).doubleValue());
        } else {
            out.putText(Numeric.text((BigDecimal) value));
        }
    }

    private static Object extract(String name, FunctionArguments in, Type t, Zone zone) {
        return switch (t.kind()) {
            case TIME -> ofTime(name, in.getLong(1), null, t);
            case TIME_TZ -> {
                TimeTz tz = TimeTz.of(in.getText(1));
                yield ofTime(name, tz.micros(), tz.east(), t);
            }
            case INTERVAL -> ofInterval(name, Interval.of(in.getText(1)));
            case DATE -> ofDate(name, in.getLong(1));
            default -> {
                long v = in.getLong(1);
                if (zone == null || Times.isInfinite(v)) {
                    yield moment(name, v, 0, t, zone);
                }
                int east = zone.offsetAt(Math.floorDiv(v, Times.SECOND));
                yield moment(name, v + east * Times.SECOND, east, t, zone);
            }
        };
    }

    private static BigDecimal of(long v) {
        return BigDecimal.valueOf(v);
    }

    private static Object clock(Field f, long time) {
        return switch (f) {
            case MICROSECONDS -> of(time % Times.MINUTE);
            case MILLISECONDS -> BigDecimal.valueOf(time % Times.MINUTE, 3);
            case SECOND -> BigDecimal.valueOf(time % Times.MINUTE, 6);
            case MINUTE -> of(time / Times.MINUTE % 60);
            case HOUR -> of(time / Times.HOUR);
            default -> null;
        };
    }

    private static Object zone(Field f, int east) {
        return switch (f) {
            case TIMEZONE -> of(east);
            case TIMEZONE_HOUR -> of(east / 3600);
            case TIMEZONE_MINUTE -> of(east / 60 % 60);
            default -> null;
        };
    }

    private static Object ofTime(String name, long time, Integer east, Type t) {
        Field f = field(name, t);
        if (f == Field.EPOCH) {
            return BigDecimal.valueOf(time - (east == null ? 0 : east * Times.SECOND), 6);
        }
        Object v = clock(f, time);
        if (v == null && east != null) {
            v = zone(f, east);
        }
        if (v == null) {
            throw unsupported(name, t);
        }
        return v;
    }

    private static Object ofInterval(String name, Interval i) {
        Type t = PgTypes.INTERVAL;
        int years = i.months() / 12;
        Field f = field(name, t);
        Object v = clock(f, i.micros());
        if (v != null) {
            return v;
        }
        return switch (f) {
            case DAY -> of(i.days());
            case MONTH -> of(i.months() % 12);
            case QUARTER -> of(i.months() % 12 / 3 + 1);
            case YEAR -> of(years);
            case DECADE -> of(years / 10);
            case CENTURY -> of(years / 100);
            case MILLENNIUM -> of(years / 1000);
            case EPOCH ->
                // a year has 365.25 days
                BigDecimal.valueOf((1461L * years + 120L * (i.months() % 12) + 4L * i.days()) * 21_600)
                        .add(BigDecimal.valueOf(i.micros(), 6));
            default -> throw unsupported(name, t);
        };
    }

    /** What an infinity gives: the infinity for what grows for ever, otherwise NULL. */
    private static Object ofInfinity(Field f, long v, String name, Type t, boolean zoned) {
        if (!zoned && zone(f, 0) != null) {
            throw unsupported(name, t);
        }
        if (WITHIN_A_MONTH.contains(f)) {
            return null;
        }
        return v > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    private static Object ofDate(String name, long days) {
        Type t = PgTypes.DATE;
        Field f = field(name, t);
        boolean clock = switch (f) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> true;
            default -> false;
        };
        if (clock) {
            throw unsupported(name, t);
        }
        if (Times.isInfinite(days)) {
            return ofInfinity(f, days, name, t, false);
        }
        return switch (f) {
            case EPOCH -> of(days * 86_400);
            case JULIAN -> of(days - Times.FIRST_DAY);
            default -> calendar(f, days);
        };
    }

    private static Object moment(String name, long local, int east, Type t, Zone zone) {
        Field f = field(name, t);
        if (Times.isInfinite(local)) {
            return ofInfinity(f, local, name, t, zone != null);
        }
        long days = Math.floorDiv(local, Times.DAY);
        long time = Math.floorMod(local, Times.DAY);
        Object v = clock(f, time);
        if (v == null && t.kind() == TypeKind.TIMESTAMP_TZ) {
            v = zone(f, east);
        }
        if (v != null) {
            return v;
        }
        return switch (f) {
            case EPOCH -> BigDecimal.valueOf(local - east * Times.SECOND, 6);
            case JULIAN -> of(days - Times.FIRST_DAY).add(Numeric.divide(of(time), of(Times.DAY)));
            case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw unsupported(name, t);
            default -> calendar(f, days);
        };
    }

    private static Object calendar(Field f, long days) {
        long d = Calendar.date(days);
        long y = Calendar.year(d);
        return switch (f) {
            case DAY -> of(Calendar.day(d));
            case MONTH -> of(Calendar.month(d));
            case QUARTER -> of((Calendar.month(d) - 1) / 3 + 1);
            case YEAR -> of(shown(y));
            case DECADE -> of(y >= 0 ? y / 10 : -((8 - (y - 1)) / 10));
            case CENTURY -> of(y > 0 ? (y + 99) / 100 : -((99 - (y - 1)) / 100));
            case MILLENNIUM -> of(y > 0 ? (y + 999) / 1000 : -((999 - (y - 1)) / 1000));
            case WEEK -> of(isoWeek(days));
            case ISOYEAR -> of(shown(isoYear(days)));
            case DOW -> of(Calendar.weekday(days));
            case ISODOW -> of(isoWeekday(days));
            case DOY -> of(days - Calendar.days(y, 1, 1) + 1);
            default -> throw new IllegalArgumentException(f.name());
        };
    }

    /** A year as it is shown: there is none between 1 BC and 1 AD. */
    static long shown(long year) {
        return year > 0 ? year : year - 1;
    }

    /** 1 is Monday, 7 Sunday. */
    static int isoWeekday(long days) {
        int w = Calendar.weekday(days);
        return w == 0 ? 7 : w;
    }

    /** The year that most of the day's week lies in. */
    static long isoYear(long days) {
        return Calendar.year(Calendar.date(days - isoWeekday(days) + 4));
    }

    static int isoWeek(long days) {
        long thursday = days - isoWeekday(days) + 4;
        return (int) ((thursday - Calendar.days(isoYear(days), 1, 1)) / 7) + 1;
    }

    /** The Monday with which a week of a year begins. */
    static long mondayOf(long isoYear, long week) {
        long fourth = Calendar.days(isoYear, 1, 4);
        return fourth - isoWeekday(fourth) + 1 + (week - 1) * 7;
    }
}
