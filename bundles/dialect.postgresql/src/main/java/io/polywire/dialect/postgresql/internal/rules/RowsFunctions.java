package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.Interval;
import io.polywire.api.value.Zone;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.SeriesRows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Rows of arrays and series, and arrays of rows: unnest, generate_series, generate_subscripts, array_agg. */
final class RowsFunctions {
    private RowsFunctions() {}

    static void register(Registry r) {
        series(r);
        subscripts(r);
        r.aggregate(
                "array_agg",
                (a, t) -> aggregate(a, Elements.of(PgTypes.plain(a.get(0).type())), false),
                PgTypes.ANYARRAY,
                PgTypes.ANYNONARRAY);
        r.aggregate("array_agg", (a, t) -> aggregate(a, null, false), PgTypes.ANYARRAY, PgTypes.ANYARRAY);
    }

    // --- unnest ---------------------------------------------------------------------------------------------------

    /**
     * The elements of an array as rows of one column.
     *
     * @param nullAsRow whether a NULL in place of an array gives one row of NULL, not none
     */
    static FunctionValue unnest(BoundExpression array, boolean nullAsRow) {
        Elements of = Elements.within(array.type());
        RowsFunction f = RowsFunction.shared(
                (nullAsRow ? "elements_" : "unnest_") + of.type().name(), 1, (in, out) -> {
                    if (in.isNull(0)) {
                        if (nullAsRow) {
                            out.row((Object) null);
                        }
                        return;
                    }
                    for (String e : ArrayValue.read(in.getText(0)).elements()) {
                        out.row(of.read(e));
                    }
                });
        return new FunctionValue(f, List.of(array), PgTypes.TEXT);
    }

    private static void subscripts(Registry r) {
        RowsFunction f = RowsFunction.strict("generate_subscripts", -1, (in, out) -> {
            ArrayValue a = ArrayValue.read(in.getText(0));
            long d = in.getLong(1);
            if (d < 1 || d > a.dimensions()) {
                return;
            }
            boolean reverse = in.size() > 2 && in.getLong(2) != 0;
            int low = a.lower((int) d - 1);
            int high = a.upper((int) d - 1);
            for (int i = 0; i <= high - low; i++) {
                out.row((long) (reverse ? high - i : low + i));
            }
        });
        r.rows(f, "generate_subscripts", PgTypes.ANYARRAY, PgTypes.INT4);
        r.rows(f, "generate_subscripts", PgTypes.ANYARRAY, PgTypes.INT4, PgTypes.BOOL);
    }

    // --- series ---------------------------------------------------------------------------------------------------

    private static void series(Registry r) {
        IntegerSeries integers = new IntegerSeries(RowsFunction.strict("generate_series", -1, (in, out) -> {
            long step = in.size() > 2 ? in.getLong(2) : 1;
            if (step == 0) {
                throw zeroStep();
            }
            long to = in.getLong(1);
            long at = in.getLong(0);
            while (step > 0 ? at <= to : at >= to) {
                out.row(at);
                if (step > 0 ? at > Long.MAX_VALUE - step : at < Long.MIN_VALUE - step) {
                    return;
                }
                at += step;
            }
        }));
        for (Type t : List.of(PgTypes.INT4, PgTypes.INT8)) {
            r.rows(integers, "generate_series", t, t);
            r.rows(integers, "generate_series", t, t, t);
        }
        RowsFunction moments = RowsFunction.strict("generate_series_timestamp", -1, RowsFunctions::moments);
        r.rows(moments, "generate_series", PgTypes.TIMESTAMP, PgTypes.TIMESTAMP, PgTypes.INTERVAL);
        r.rows(moments, "generate_series", PgTypes.TIMESTAMPTZ, PgTypes.TIMESTAMPTZ, PgTypes.INTERVAL);
        RowsFunction numerics = RowsFunction.strict("generate_series_numeric", -1, RowsFunctions::numerics);
        Type n = PgTypes.NUMERIC;
        r.rows(numerics, "generate_series", n, n);
        r.rows(numerics, "generate_series", n, n, n);
    }

    /** A series of integers, which a storage may make itself. */
    private record IntegerSeries(RowsFunction all) implements SeriesRows {
        @Override
        public String name() {
            return all.name();
        }

        @Override
        public int arity() {
            return all.arity();
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            all.call(in, out);
        }
    }

