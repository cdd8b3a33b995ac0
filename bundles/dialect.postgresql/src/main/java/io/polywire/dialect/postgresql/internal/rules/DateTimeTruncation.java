package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import io.polywire.api.value.Zone;
import java.util.List;

/** date_trunc and date_bin. */
final class DateTimeTruncation {
    private DateTimeTruncation() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type z = PgTypes.TIMESTAMPTZ;
        r.java(
                Functions.brief(
                        "date_trunc_ts",
                        2,
                        (in, out) -> out.putLong(local(in.getText(0), in.getLong(1), PgTypes.TIMESTAMP))),
                "date_trunc",
                PgTypes.TIMESTAMP,
                text,
                PgTypes.TIMESTAMP);
        ScalarFunction zoned = Functions.brief(
                "date_trunc_tstz",
                3,
                (in, out) -> out.putLong(zoned(
                        in.getText(0), in.getLong(1), SessionStyle.of(in, 2).zone())));
        r.function("date_trunc", SessionStyle.styled(zoned), z, text, z);
        r.java(
                Functions.brief(
                        "date_trunc_tstz_zone",
                        3,
                        (in, out) -> out.putLong(zoned(in.getText(0), in.getLong(1), Zones.of(in.getText(2))))),
                "date_trunc",
                z,
                text,
                z,
                text);
        r.java(
                Functions.brief(
                        "date_trunc_interval",
                        2,
                        (in, out) -> out.putText(interval(in.getText(0), Interval.of(in.getText(1)))
                                .iso())),
                "date_trunc",
                PgTypes.INTERVAL,
                text,
                PgTypes.INTERVAL);
        for (Type t : List.of(PgTypes.TIMESTAMP, z)) {
            r.java(
                    Functions.brief(
                            "date_bin_" + t.name(),
                            3,
                            (in, out) -> out.putLong(bin(Interval.of(in.getText(0)), in.getLong(1), in.getLong(2)))),
                    "date_bin",
                    t,
                    PgTypes.INTERVAL,
                    t,
                    t);
        }
    }

    /** Microseconds of a field of the clock; 0 for a field of the calendar. */
    private static long clockUnit(DateTimeFields.Field f) {
        return switch (f) {
            case MICROSECONDS -> 1;
            case MILLISECONDS -> 1_000;
            case SECOND -> Times.SECOND;
            case MINUTE -> Times.MINUTE;
            case HOUR -> Times.HOUR;
            default -> 0;
        };
    }

    private static long local(String name, long ts, Type t) {
        if (Times.isInfinite(ts)) {
            return ts;
        }
        DateTimeFields.Field f = DateTimeFields.field(name, t);
        long unit = clockUnit(f);
        if (unit > 0) {
            return ts - Math.floorMod(ts, unit);
        }
        long days = Math.floorDiv(ts, Times.DAY);
        long d = Calendar.date(days);
        long y = Calendar.year(d);
        long first = switch (f) {
            case DAY -> days;
            case WEEK -> days - DateTimeFields.isoWeekday(days) + 1;
            case MONTH -> Calendar.days(y, Calendar.month(d), 1);
            case QUARTER -> Calendar.days(y, (Calendar.month(d) - 1) / 3 * 3 + 1, 1);
            case YEAR -> Calendar.days(y, 1, 1);
            case DECADE -> Calendar.days(y > 0 ? y / 10 * 10 : -((8 - (y - 1)) / 10) * 10, 1, 1);
            case CENTURY -> Calendar.days(y > 0 ? (y + 99) / 100 * 100 - 99 : -((99 - (y - 1)) / 100) * 100 + 1, 1, 1);
            case MILLENNIUM ->
                Calendar.days(y > 0 ? (y + 999) / 1000 * 1000 - 999 : -((999 - (y - 1)) / 1000) * 1000 + 1, 1, 1);
            default -> throw DateTimeFields.unsupported(name, t);
        };
        return Times.moment(first, 0);
    }

    private static long zoned(String name, long ts, Zone zone) {
        if (Times.isInfinite(ts)) {
            return ts;
        }
        long at = Times.toLocal(ts, zone);
        long cut = local(name, at, PgTypes.TIMESTAMPTZ);
        boolean clock = clockUnit(DateTimeFields.field(name, PgTypes.TIMESTAMPTZ)) > 0;
        // within a day the offset stays, so that the hour that comes twice is two hours
        return clock ? Times.moment(ts - (at - cut)) : Times.toMoment(cut, zone);
    }

    private static Interval interval(String name, Interval i) {
        DateTimeFields.Field f = DateTimeFields.field(name, PgTypes.INTERVAL);
        long unit = clockUnit(f);
        if (unit > 0) {
            return new Interval(i.months(), i.days(), i.micros() / unit * unit);
        }
        int m = i.months();
        return switch (f) {
            case DAY -> new Interval(m, i.days(), 0);
            case MONTH -> new Interval(m, 0, 0);
            case QUARTER -> new Interval(m / 3 * 3, 0, 0);
            case YEAR -> new Interval(m / 12 * 12, 0, 0);
            case DECADE -> new Interval(m / 120 * 120, 0, 0);
            case CENTURY -> new Interval(m / 1200 * 1200, 0, 0);
            case MILLENNIUM -> new Interval(m / 12_000 * 12_000, 0, 0);
            case WEEK ->
                throw SqlFailure.build(
                                FailureKind.UNSUPPORTED,
                                DateTimeFields.unsupported(name, PgTypes.INTERVAL)
                                        .getMessage())
                        .detail("Months usually have fractional weeks.")
                        .build();
            default -> throw DateTimeFields.unsupported(name, PgTypes.INTERVAL);
        };
    }

    private static long bin(Interval stride, long source, long origin) {
        if (Times.isInfinite(source)) {
            return source;
        }
        if (Times.isInfinite(origin)) {
            throw Times.failure("22008", "origin out of range");
        }
        if (stride.months() != 0) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED, "timestamps cannot be binned into intervals containing months or years");
        }
        try {
            long width = Math.addExact(Math.multiplyExact((long) stride.days(), Times.DAY), stride.micros());
            if (width <= 0) {
                throw Times.failure("22008", "stride must be greater than zero");
            }
            long distance = Math.subtractExact(source, origin);
            return Times.moment(Math.addExact(origin, distance - Math.floorMod(distance, width)));
        } catch (ArithmeticException e) {
            throw Times.outOfRange("interval");
        }
    }
}
