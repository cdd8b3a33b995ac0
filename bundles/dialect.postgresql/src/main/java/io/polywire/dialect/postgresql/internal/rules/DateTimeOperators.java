package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.List;
import java.util.Map;

/** Operators of dates, times and intervals; comparisons within one type need none, those between two types are here. */
final class DateTimeOperators {
    private static final Map<String, Operation> COMPARISONS = Map.of(
            "=", Operation.EQUAL,
            "<>", Operation.NOT_EQUAL,
            "<", Operation.LESS,
            "<=", Operation.LESS_EQUAL,
            ">", Operation.GREATER,
            ">=", Operation.GREATER_EQUAL);

    /** A date beyond the range of timestamps is later than all of them but infinity. */
    private static final ScalarFunction DATE_AS_TIMESTAMP = Functions.brief("date_cmp_timestamp", 1, (in, out) -> {
        long d = in.getLong(0);
        out.putLong(
                Times.isInfinite(d)
                        ? d
                        : d > Long.MAX_VALUE / Times.DAY - 1 ? Long.MAX_VALUE - 1 : Times.dateToTimestamp(d));
    });

    private static final ScalarFunction DATE_AS_MOMENT = Functions.brief("date_cmp_timestamptz", 2, (in, out) -> {
        long d = in.getLong(0);
        out.putLong(
                Times.isInfinite(d)
                        ? d
                        : d > Long.MAX_VALUE / Times.DAY - 1
                                ? Long.MAX_VALUE - 1
                                : Times.compared(
                                        Times.dateToTimestamp(d),
                                        SessionStyle.of(in, 1).zone()));
    });

    private static final ScalarFunction TIMESTAMP_AS_MOMENT = Functions.brief(
            "timestamp_cmp_timestamptz",
            2,
            (in, out) -> out.putLong(
                    Times.compared(in.getLong(0), SessionStyle.of(in, 1).zone())));

    private DateTimeOperators() {}

    static void register(Registry r) {
        comparisons(r);
        dates(r);
        times(r);
        moments(r);
        intervals(r);
    }

    // --- comparisons ----------------------------------------------------------------------------------------------

    private static void comparisons(Registry r) {
        for (Map.Entry<String, Operation> c : COMPARISONS.entrySet()) {
            compare(r, c, PgTypes.DATE, PgTypes.TIMESTAMP);
            compare(r, c, PgTypes.DATE, PgTypes.TIMESTAMPTZ);
            compare(r, c, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ);
        }
    }

    private static void compare(Registry r, Map.Entry<String, Operation> c, Type a, Type b) {
        r.operator(
                c.getKey(),
                (o, t) -> Functions.operation(c.getValue(), t, brought(o.get(0), b), o.get(1)),
                PgTypes.BOOL,
                a,
                b);
        r.operator(
                c.getKey(),
                (o, t) -> Functions.operation(c.getValue(), t, o.get(0), brought(o.get(1), b)),
                PgTypes.BOOL,
                b,
                a);
    }

    private static BoundExpression brought(BoundExpression e, Type to) {
        if (to == PgTypes.TIMESTAMP) {
            return Functions.call(DATE_AS_TIMESTAMP, to, e);
        }
        boolean date = e.type().name().equals("date");
        return SessionStyle.call(date ? DATE_AS_MOMENT : TIMESTAMP_AS_MOMENT, to, List.of(e));
    }

    // --- arithmetic -----------------------------------------------------------------------------------------------

    private interface Two {
        Object of(Object a, Object b);
    }

    private interface Zoned {
        Object of(Object a, Object b, Zone zone);
    }

    private static void two(Registry r, String name, Type result, Type a, Type b, Two body) {
        r.javaOperator(
                Functions.brief(
                        "op_" + word(name) + "_" + a.name() + "_" + b.name(),
                        2,
                        (in, out) -> Registry.put(out, body.of(value(in, 0, a), value(in, 1, b)))),
                name,
                result,
                a,
                b);
    }

    /** The same the other way round too. */
    private static void both(Registry r, String name, Type result, Type a, Type b, Two body) {
        two(r, name, result, a, b, body);
        two(r, name, result, b, a, (x, y) -> body.of(y, x));
    }

    private static void zoned(Registry r, String name, Type result, Type a, Type b, Zoned body) {
        ScalarFunction f = Functions.brief(
                "op_" + word(name) + "_" + a.name() + "_" + b.name(),
                3,
                (in, out) -> Registry.put(
                        out,
                        body.of(
                                value(in, 0, a),
                                value(in, 1, b),
                                SessionStyle.of(in, 2).zone())));
        r.operator(name, SessionStyle.styled(f), result, a, b);
    }

    private static String word(String name) {
        return switch (name) {
            case "+" -> "pl";
            case "-" -> "mi";
            case "*" -> "mul";
            default -> "div";
        };
    }

    private static Object value(io.polywire.api.function.FunctionArguments in, int i, Type t) {
        if (t == PgTypes.INTERVAL) {
            return Interval.of(in.getText(i));
        }
        if (t == PgTypes.TIMETZ) {
            return TimeTz.of(in.getText(i));
        }
        return t == PgTypes.FLOAT8 ? (Object) in.getDouble(i) : (Object) in.getLong(i);
    }

