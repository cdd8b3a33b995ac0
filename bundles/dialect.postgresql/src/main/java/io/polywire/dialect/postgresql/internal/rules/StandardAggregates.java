package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import java.math.BigDecimal;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** count, sum, avg, min, max, bool_and, bool_or, string_agg. */
final class StandardAggregates {
    private static final AggregateFunction SUM_NUMERIC = own("sum_numeric", 1, () -> new Decimals(false));
    private static final AggregateFunction AVG_NUMERIC = own("avg_numeric", 1, () -> new Decimals(true));
    private static final AggregateFunction SUM_FLOAT8 = own("sum_float8", 1, () -> new Doubles(false, false));
    private static final AggregateFunction SUM_FLOAT4 = own("sum_float4", 1, () -> new Doubles(false, true));
    private static final AggregateFunction AVG_FLOAT = own("avg_float8", 1, () -> new Doubles(true, false));
    private static final AggregateFunction MIN_NUMERIC = own("min_numeric", 1, () -> new Extreme(-1, Numeric::key));
    private static final AggregateFunction MAX_NUMERIC = own("max_numeric", 1, () -> new Extreme(1, Numeric::key));
    private static final AggregateFunction STRING_AGG = own("string_agg", 2, Strings::new);

    private StandardAggregates() {}

