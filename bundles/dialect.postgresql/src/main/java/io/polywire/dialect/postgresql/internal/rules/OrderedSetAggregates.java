package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.Interval;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Ordered-set aggregates (orderedsetaggs.c): they see their rows in the order of WITHIN GROUP. */
final class OrderedSetAggregates {
    /** Most values that one group is kept with. */
    private static final int MOST = 1 << 24;

    private static final AggregateFunction CONTINUOUS =
            StandardAggregates.own("percentile_cont", 2, () -> new Percentile(Way.NUMBERS));
    private static final AggregateFunction SPANS =
            StandardAggregates.own("percentile_cont_interval", 2, () -> new Percentile(Way.SPANS));
    private static final AggregateFunction DISCRETE =
            StandardAggregates.own("percentile_disc", 2, () -> new Percentile(Way.DISCRETE));
    private static final AggregateFunction MODE = StandardAggregates.own("mode", 2, Mode::new);

    /** What is found between two values. */
    private enum Way {
        /** The first of them. */
        DISCRETE,
        /** A floating-point number. */
        NUMBERS,
        /** An interval. */
        SPANS
    }

    private OrderedSetAggregates() {}

    static void register(Registry r) {
        r.aggregate("percentile_cont", of(CONTINUOUS), PgTypes.FLOAT8, PgTypes.FLOAT8, PgTypes.FLOAT8);
        r.aggregate("percentile_cont", of(SPANS), PgTypes.INTERVAL, PgTypes.FLOAT8, PgTypes.INTERVAL);
        r.aggregate("percentile_disc", of(DISCRETE), PgTypes.ANYELEMENT, PgTypes.FLOAT8, PgTypes.ANYELEMENT);
        Type fractions = PgTypes.arrayOf(PgTypes.FLOAT8);
        r.aggregate(
                "percentile_cont",
                (a, t) -> several(a, PgTypes.FLOAT8, Way.NUMBERS),
                fractions,
                fractions,
                PgTypes.FLOAT8);
        r.aggregate(
                "percentile_cont",
                (a, t) -> several(a, PgTypes.INTERVAL, Way.SPANS),
                PgTypes.arrayOf(PgTypes.INTERVAL),
                fractions,
                PgTypes.INTERVAL);
        r.aggregate(
                "percentile_disc",
                (a, t) -> several(a, a.get(1).type(), Way.DISCRETE),
                PgTypes.ANYARRAY,
                fractions,
                PgTypes.ANYELEMENT);
        r.aggregate(
                "mode",
                (a, t) -> new Registry.AggregateParts(new Aggregate.Own(MODE), List.of(Keys.of(a.get(0)), a.get(0))),
                PgTypes.ANYELEMENT,
                PgTypes.ANYELEMENT);
    }

    /** A constant fraction is looked at here, since a group without rows hands none to the aggregate. */
    private static Registry.AggregateMaker of(AggregateFunction f) {
        return (a, t) -> {
            if (a.get(0) instanceof BoundConstant c && c.value() instanceof Double d) {
                check(d);
            }
            return new Registry.AggregateParts(new Aggregate.Own(f), a);
        };
    }

    /** Percentiles at several fractions, as an array of the fractions' shape. */
    private static Registry.AggregateParts several(List<BoundExpression> a, Type of, Way way) {
        Elements elements = Elements.of(of);
        if (elements == null) {
            throw SqlFailure.unsupported("an array of " + PgTypes.display(of));
        }
        if (a.get(0) instanceof BoundConstant c && c.value() instanceof String s) {
            fractions(ArrayValue.read(s));
        }
        return new Registry.AggregateParts(new Aggregate.Own(new Several(elements, way)), a);
    }

    private record Several(Elements elements, Way way) implements AggregateFunction {
        @Override
        public String name() {
            return "pw_pg_percentiles_"
                    + (way == Way.DISCRETE ? "disc_" : "cont_")
                    + elements.type().name();
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Accumulator begin() {
            return new Percentiles(way, elements);
        }
    }

    private static List<Double> fractions(ArrayValue array) {
        List<Double> all = new ArrayList<>();
        for (String text : array.elements()) {
            Double fraction = (Double) Elements.of(PgTypes.FLOAT8).read(text);
            if (fraction != null) {
                check(fraction);
            }
            all.add(fraction);
        }
        return all;
    }

    private static void check(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE,
                    "percentile value " + ShortestDecimal.text(fraction) + " is not between 0 and 1");
        }
    }

    /** The values in their order. */
    private abstract static class Values implements AggregateFunction.Accumulator {
        private final Way way;
        private final List<Object> values = new ArrayList<>();

        Values(Way way) {
            this.way = way;
        }

        /** Takes the first argument, the same for all rows. */
        abstract void fraction(FunctionArguments in);

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                fraction(in);
            }
            if (in.isNull(1)) {
                return;
            }
            if (values.size() == MOST) {
                throw SqlFailure.of(FailureKind.LIMIT, "a percentile of more than " + MOST + " values");
            }
            values.add(way == Way.NUMBERS ? (Object) in.getDouble(1) : Casts.value(in, 1));
        }

        final boolean isEmpty() {
            return values.isEmpty();
        }

        final Object at(double fraction) {
            int n = values.size();
            if (way == Way.DISCRETE) {
                return values.get((int) Math.max(1, Math.ceil(fraction * n)) - 1);
            }
            double at = fraction * (n - 1);
            int low = (int) Math.floor(at);
            int high = (int) Math.ceil(at);
            if (way == Way.SPANS) {
                return low == high ? values.get(low) : between(values.get(low), values.get(high), at - low);
            }
            double a = (Double) values.get(low);
            return low == high ? a : a + (at - low) * ((Double) values.get(high) - a);
        }
    }

    /** interval_lerp of orderedsetaggs.c. */
    private static String between(Object low, Object high, double part) {
        Interval a = Interval.of((String) low);
        return Times.plus(a, Times.multiply(Times.minus(Interval.of((String) high), a), part))
                .iso();
    }

    private static final class Percentile extends Values {
        private Double fraction;

        Percentile(Way way) {
            super(way);
        }

        @Override
        void fraction(FunctionArguments in) {
            fraction = in.getDouble(0);
            check(fraction);
        }

        @Override
        public void result(FunctionResult out) {
            Registry.put(out, fraction == null || isEmpty() ? null : at(fraction));
        }
    }

    private static final class Percentiles extends Values {
        private final Elements elements;
        private ArrayValue fractions;
        private List<Double> each;

        Percentiles(Way way, Elements elements) {
            super(way);
            this.elements = elements;
        }

        @Override
        void fraction(FunctionArguments in) {
            if (fractions == null) {
                fractions = ArrayValue.read(in.getText(0));
                each = fractions(fractions);
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (fractions == null || isEmpty()) {
                out.putNull();
                return;
            }
            List<String> found = new ArrayList<>();
            for (Double fraction : each) {
                found.add(fraction == null ? null : elements.write(at(fraction)));
            }
            out.putText(fractions.with(found).toString());
        }
    }

    /** The first of the most frequent ones; keys in their order, so that equal ones follow each other. */
    private static final class Mode implements AggregateFunction.Accumulator {
        private Object key;
        private Object value;
        private Object best;
        private long count;
        private long most;

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            Object k = Casts.value(in, 0);
            if (count > 0 && Objects.deepEquals(k, key)) {
                count++;
            } else {
                key = k;
                value = Casts.value(in, 1);
                count = 1;
            }
            if (count > most) {
                most = count;
                best = value;
            }
        }

        @Override
        public void result(FunctionResult out) {
            Registry.put(out, best);
        }
    }
}