    private static void dates(Registry r) {
        both(r, "+", PgTypes.DATE, PgTypes.DATE, PgTypes.INT4, (d, n) -> days((Long) d, (Long) n));
        two(r, "-", PgTypes.DATE, PgTypes.DATE, PgTypes.INT4, (d, n) -> days((Long) d, -(Long) n));
        two(r, "-", PgTypes.INT4, PgTypes.DATE, PgTypes.DATE, (a, b) -> {
            if (Times.isInfinite((Long) a) || Times.isInfinite((Long) b)) {
                throw Times.failure("22008", "cannot subtract infinite dates");
            }
            return (Long) a - (Long) b;
        });
        both(
                r,
                "+",
                PgTypes.TIMESTAMP,
                PgTypes.DATE,
                PgTypes.INTERVAL,
                (d, i) -> Times.plus(Times.dateToTimestamp((Long) d), (Interval) i));
        two(
                r,
                "-",
                PgTypes.TIMESTAMP,
                PgTypes.DATE,
                PgTypes.INTERVAL,
                (d, i) -> Times.plus(Times.dateToTimestamp((Long) d), Times.opposite((Interval) i)));
        both(r, "+", PgTypes.TIMESTAMP, PgTypes.DATE, PgTypes.TIME, (d, t) -> {
            long ts = Times.dateToTimestamp((Long) d);
            return Times.isInfinite(ts) ? ts : Times.moment(ts + (Long) t);
        });
        both(r, "+", PgTypes.TIMESTAMPTZ, PgTypes.DATE, PgTypes.TIMETZ, (d, t) -> {
            long ts = Times.dateToTimestamp((Long) d);
            TimeTz z = (TimeTz) t;
            return Times.isInfinite(ts) ? ts : Times.moment(ts + z.micros() - z.east() * Times.SECOND);
        });
    }

    private static long days(long date, long n) {
        return Times.isInfinite(date) ? date : Times.date(date + n);
    }

    private static void times(Registry r) {
        both(
                r,
                "+",
                PgTypes.TIME,
                PgTypes.TIME,
                PgTypes.INTERVAL,
                (t, i) -> Times.timePlus((Long) t, ((Interval) i).micros()));
        two(
                r,
                "-",
                PgTypes.TIME,
                PgTypes.TIME,
                PgTypes.INTERVAL,
                (t, i) -> Times.timePlus((Long) t, -(((Interval) i).micros() % Times.DAY)));
        two(
                r,
                "-",
                PgTypes.INTERVAL,
                PgTypes.TIME,
                PgTypes.TIME,
                (a, b) -> new Interval(0, 0, (Long) a - (Long) b).iso());
        both(
                r,
                "+",
                PgTypes.TIMETZ,
                PgTypes.TIMETZ,
                PgTypes.INTERVAL,
                (t, i) -> Times.timePlus((TimeTz) t, ((Interval) i).micros()).carrier());
        two(
                r,
                "-",
                PgTypes.TIMETZ,
                PgTypes.TIMETZ,
                PgTypes.INTERVAL,
                (t, i) -> Times.timePlus((TimeTz) t, -(((Interval) i).micros() % Times.DAY))
                        .carrier());
    }

    private static void moments(Registry r) {
        both(
                r,
                "+",
                PgTypes.TIMESTAMP,
                PgTypes.TIMESTAMP,
                PgTypes.INTERVAL,
                (t, i) -> Times.plus((Long) t, (Interval) i));
        two(
                r,
                "-",
                PgTypes.TIMESTAMP,
                PgTypes.TIMESTAMP,
                PgTypes.INTERVAL,
                (t, i) -> Times.plus((Long) t, Times.opposite((Interval) i)));
        zoned(
                r,
                "+",
                PgTypes.TIMESTAMPTZ,
                PgTypes.TIMESTAMPTZ,
                PgTypes.INTERVAL,
                (t, i, z) -> Times.plus((Long) t, (Interval) i, z));
        zoned(
                r,
                "+",
                PgTypes.TIMESTAMPTZ,
                PgTypes.INTERVAL,
                PgTypes.TIMESTAMPTZ,
                (i, t, z) -> Times.plus((Long) t, (Interval) i, z));
        zoned(
                r,
                "-",
                PgTypes.TIMESTAMPTZ,
                PgTypes.TIMESTAMPTZ,
                PgTypes.INTERVAL,
                (t, i, z) -> Times.plus((Long) t, Times.opposite((Interval) i), z));
        for (Type t : List.of(PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ)) {
            two(
                    r,
                    "-",
                    PgTypes.INTERVAL,
                    t,
                    t,
                    (a, b) -> Times.minus((long) (Long) a, (long) (Long) b).iso());
        }
    }

    private static void intervals(Registry r) {
        Type i = PgTypes.INTERVAL;
        two(r, "+", i, i, i, (a, b) -> Times.plus((Interval) a, (Interval) b).iso());
        two(r, "-", i, i, i, (a, b) -> Times.minus((Interval) a, (Interval) b).iso());
        both(
                r,
                "*",
                i,
                i,
                PgTypes.FLOAT8,
                (a, f) -> Times.multiply((Interval) a, (Double) f).iso());
        two(
                r,
                "/",
                i,
                i,
                PgTypes.FLOAT8,
                (a, f) -> Times.divide((Interval) a, (Double) f).iso());
        r.javaOperator(
                Functions.brief(
                        "interval_um",
                        1,
                        (in, out) -> out.putText(
                                Times.negate(Interval.of(in.getText(0))).iso())),
                "-",
                i,
                i);
    }
}