    static void register(Registry r) {
        r.aggregate("count", standard(Aggregate.Standard.COUNT), PgTypes.INT8, PgTypes.ANY);
        r.aggregate("bool_and", standard(Aggregate.Standard.MIN), PgTypes.BOOL, PgTypes.BOOL);
        r.aggregate("every", standard(Aggregate.Standard.MIN), PgTypes.BOOL, PgTypes.BOOL);
        r.aggregate("bool_or", standard(Aggregate.Standard.MAX), PgTypes.BOOL, PgTypes.BOOL);
        for (Type t : new Type[] {
            PgTypes.INT2, PgTypes.INT4, PgTypes.INT8, PgTypes.OID, PgTypes.FLOAT4, PgTypes.FLOAT8, PgTypes.TEXT
        }) {
            r.aggregate("min", standard(Aggregate.Standard.MIN), t, t);
            r.aggregate("max", standard(Aggregate.Standard.MAX), t, t);
        }
        r.aggregate(MIN_NUMERIC, "min", PgTypes.NUMERIC, PgTypes.NUMERIC);
        r.aggregate(MAX_NUMERIC, "max", PgTypes.NUMERIC, PgTypes.NUMERIC);
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4}) {
            r.aggregate("sum", standard(Aggregate.Standard.SUM_INTEGERS), PgTypes.INT8, t);
            r.aggregate(AVG_NUMERIC, "avg", PgTypes.NUMERIC, t);
        }
        for (Type t : new Type[] {PgTypes.INT8, PgTypes.NUMERIC}) {
            r.aggregate(SUM_NUMERIC, "sum", PgTypes.NUMERIC, t);
            r.aggregate(AVG_NUMERIC, "avg", PgTypes.NUMERIC, t);
        }
        r.aggregate(SUM_FLOAT4, "sum", PgTypes.FLOAT4, PgTypes.FLOAT4);
        r.aggregate(SUM_FLOAT8, "sum", PgTypes.FLOAT8, PgTypes.FLOAT8);
        r.aggregate(AVG_FLOAT, "avg", PgTypes.FLOAT8, PgTypes.FLOAT4);
        r.aggregate(AVG_FLOAT, "avg", PgTypes.FLOAT8, PgTypes.FLOAT8);
        r.aggregate(STRING_AGG, "string_agg", PgTypes.TEXT, PgTypes.TEXT, PgTypes.TEXT);
    }

    /**
     * string_agg with a delimiter of its own.
     *
     * @param delimiter at most two characters of ASCII, so that a connection never has many of these
     */
    static AggregateFunction joined(String delimiter) {
        return new Joined(delimiter);
    }

    private record Joined(String delimiter) implements AggregateFunction {
        @Override
        public String name() {
            StringBuilder name = new StringBuilder("pw_pg_string_agg_by");
            delimiter.chars().forEach(c -> name.append('_').append(c));
            return name.toString();
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            return new JoinedTexts(delimiter);
        }
    }

    private static final class JoinedTexts implements AggregateFunction.Accumulator {
        private final String delimiter;
        private StringBuilder text;

        JoinedTexts(String delimiter) {
            this.delimiter = delimiter;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            if (text == null) {
                text = new StringBuilder();
            } else {
                text.append(delimiter);
            }
            text.append(in.getText(0));
        }

        @Override
        public void result(FunctionResult out) {
            if (text == null) {
                out.putNull();
            } else {
                out.putText(text.toString());
            }
        }
    }

    private static Registry.AggregateMaker standard(Aggregate.Standard standard) {
        return (a, t) -> new Registry.AggregateParts(standard, a);
    }

    // --- those that the storage does not have ---------------------------------------------------------------------

    private record Own(String name, int arity, Supplier<AggregateFunction.Accumulator> start)
            implements AggregateFunction {
        @Override
        public Accumulator begin() {
            return start.get();
        }
    }

    static AggregateFunction own(String name, int arity, Supplier<AggregateFunction.Accumulator> start) {
        return new Own("pw_pg_" + name, arity, start);
    }

    /** sum and avg of numeric and integers: exact. */
    private static final class Decimals implements SlidingAggregates.Sliding {
        private final boolean average;
        /** How many values have as many decimals as the sum. */
        private long finest;

        private BigDecimal sum = BigDecimal.ZERO;
        private long count;
        /** Sum of NaN and the infinities. */
        private double special;

        Decimals(boolean average) {
            this.average = average;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            count++;
            String text = in.getText(0);
            if (Numeric.isSpecial(text)) {
                special += Numeric.special(text);
            } else {
                BigDecimal v = Numeric.of(text);
                finest = v.scale() > sum.scale() ? 1 : v.scale() == sum.scale() ? finest + 1 : finest;
                sum = sum.add(v);
            }
        }

        /** As do_numeric_discard: without the last value of as many decimals the sum would have fewer. */
        @Override
        public boolean remove(FunctionArguments in) {
            if (in.isNull(0)) {
                return true;
            }
            String text = in.getText(0);
            if (special != 0 || Numeric.isSpecial(text)) {
                return false;
            }
            BigDecimal v = Numeric.of(text);
            if (v.scale() == sum.scale() && --finest == 0 && v.scale() > 0) {
                return false;
            }
            count--;
            sum = sum.subtract(v);
            return true;
        }

        @Override
        public void result(FunctionResult out) {
            if (count == 0) {
                out.putNull();
            } else if (special != 0) {
                out.putText(Numeric.text(special));
            } else {
                out.putText(Numeric.text(average ? Numeric.divide(sum, BigDecimal.valueOf(count)) : sum));
            }
        }
    }

    /** sum and avg of real and double precision, in the order of the rows. */
    private static final class Doubles implements AggregateFunction.Accumulator {
        private final boolean average;
        private final boolean single;
        private double sum;
        private double squares;
        private boolean infinite;
        private long count;

        Doubles(boolean average, boolean single) {
            this.average = average;
            this.single = single;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            double d = in.getDouble(0);
            double before = sum;
            count++;
            if (average) {
                sum += d;
                squares(d, before);
                return;
            }
            infinite |= Double.isInfinite(d);
            double r = count == 1 ? d : sum + d;
            sum = FloatFunctions.checked(single ? (float) r : r, infinite, true);
        }

        /** float8_accum carries the squares for avg too, and fails where they overflow (Youngs and Cramer). */
        private void squares(double d, double before) {
            if (count == 1) {
                return;
            }
            double n = count;
            double distance = d * n - sum;
            squares += distance * distance / (n * (n - 1));
            if (Double.isInfinite(sum) || Double.isInfinite(squares)) {
                if (!Double.isInfinite(before) && !Double.isInfinite(d)) {
                    throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "value out of range: overflow");
                }
                squares = Double.NaN;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (count == 0) {
                out.putNull();
            } else {
                out.putDouble(FloatFunctions.checked(average ? sum / count : sum, true, true));
            }
        }
    }

    /** min and max of texts that compare by a key; of equal values the last one stays (numeric_larger and its like). */
    static final class Extreme implements AggregateFunction.Accumulator {
        private final int sign;
        private final UnaryOperator<String> keys;
        private String value;
        private String key;

        Extreme(int sign, UnaryOperator<String> keys) {
            this.sign = sign;
            this.keys = keys;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            String text = in.getText(0);
            String k = keys.apply(text);
            if (key == null || Extremes.compare(k, key) * sign >= 0) {
                key = k;
                value = text;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (value == null) {
                out.putNull();
            } else {
                out.putText(value);
            }
        }
    }

    /** string_agg: each value but the first behind its delimiter. */
    private static final class Strings implements AggregateFunction.Accumulator {
        private StringBuilder text;

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            if (text == null) {
                text = new StringBuilder();
            } else if (!in.isNull(1)) {
                text.append(in.getText(1));
            }
            text.append(in.getText(0));
        }

        @Override
        public void result(FunctionResult out) {
            if (text == null) {
                out.putNull();
            } else {
                out.putText(text.toString());
            }
        }
    }
}
