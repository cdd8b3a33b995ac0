package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TextStyle;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.tree.StandardFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The clock, and functions that make, take apart and round dates, times and intervals. */
final class DateTimeFunctions {
    private static final Type DATE = PgTypes.DATE;
    private static final Type TS = PgTypes.TIMESTAMP;
    private static final Type TSTZ = PgTypes.TIMESTAMPTZ;
    private static final Type INTERVAL = PgTypes.INTERVAL;
    private static final Type TEXT = PgTypes.TEXT;
    private static final Type INT4 = PgTypes.INT4;
    private static final Type FLOAT8 = PgTypes.FLOAT8;

    private DateTimeFunctions() {}

    static void register(Registry r) {
        clock(r);
        zones(r);
        making(r);
        intervals(r);
        ages(r);
        DateTimeTruncation.register(r);
        DateTimeOverlaps.register(r);
        DateTimeAggregates.register(r);
        DateTimeTemplates.register(r);
    }

    // --- the clock ------------------------------------------------------------------------------------------------

    /** A function whose value is another one at each call. */
    private record Volatile(String name, int arity, Functions.Body body) implements ScalarFunction {
        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            body.call(in, out);
        }
    }

    private static void clock(Registry r) {
        r.function("now", (a, t) -> SessionStyle.now(), TSTZ);
        r.function("transaction_timestamp", (a, t) -> SessionStyle.now(), TSTZ);
        r.function("statement_timestamp", (a, t) -> new SessionParameter(SessionValue.STATEMENT_TIME, TSTZ), TSTZ);
        r.java(
                new Volatile(
                        "pw_pg_clock_timestamp",
                        0,
                        (in, out) -> out.putLong(in.context().once("clock", DateTimeFunctions::clock))),
                "clock_timestamp",
                TSTZ);
        ScalarFunction day = new Volatile("pw_pg_timeofday", 1, (in, out) -> {
            Zone zone = SessionStyle.of(in, 0).zone();
            long now = clock();
            TextStyle words = TextStyle.DEFAULT;
            long local = Times.toLocal(now, zone);
            String s = DateTimeTypes.text(local, TS, words.with("DateStyle", "Postgres, MDY"));
            // "Sat Nov 28 11:10:15.123456 2026 UTC": six digits always
            String fraction = String.format(Locale.ROOT, ".%06d", Math.floorMod(local, Times.SECOND));
            out.putText(s.substring(0, 19) + fraction + s.substring(s.lastIndexOf(' ')) + " "
                    + zone.abbreviationAt(Math.floorDiv(now, Times.SECOND)));
        });
        r.function("timeofday", SessionStyle.styled(day), TEXT);
    }

    private static long clock() {
        Instant now = Instant.now();
        return now.getEpochSecond() * Times.SECOND + now.getNano() / 1_000;
    }

    /** CURRENT_DATE and its like. */
    static BoundExpression current(StandardFunction.Kind kind, List<BoundExpression> precision, Place at) {
        Type t = switch (kind) {
            case CURRENT_DATE -> DATE;
            case CURRENT_TIME -> PgTypes.TIMETZ;
            case CURRENT_TIMESTAMP -> TSTZ;
            case LOCALTIME -> PgTypes.TIME;
            default -> TS;
        };
        if (!precision.isEmpty() && precision.get(0) instanceof BoundConstant c) {
            int digits = (int) Math.min((Long) c.value(), 6);
            t = DateTimeTypes.with(t, 0, digits == 0 ? -1 : digits);
        }
        return Casts.convert(SessionStyle.now(), t, Casts.Context.EXPLICIT, at);
    }

    // --- zones ----------------------------------------------------------------------------------------------------

    private static void zones(Registry r) {
        r.java(
                Functions.brief(
                        "timezone_ts",
                        2,
                        (in, out) -> out.putLong(
                                Times.isInfinite(in.getLong(1))
                                        ? in.getLong(1)
                                        : Times.toMoment(in.getLong(1), Zones.of(in.getText(0))))),
                "timezone",
                TSTZ,
                TEXT,
                TS);
        r.java(
                Functions.brief(
                        "timezone_tstz",
                        2,
                        (in, out) -> out.putLong(
                                Times.isInfinite(in.getLong(1))
                                        ? in.getLong(1)
                                        : Times.toLocal(in.getLong(1), Zones.of(in.getText(0))))),
                "timezone",
                TS,
                TEXT,
                TSTZ);
        r.java(
                Functions.brief(
                        "timezone_i_ts", 2, (in, out) -> out.putLong(Times.toMoment(in.getLong(1), offset(in)))),
                "timezone",
                TSTZ,
                INTERVAL,
                TS);
        r.java(
                Functions.brief(
                        "timezone_i_tstz", 2, (in, out) -> out.putLong(Times.toLocal(in.getLong(1), offset(in)))),
                "timezone",
                TS,
                INTERVAL,
                TSTZ);
        ScalarFunction named = Functions.brief("timezone_timetz", 3, (in, out) -> {
            Zone z = Zones.of(in.getText(0));
            out.putText(moved(in.getText(1), z.offsetAt(Math.floorDiv(in.getLong(2), Times.SECOND))));
        });
        r.function(
                "timezone",
                (a, t) -> Functions.call(named, t, a.get(0), a.get(1), SessionStyle.now()),
                PgTypes.TIMETZ,
                TEXT,
                PgTypes.TIMETZ);
        r.java(
                Functions.brief(
                        "timezone_i_timetz",
                        2,
                        (in, out) -> out.putText(moved(in.getText(1), offset(in).offsetAt(0)))),
                "timezone",
                PgTypes.TIMETZ,
                INTERVAL,
                PgTypes.TIMETZ);
    }

    private static Zone offset(FunctionArguments in) {
        Interval i = Interval.of(in.getText(0));
        if (i.months() != 0 || i.days() != 0) {
            throw invalid("interval time zone \"" + DateTimeTypes.text(in.getText(0), INTERVAL, TextStyle.DEFAULT)
                    + "\" must not include months or days");
        }
        return Zone.ofOffset((int) (i.micros() / Times.SECOND));
    }

    private static String moved(String time, int east) {
        TimeTz t = TimeTz.of(time);
        return new TimeTz(Math.floorMod(t.micros() + (east - t.east()) * Times.SECOND, Times.DAY), east).carrier();
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    // --- making ---------------------------------------------------------------------------------------------------

    private static void making(Registry r) {
        r.java(
                Functions.brief(
                        "make_date",
                        3,
                        (in, out) ->
                                out.putLong(madeDate((int) in.getLong(0), (int) in.getLong(1), (int) in.getLong(2)))),
                "make_date",
                DATE,
                INT4,
                INT4,
                INT4);
        r.java(
                Functions.brief(
                        "make_time",
                        3,
                        (in, out) -> out.putLong(madeTime((int) in.getLong(0), (int) in.getLong(1), in.getDouble(2)))),
                "make_time",
                PgTypes.TIME,
                INT4,
                INT4,
                FLOAT8);
        r.java(
                Functions.brief("make_timestamp", 6, (in, out) -> out.putLong(madeMoment(in))),
                "make_timestamp",
                TS,
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8);
        ScalarFunction local = Functions.brief(
                "make_timestamptz",
                7,
                (in, out) -> out.putLong(
                        Times.toMoment(madeMoment(in), SessionStyle.of(in, 6).zone())));
        r.function("make_timestamptz", SessionStyle.styled(local), TSTZ, INT4, INT4, INT4, INT4, INT4, FLOAT8);
        r.java(
                Functions.brief(
                        "make_timestamptz_at",
                        7,
                        (in, out) -> out.putLong(Times.toMoment(madeMoment(in), Zones.ofTime(in.getText(6))))),
                "make_timestamptz",
                TSTZ,
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8,
                TEXT);
        r.java(
                Functions.brief(
                        "make_interval",
                        7,
                        (in, out) -> out.putText(madeInterval(in).iso())),
                "make_interval",
                INTERVAL,
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8);
        r.java(
                Functions.brief("to_timestamp_float8", 1, (in, out) -> out.putLong(ofEpoch(in.getDouble(0)))),
                "to_timestamp",
                TSTZ,
                FLOAT8);
        for (Type t : List.of(DATE, TS, TSTZ)) {
            r.java(
                    Functions.brief(
                            "isfinite_" + t.name(),
                            1,
                            (in, out) -> out.putLong(Times.isInfinite(in.getLong(0)) ? 0 : 1)),
                    "isfinite",
                    PgTypes.BOOL,
                    t);
        }
        r.java(
                Functions.brief("isfinite_interval", 1, (in, out) -> out.putLong(1)),
                "isfinite",
                PgTypes.BOOL,
                INTERVAL);
    }

    private static long madeDate(int year, int month, int day) {
        // negative years are BC
        long y = year < 0 ? year + 1L : year;
        if (year == 0 || month < 1 || month > 12 || day < 1 || day > Calendar.daysOfMonth(y, month)) {
            throw Times.failure(
                    "22008", String.format(Locale.ROOT, "date field value out of range: %d-%02d-%02d", y, month, day));
        }
        long days = Calendar.days(y, month, day);
        try {
            return Times.date(days);
        } catch (SqlFailure f) {
            throw Times.failure("22008", String.format(Locale.ROOT, "date out of range: %d-%02d-%02d", y, month, day));
        }
    }

    private static long madeTime(int hour, int minute, double second) {
        boolean bad = hour < 0 || minute < 0 || minute > 59 || Double.isNaN(second) || second < 0 || second > 60;
        bad |= hour > 24 || hour == 24 && (minute > 0 || second > 0);
        if (bad) {
            throw Times.failure(
                    "22008",
                    "time field value out of range: " + hour + ":" + String.format(Locale.ROOT, "%02d:", minute)
                            + seconds(second));
        }
        return hour * Times.HOUR + minute * Times.MINUTE + (long) Math.rint(second * Times.SECOND);
    }

    /** As C's %02g. */
    private static String seconds(double second) {
        String s = general(second);
        return s.length() < 2 ? "0" + s : s;
    }

    /** As C's %g: six digits, without zeros at their end. */
    private static String general(double v) {
        if (v == 0 || Double.isNaN(v)) {
            return v == 0 ? "0" : "nan";
        }
        BigDecimal d = new BigDecimal(v).round(new MathContext(6)).stripTrailingZeros();
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return d.toPlainString();
        }
        String digits = d.unscaledValue().abs().toString();
        return (v < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static long madeMoment(FunctionArguments in) {
        int year = (int) in.getLong(0);
        int month = (int) in.getLong(1);
        int day = (int) in.getLong(2);
        long days = madeDate(year, month, day);
        long time = madeTime((int) in.getLong(3), (int) in.getLong(4), in.getDouble(5));
        return Times.moment(days, time);
    }

    private static Interval madeInterval(FunctionArguments in) {
        double secs = in.getDouble(6);
        if (Double.isNaN(secs) || Double.isInfinite(secs)) {
            throw Times.outOfRange("interval");
        }
        long months = in.getLong(0) * 12 + in.getLong(1);
        long days = in.getLong(2) * 7 + in.getLong(3);
        double micros = Math.rint(secs * Times.SECOND);
        long time = in.getLong(4) * Times.HOUR + in.getLong(5) * Times.MINUTE;
        if (!(micros >= -0x1p63 && micros < 0x1p63)) {
            throw Times.outOfRange("interval");
        }
        try {
            return Times.interval(months, days, Math.addExact(time, (long) micros));
        } catch (ArithmeticException e) {
            throw Times.outOfRange("interval");
        }
    }

    private static long ofEpoch(double seconds) {
        if (Double.isNaN(seconds)) {
            throw Times.failure("22008", "timestamp cannot be NaN");
        }
        if (Double.isInfinite(seconds)) {
            return seconds > 0 ? Times.INFINITE : Times.MINUS_INFINITE;
        }
        double micros = Math.rint((seconds - Calendar.EPOCH_DAYS * 86_400.0) * Times.SECOND);
        if (!(micros >= -0x1p63 && micros < 0x1p63 - Calendar.EPOCH_MICROS)) {
            throw Times.failure("22008", "timestamp out of range: \"" + general(seconds) + "\"");
        }
        long v = (long) micros + Calendar.EPOCH_MICROS;
        if (v < Times.FIRST_DAY * Times.DAY) {
            throw Times.failure("22008", "timestamp out of range: \"" + general(seconds) + "\"");
        }
        return v;
    }

    // --- intervals ------------------------------------------------------------------------------------------------

    private interface One {
        Interval of(Interval i);
    }

    private static void intervals(Registry r) {
        one(r, "justify_hours", Times::justifyHours);
        one(r, "justify_days", Times::justifyDays);
        one(r, "justify_interval", Times::justify);
    }

    private static void one(Registry r, String name, One body) {
        r.java(
                Functions.brief(
                        name,
                        1,
                        (in, out) ->
                                out.putText(body.of(Interval.of(in.getText(0))).iso())),
                name,
                INTERVAL,
                INTERVAL);
    }

    // --- age ------------------------------------------------------------------------------------------------------

    private static void ages(Registry r) {
        ScalarFunction two = Functions.brief(
                "age_ts",
                2,
                (in, out) -> out.putText(Times.age(in.getLong(0), in.getLong(1)).iso()));
        r.java(two, "age", INTERVAL, TS, TS);
        ScalarFunction zoned = Functions.brief("age_tstz", 3, (in, out) -> {
            Zone z = SessionStyle.of(in, 2).zone();
            out.putText(Times.age(Times.toLocal(in.getLong(0), z), Times.toLocal(in.getLong(1), z))
                    .iso());
        });
        r.function("age", SessionStyle.styled(zoned), INTERVAL, TSTZ, TSTZ);
        ScalarFunction one = Functions.brief(
                "age_ts_now",
                3,
                (in, out) -> out.putText(Times.age(midnight(in), in.getLong(0)).iso()));
        r.function(
                "age",
                (a, t) -> Functions.call(one, t, a.get(0), SessionStyle.now(), SessionStyle.style()),
                INTERVAL,
                TS);
        ScalarFunction oneZoned = Functions.brief("age_tstz_now", 3, (in, out) -> {
            Zone z = SessionStyle.of(in, 2).zone();
            out.putText(Times.age(midnight(in), Times.toLocal(in.getLong(0), z)).iso());
        });
        r.function(
                "age",
                (a, t) -> Functions.call(oneZoned, t, a.get(0), SessionStyle.now(), SessionStyle.style()),
                INTERVAL,
                TSTZ);
    }

    /** The beginning of today, in the session's zone. */
    private static long midnight(FunctionArguments in) {
        long local = Times.toLocal(in.getLong(1), SessionStyle.of(in, 2).zone());
        return Math.floorDiv(local, Times.DAY) * Times.DAY;
    }
}
