package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;

/**
 * Arithmetic of dates, times and intervals in their carriers: days and microseconds since 1970, of which the extremes are
 * the infinities (timestamp.c and date.c of PostgreSQL 15).
 */
final class Times {
    static final long DAY = Calendar.MICROS_PER_DAY;
    static final long HOUR = 3_600_000_000L;
    static final long MINUTE = 60_000_000L;
    static final long SECOND = 1_000_000L;

    static final long INFINITE = Long.MAX_VALUE;
    static final long MINUS_INFINITE = Long.MIN_VALUE;

    /** 4714-11-24 BC. */
    static final long FIRST_DAY = -2_440_588L;

    private static final long END_DAY = 2_145_042_906L;
    private static final long FIRST_MOMENT = FIRST_DAY * DAY;
    private static final double TS_PREC = 1_000_000.0;

    private Times() {}

    static boolean isInfinite(long v) {
        return v == INFINITE || v == MINUS_INFINITE;
    }

    // --- errors ---------------------------------------------------------------------------------------------------

    static SqlFailure failure(String state, String message) {
        return SqlFailure.build(FailureKind.OUT_OF_RANGE, message)
                .sqlState(state)
                .build();
    }

    static SqlFailure outOfRange(String what) {
        return failure("22008", what + " out of range");
    }

    // --- ranges ---------------------------------------------------------------------------------------------------

    static long moment(long micros) {
        if (micros < FIRST_MOMENT || micros == INFINITE) {
            throw outOfRange("timestamp");
        }
        return micros;
    }

    /** Days and microseconds put together. */
    static long moment(long days, long micros) {
        try {
            return moment(Math.addExact(Math.multiplyExact(days, DAY), micros));
        } catch (ArithmeticException e) {
            throw outOfRange("timestamp");
        }
    }

    static long date(long days) {
        if (days < FIRST_DAY || days >= END_DAY) {
            throw outOfRange("date");
        }
        return days;
    }

    // --- between the types ----------------------------------------------------------------------------------------

    static long dateToTimestamp(long days) {
        if (isInfinite(days)) {
            return days;
        }
        if (days < FIRST_DAY || days > Long.MAX_VALUE / DAY - 1) {
            throw failure("22008", "date out of range for timestamp");
        }
        return days * DAY;
    }

    static long timestampToDate(long micros) {
        return isInfinite(micros) ? micros : Math.floorDiv(micros, DAY);
    }

    /** A local time as a moment. */
    static long toMoment(long local, Zone zone) {
        if (isInfinite(local)) {
            return local;
        }
        long offset = zone.offsetOfLocal(Math.floorDiv(local, SECOND)) * SECOND;
        return moment(local - offset);
    }

    /** A local time as a moment to compare with others, which may be before or behind all that there are. */
    static long compared(long local, Zone zone) {
        return isInfinite(local) ? local : local - zone.offsetOfLocal(Math.floorDiv(local, SECOND)) * SECOND;
    }

    /** A date's beginning as a moment. */
    static long dateToMoment(long days, Zone zone) {
        try {
            return toMoment(dateToTimestamp(days), zone);
        } catch (SqlFailure f) {
            throw failure("22008", "date out of range for timestamp");
        }
    }

    /** A date as a timestamp to compare with others, which may be behind all that there are. */
    static long compared(long days) {
        return !isInfinite(days) && days > Long.MAX_VALUE / DAY - 1 ? Long.MAX_VALUE - 1 : dateToTimestamp(days);
    }

    /** A moment as the local time. */
    static long toLocal(long moment, Zone zone) {
        if (isInfinite(moment)) {
            return moment;
        }
        return moment(moment + zone.offsetAt(Math.floorDiv(moment, SECOND)) * SECOND);
    }

    /** A zone by name. */
    static Zone zone(String name) {
        return Zones.of(name);
    }

    // --- moments and intervals ------------------------------------------------------------------------------------

