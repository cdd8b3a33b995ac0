package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Ordered-set aggregates (orderedsetaggs.c): they see their rows in the order of WITHIN GROUP. */
final class OrderedSetAggregates {
    /** Most values that one group is kept with. */
    private static final int MOST = 1 << 24;

    private static final AggregateFunction CONTINUOUS =
            StandardAggregates.own("percentile_cont", 2, () -> new Percentile(true));
    private static final AggregateFunction DISCRETE =
            StandardAggregates.own("percentile_disc", 2, () -> new Percentile(false));
    private static final AggregateFunction MODE = StandardAggregates.own("mode", 2, Mode::new);

    private OrderedSetAggregates() {}

    static void register(Registry r) {
        r.aggregate("percentile_cont", of(CONTINUOUS), PgTypes.FLOAT8, PgTypes.FLOAT8, PgTypes.FLOAT8);
        r.aggregate("percentile_disc", of(DISCRETE), PgTypes.ANYELEMENT, PgTypes.FLOAT8, PgTypes.ANYELEMENT);
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

    private static void check(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE,
                    "percentile value " + ShortestDecimal.text(fraction) + " is not between 0 and 1");
        }
    }

    /** A fraction, the same for all rows, and the values in their order. */
    private static final class Percentile implements AggregateFunction.Accumulator {
        private final boolean continuous;
        private final List<Object> values = new ArrayList<>();
        private Double fraction;

        Percentile(boolean continuous) {
            this.continuous = continuous;
        }

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                fraction = in.getDouble(0);
                check(fraction);
            }
            if (in.isNull(1)) {
                return;
            }
            if (values.size() == MOST) {
                throw SqlFailure.of(FailureKind.LIMIT, "a percentile of more than " + MOST + " values");
            }
            values.add(continuous ? (Object) in.getDouble(1) : Casts.value(in, 1));
        }

        @Override
        public void result(FunctionResult out) {
            if (fraction == null || values.isEmpty()) {
                out.putNull();
                return;
            }
            int n = values.size();
            if (!continuous) {
                Registry.put(out, values.get((int) Math.max(1, Math.ceil(fraction * n)) - 1));
                return;
            }
            double at = fraction * (n - 1);
            int low = (int) Math.floor(at);
            int high = (int) Math.ceil(at);
            double a = (Double) values.get(low);
            out.putDouble(low == high ? a : a + (at - low) * ((Double) values.get(high) - a));
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