    /** Moments by an interval (generate_series_timestamp of timestamp.c); the zone's days may have 23 or 25 hours. */
    private static void moments(FunctionArguments in, RowsFunction.Rows out) {
        long at = in.getLong(0);
        long to = in.getLong(1);
        Interval step = Interval.of(in.getText(2));
        Zone zone = in.size() > 3 ? SessionStyle.of(in, 3).zone() : null;
        long days = step.months() * 30L + step.days() + step.micros() / Times.DAY;
        int sign = days == 0 ? Long.signum(step.micros() % Times.DAY) : Long.signum(days);
        if (sign == 0) {
            throw zeroStep();
        }
        if (Times.isInfinite(at) || sign > 0 && to == Times.INFINITE || sign < 0 && to == Times.MINUS_INFINITE) {
            throw SqlFailure.unsupported("generate_series without an end");
        }
        while (sign > 0 ? at <= to : at >= to) {
            out.row(at);
            at = zone == null ? Times.plus(at, step) : Times.plus(at, step, zone);
        }
    }

    private static SqlFailure zeroStep() {
        return SqlFailure.build(FailureKind.DATA, "step size cannot equal zero")
                .sqlState("22023")
                .build();
    }

    private static void numerics(FunctionArguments in, RowsFunction.Rows out) {
        String[] names = {"start", "stop", "step size"};
        for (int i = 0; i < in.size(); i++) {
            String v = in.getText(i);
            if (Character.isLetter(v.charAt(v.length() - 1))) {
                throw SqlFailure.build(
                                FailureKind.DATA,
                                names[i] + " value cannot be " + (Numeric.isNaN(v) ? "NaN" : "infinity"))
                        .sqlState("22023")
                        .build();
            }
        }
        BigDecimal at = Numeric.of(in.getText(0));
        BigDecimal to = Numeric.of(in.getText(1));
        BigDecimal step = in.size() > 2 ? Numeric.of(in.getText(2)) : BigDecimal.ONE;
        if (step.signum() == 0) {
            throw zeroStep();
        }
        while (step.signum() > 0 ? at.compareTo(to) <= 0 : at.compareTo(to) >= 0) {
            out.row(Numeric.text(at));
            at = at.add(step);
        }
    }

    // --- array_agg ------------------------------------------------------------------------------------------------

    /**
     * The values of a group as an array.
     *
     * @param of their type; null for arrays, which become one with a dimension more
     * @param emptyForNone whether no rows give an empty array, not NULL
     */
    static Registry.AggregateParts aggregate(List<BoundExpression> arguments, Elements of, boolean emptyForNone) {
        if (of == null && arguments.get(0).type().kind() != io.polywire.api.type.TypeKind.ARRAY) {
            throw SqlFailure.unsupported(
                    "an array of " + PgTypes.display(arguments.get(0).type()));
        }
        String name = "pw_pg_array_agg" + (emptyForNone ? "_all" : "")
                + (of == null ? "" : "_" + of.type().name())
                // rows without a name of their own differ in their fields
                + (of == null || of.type().fields() == null
                        ? ""
                        : "_" + Integer.toHexString(of.type().fields().hashCode()));
        return new Registry.AggregateParts(new Aggregate.Own(new Collecting(name, of, emptyForNone)), arguments);
    }

    /** Whether an aggregate is what ARRAY(SELECT ...) is made of, over what is no array. */
    static boolean isOfQuery(AggregateFunction f) {
        return f instanceof Collecting c && c.emptyForNone() && c.of() != null;
    }

    private record Collecting(String name, Elements of, boolean emptyForNone) implements AggregateFunction {
        @Override
        public int arity() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Collecting c
                    && name.equals(c.name)
                    && (of == null ? c.of == null : c.of != null && of.type().equals(c.of.type()));
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public Accumulator begin() {
            return of == null ? new Arrays(emptyForNone) : new Values(of, emptyForNone);
        }
    }

    private static final class Values implements AggregateFunction.Accumulator {
        private final Elements of;
        private final boolean emptyForNone;
        private final List<String> all = new ArrayList<>();

        Values(Elements of, boolean emptyForNone) {
            this.of = of;
            this.emptyForNone = emptyForNone;
        }

        @Override
        public void add(FunctionArguments in) {
            all.add(of.write(Casts.value(in, 0)));
        }

        @Override
        public void result(FunctionResult out) {
            if (!all.isEmpty() || emptyForNone) {
                out.putText(ArrayValue.of(all).toString());
            } else {
                out.putNull();
            }
        }
    }

    private static final class Arrays implements AggregateFunction.Accumulator {
        private final ArrayCollector all =
                new ArrayCollector("cannot accumulate arrays of different dimensionality", null, false);
        private final boolean emptyForNone;
        private boolean any;

        Arrays(boolean emptyForNone) {
            this.emptyForNone = emptyForNone;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                throw SqlFailure.build(FailureKind.DATA, "cannot accumulate null arrays")
                        .sqlState("22004")
                        .build();
            }
            any = true;
            all.add(ArrayValue.read(in.getText(0)));
        }

        @Override
        public void result(FunctionResult out) {
            if (any || emptyForNone) {
                out.putText(all.array().toString());
            } else {
                out.putNull();
            }
        }
    }
}