    /** A local time and an interval. */
    static long plus(long ts, Interval i) {
        if (isInfinite(ts)) {
            return ts;
        }
        long days = Math.floorDiv(ts, DAY);
        long time = Math.floorMod(ts, DAY);
        if (i.months() != 0) {
            days = plusMonths(days, i.months());
        }
        long r = moment(days + i.days(), time);
        try {
            return moment(Math.addExact(r, i.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange("timestamp");
        }
    }

    /** A moment and an interval: months and days are counted in the zone. */
    static long plus(long ts, Interval i, Zone zone) {
        if (isInfinite(ts)) {
            return ts;
        }
        long r = ts;
        if (i.months() != 0) {
            r = toMoment(plus(toLocal(r, zone), new Interval(i.months(), 0, 0)), zone);
        }
        if (i.days() != 0) {
            r = toMoment(plus(toLocal(r, zone), new Interval(0, i.days(), 0)), zone);
        }
        try {
            return moment(Math.addExact(r, i.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange("timestamp");
        }
    }

    /** Later by months, at most the last day of the month. */
    static long plusMonths(long days, int months) {
        long d = Calendar.date(days);
        long m = Calendar.year(d) * 12 + Calendar.month(d) - 1 + months;
        long year = Math.floorDiv(m, 12L);
        int month = (int) Math.floorMod(m, 12L) + 1;
        return Calendar.days(year, month, Math.min(Calendar.day(d), Calendar.daysOfMonth(year, month)));
    }

    static Interval minus(long a, long b) {
        if (isInfinite(a) || isInfinite(b)) {
            throw failure("22008", "cannot subtract infinite timestamps");
        }
        try {
            return justifyHours(new Interval(0, 0, Math.subtractExact(a, b)));
        } catch (ArithmeticException e) {
            throw outOfRange("interval");
        }
    }

    /** timestamp_age: the parts of the calendar apart, for a person's age. */
    static Interval age(long a, long b) {
        if (isInfinite(a) || isInfinite(b)) {
            throw outOfRange("timestamp");
        }
        boolean less = a < b;
        long d1 = Calendar.date(Math.floorDiv(a, DAY));
        long d2 = Calendar.date(Math.floorDiv(b, DAY));
        int sign = less ? -1 : 1;
        long time = sign * (Math.floorMod(a, DAY) - Math.floorMod(b, DAY));
        long day = sign * (Calendar.day(d1) - Calendar.day(d2));
        long month = sign * (Calendar.month(d1) - Calendar.month(d2));
        long year = sign * (Calendar.year(d1) - Calendar.year(d2));
        if (time < 0) {
            time += DAY;
            day--;
        }
        while (day < 0) {
            long d = less ? d1 : d2;
            day += Calendar.daysOfMonth(Calendar.year(d), Calendar.month(d));
            month--;
        }
        while (month < 0) {
            month += 12;
            year--;
        }
        try {
            return new Interval(Math.toIntExact(sign * (year * 12 + month)), Math.toIntExact(sign * day), sign * time);
        } catch (ArithmeticException e) {
            throw outOfRange("interval");
        }
    }

    // --- times of day ---------------------------------------------------------------------------------------------

    static long timePlus(long time, long micros) {
        return Math.floorMod(time + micros % DAY, DAY);
    }

    static TimeTz timePlus(TimeTz t, long micros) {
        return new TimeTz(timePlus(t.micros(), micros), t.east());
    }

    // --- intervals ------------------------------------------------------------------------------------------------

    static Interval plus(Interval a, Interval b) {
        try {
            return new Interval(
                    Math.addExact(a.months(), b.months()),
                    Math.addExact(a.days(), b.days()),
                    Math.addExact(a.micros(), b.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange("interval");
        }
    }

    static Interval minus(Interval a, Interval b) {
        try {
            return new Interval(
                    Math.subtractExact(a.months(), b.months()),
                    Math.subtractExact(a.days(), b.days()),
                    Math.subtractExact(a.micros(), b.micros()));
        } catch (ArithmeticException e) {
            throw outOfRange("interval");
        }
    }

    /** The other way round, to be added to a time; the least number stays what it is, and is out of every time's range. */
    static Interval opposite(Interval a) {
        return new Interval(-a.months(), -a.days(), -a.micros());
    }

    static Interval negate(Interval a) {
        return minus(Interval.ZERO, a);
    }

    /** interval_mul; a fraction of a month becomes days, one of a day time. */
    static Interval multiply(Interval i, double factor) {
        return scale(i, i.months() * factor, i.days() * factor, i.micros() * factor);
    }

    /** interval_div. */
    static Interval divide(Interval i, double factor) {
        if (factor == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        return scale(i, i.months() / factor, i.days() / factor, i.micros() / factor);
    }

    private static Interval scale(Interval i, double months, double days, double micros) {
        int m = toInt(months);
        int d = toInt(days);
        double monthDays = round((months - m) * 30);
        double seconds = round((days - d + monthDays - (int) monthDays) * 86_400);
        if (Math.abs(seconds) >= 86_400) {
            d += (int) (seconds / 86_400);
            seconds -= (int) (seconds / 86_400) * 86_400.0;
        }
        d += (int) monthDays;
        double time = Math.rint(micros + seconds * SECOND);
        if (!(time >= -0x1p63 && time < 0x1p63)) {
            throw outOfRange("interval");
        }
        return new Interval(m, d, (long) time);
    }

    private static double round(double v) {
        return Math.rint(v * TS_PREC) / TS_PREC;
    }

    private static int toInt(double v) {
        if (!(v >= Integer.MIN_VALUE && v < 2_147_483_648.0)) {
            throw outOfRange("interval");
        }
        return (int) v;
    }

    static Interval justifyHours(Interval i) {
        long whole = i.micros() / DAY;
        long time = i.micros() - whole * DAY;
        long days = i.days() + whole;
        if (days > 0 && time < 0) {
            time += DAY;
            days--;
        } else if (days < 0 && time > 0) {
            time -= DAY;
            days++;
        }
        return interval(i.months(), days, time);
    }

    static Interval justifyDays(Interval i) {
        int whole = i.days() / 30;
        long days = i.days() - whole * 30;
        long months = (long) i.months() + whole;
        if (months > 0 && days < 0) {
            days += 30;
            months--;
        } else if (months < 0 && days > 0) {
            days -= 30;
            months++;
        }
        return interval(months, days, i.micros());
    }

    static Interval justify(Interval i) {
        long months = i.months();
        long days = i.days();
        long time = i.micros();
        if (days > 0 && time > 0 || days < 0 && time < 0) {
            long w = days / 30;
            days -= w * 30;
            months += w;
        }
        long w = time / DAY;
        time -= w * DAY;
        days += w;
        w = days / 30;
        days -= w * 30;
        months += w;
        if (months > 0 && (days < 0 || days == 0 && time < 0)) {
            days += 30;
            months--;
        } else if (months < 0 && (days > 0 || days == 0 && time > 0)) {
            days -= 30;
            months++;
        }
        if (days > 0 && time < 0) {
            time += DAY;
            days--;
        } else if (days < 0 && time > 0) {
            time -= DAY;
            days++;
        }
        return interval(months, days, time);
    }

    static Interval interval(long months, long days, long micros) {
        try {
            return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
        } catch (ArithmeticException e) {
            throw outOfRange("interval");
        }
    }

    /** What intervals compare by: all of it in microseconds, a month as 30 days; a text that sorts as the number. */
    static String key(Interval i) {
        java.math.BigInteger span = java.math.BigInteger.valueOf((long) i.months() * 30 + i.days())
                .multiply(java.math.BigInteger.valueOf(DAY))
                .add(java.math.BigInteger.valueOf(i.micros()))
                .add(java.math.BigInteger.ONE.shiftLeft(79));
        String hex = span.toString(16);
        return "0".repeat(20 - hex.length()) + hex;
    }

    /** What times with a zone compare by: the moment, then the zone from east to west. */
    static String key(TimeTz t) {
        long utc = t.micros() - t.east() * SECOND + 2 * DAY;
        return String.format("%013d%06d", utc, 100_000 - t.east());
    }
}
