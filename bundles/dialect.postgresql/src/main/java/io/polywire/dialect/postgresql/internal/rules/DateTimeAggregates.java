package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TimeTz;
import io.polywire.sql.bound.Aggregate;
import java.util.List;
import java.util.function.UnaryOperator;

/** min, max, sum and avg of dates, times and intervals. */
final class DateTimeAggregates {
    private DateTimeAggregates() {}

    static void register(Registry r) {
        for (Type t : List.of(PgTypes.DATE, PgTypes.TIME, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ)) {
            r.aggregate("min", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MIN, a), t, t);
            r.aggregate("max", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MAX, a), t, t);
        }
        extremes(r, PgTypes.INTERVAL, s -> Times.key(Interval.of(s)));
        extremes(r, PgTypes.TIMETZ, s -> Times.key(TimeTz.of(s)));
        Type i = PgTypes.INTERVAL;
        r.aggregate(StandardAggregates.own("sum_interval", 1, () -> new Sum(false)), "sum", i, i);
        r.aggregate(StandardAggregates.own("avg_interval", 1, () -> new Sum(true)), "avg", i, i);
    }

    private static void extremes(Registry r, Type t, UnaryOperator<String> key) {
        r.aggregate(
                StandardAggregates.own("min_" + t.name(), 1, () -> new StandardAggregates.Extreme(-1, key)),
                "min",
                t,
                t);
        r.aggregate(
                StandardAggregates.own("max_" + t.name(), 1, () -> new StandardAggregates.Extreme(1, key)),
                "max",
                t,
                t);
    }

    private static final class Sum implements AggregateFunction.Accumulator {
        private final boolean average;
        private Interval sum = Interval.ZERO;
        private long count;

        Sum(boolean average) {
            this.average = average;
        }

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                sum = Times.plus(sum, Interval.of(in.getText(0)));
                count++;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (count == 0) {
                out.putNull();
            } else {
                out.putText((average ? Times.divide(sum, count) : sum).iso());
            }
        }
    }
}
