package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;

/** range_agg and range_intersect_agg (manual, 9.21). */
final class RangeAggregates {
    private RangeAggregates() {}

    static void register(Registry r) {
        Type range = RangeTypes.ANYRANGE;
        Type multirange = RangeTypes.ANYMULTIRANGE;
        r.aggregate("range_agg", RangeAggregates::union, multirange, range);
        r.aggregate("range_agg", RangeAggregates::union, multirange, multirange);
        r.aggregate("range_intersect_agg", RangeAggregates::intersection, range, range);
        r.aggregate("range_intersect_agg", RangeAggregates::intersection, multirange, multirange);
    }

    private static Registry.AggregateParts union(List<BoundExpression> a, Type result) {
        return new Registry.AggregateParts(new Aggregate.Own(new OfAll(a.get(0).type(), false)), a);
    }

    private static Registry.AggregateParts intersection(List<BoundExpression> a, Type result) {
        return new Registry.AggregateParts(new Aggregate.Own(new OfAll(a.get(0).type(), true)), a);
    }

    private record OfAll(Type of, boolean common) implements AggregateFunction {
        @Override
        public String name() {
            return "pw_pg_range_" + (common ? "intersect_agg_" : "agg_") + of.name();
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            return common ? new Intersection(of) : new Union(of);
        }
    }

    /** NULLs count for nothing; without anything else the result is NULL. */
    private static final class Union implements AggregateFunction.Accumulator {
        private static final int MOST_APART = 1024;

        private final Type of;
        private final RangeKind kind;
        private List<Range> all;
        private int sorted;

        Union(Type of) {
            this.of = of;
            this.kind = RangeTypes.kind(of);
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            if (all == null) {
                all = new ArrayList<>();
            }
            all.addAll(RangeValues.ranges(of, in.getText(0)));
            // ranges that touch are put together before they take memory
            if (all.size() > 2 * sorted + MOST_APART) {
                all = kind.normalized(all);
                sorted = all.size();
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (all == null) {
                out.putNull();
            } else {
                out.putText(RangeValues.writeAll(kind, kind.normalized(all)));
            }
        }
    }

    private static final class Intersection implements AggregateFunction.Accumulator {
        private final Type of;
        private final RangeKind kind;
        private List<Range> common;

        Intersection(Type of) {
            this.of = of;
            this.kind = RangeTypes.kind(of);
        }

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                List<Range> next = RangeValues.ranges(of, in.getText(0));
                common = common == null ? next : RangeFunctions.intersection(kind, common, next);
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (common == null) {
                out.putNull();
            } else if (RangeTypes.isMultirange(of)) {
                out.putText(RangeValues.writeAll(kind, common));
            } else {
                out.putText(RangeValues.write(kind, common.isEmpty() ? Range.EMPTY : common.get(0)));
            }
        }
    }
}
