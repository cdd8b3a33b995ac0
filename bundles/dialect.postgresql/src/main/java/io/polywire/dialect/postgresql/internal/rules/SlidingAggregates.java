package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.Aggregate;
import java.util.Arrays;

/** The aggregates that every storage has, for frames that no storage counts. */
final class SlidingAggregates {
    private SlidingAggregates() {}

    /** An aggregate that rows can be taken out of. */
    interface Sliding extends AggregateFunction.Accumulator {
        /** Takes out the row that was added first; false if the aggregate must begin anew. */
        boolean remove(FunctionArguments in);
    }

    private static final AggregateFunction COUNT = StandardAggregates.own("storage_count", -1, () -> new Total(false));
    private static final AggregateFunction SUM = StandardAggregates.own("storage_sum", 1, () -> new Total(true));
    private static final AggregateFunction MIN = StandardAggregates.own("storage_min", 1, () -> new Extreme(-1));
    private static final AggregateFunction MAX = StandardAggregates.own("storage_max", 1, () -> new Extreme(1));

    static AggregateFunction of(Aggregate.Standard a, Place at) {
        return switch (a) {
            case COUNT -> COUNT;
            case MIN -> MIN;
            case MAX -> MAX;
            case SUM_INTEGERS -> SUM;
            case JOIN_TEXTS -> throw at.unsupported("this aggregate over such a frame");
        };
    }

    /** How a storage compares what it holds: numbers, texts by code points, bytes. */
    static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            double d = x.doubleValue();
            double e = y.doubleValue();
            return d < e ? -1 : d > e ? 1 : 0;
        }
        if (a instanceof String x && b instanceof String y) {
            return Extremes.compare(x, y);
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.compareUnsigned(x, y);
        }
        return Integer.compare(rank(a), rank(b));
    }

    private static int rank(Object v) {
        return v instanceof Number ? 0 : v instanceof String ? 1 : 2;
    }

    /** count and the sum of small integers. */
    private static final class Total implements Sliding {
        private final boolean sums;
        private long count;
        private long sum;

        Total(boolean sums) {
            this.sums = sums;
        }

        private void change(FunctionArguments in, int sign) {
            if (in.size() == 0 || !in.isNull(0)) {
                count += sign;
                if (sums) {
                    sum = Math.addExact(sum, sign * in.getLong(0));
                }
            }
        }

        @Override
        public void add(FunctionArguments in) {
            change(in, 1);
        }

        @Override
        public boolean remove(FunctionArguments in) {
            change(in, -1);
            return true;
        }

        @Override
        public void result(FunctionResult out) {
            if (sums && count == 0) {
                out.putNull();
            } else {
                out.putLong(sums ? sum : count);
            }
        }
    }

    /** min and max; of equal values the last one stays. */
    private static final class Extreme implements AggregateFunction.Accumulator {
        private final int sign;
        private Object value;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(FunctionArguments in) {
            Object v = Casts.value(in, 0);
            if (v != null && (value == null || compare(v, value) * sign >= 0)) {
                value = v;
            }
        }

        @Override
        public void result(FunctionResult out) {
            FramedRows.put(value, out);
        }
    }
}
