package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundExpression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Aggregates by name and type of argument (pg_aggregate of PostgreSQL 15, as far as they are served). */
final class Aggregates {
    /** All that PostgreSQL 15 calls so; those that are not served are refused by name. */
    private static final Set<String> NAMES = Set.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "bool_and",
            "bool_or",
            "every",
            "string_agg",
            "array_agg",
            "json_agg",
            "jsonb_agg",
            "json_object_agg",
            "jsonb_object_agg",
            "bit_and",
            "bit_or",
            "bit_xor",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "variance",
            "var_pop",
            "var_samp",
            "corr",
            "covar_pop",
            "covar_samp",
            "mode",
            "percentile_cont",
            "percentile_disc",
            "regr_avgx",
            "regr_avgy",
            "regr_count",
            "regr_intercept",
            "regr_r2",
            "regr_slope",
            "regr_sxx",
            "regr_sxy",
            "regr_syy",
            "any_value",
            "xmlagg",
            "range_agg",
            "range_intersect_agg");

    private static final AggregateFunction SUM_NUMERIC = own("sum_numeric", 1, () -> new Decimals(false));
    private static final AggregateFunction AVG_NUMERIC = own("avg_numeric", 1, () -> new Decimals(true));
    private static final AggregateFunction SUM_FLOAT8 = own("sum_float8", 1, () -> new Doubles(false, false));
    private static final AggregateFunction SUM_FLOAT4 = own("sum_float4", 1, () -> new Doubles(false, true));
    private static final AggregateFunction AVG_FLOAT = own("avg_float8", 1, () -> new Doubles(true, false));
    private static final AggregateFunction MIN_NUMERIC = own("min_numeric", 1, () -> new Extreme(-1));
    private static final AggregateFunction MAX_NUMERIC = own("max_numeric", 1, () -> new Extreme(1));
    private static final AggregateFunction STRING_AGG = own("string_agg", 2, Strings::new);

    private Aggregates() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static BoundExpression call(
            String name, List<BoundExpression> in, boolean star, boolean distinct, BoundExpression filter, Place at) {
        if (star) {
            if (!name.equals("count")) {
                throw at.build(FailureKind.UNDEFINED_FUNCTION, "function " + name + "() does not exist")
                        .hint("No function matches the given name and argument types. You might need to add explicit"
                                + " type casts.")
                        .build();
            }
            return new AggregateValue(Aggregate.Standard.COUNT, List.of(), false, filter, PgTypes.INT8);
        }
        List<BoundExpression> arguments = new ArrayList<>();
        for (BoundExpression a : in) {
            arguments.add(PgTypes.isUnknown(a.type()) ? Coercions.implicit(a, PgTypes.TEXT, at) : a);
        }
        Shape shape = shape(name, arguments);
        if (shape == null) {
            throw at.unsupported("aggregate " + name + "(" + FunctionCalls.types(in) + ")");
        }
        if (distinct) {
            boolean key = name.equals("count") && arguments.size() == 1;
            if (key) {
                arguments.set(0, Keys.of(arguments.get(0)));
            } else if (arguments.size() != 1 || !Keys.isOwn(arguments.get(0).type())) {
                throw at.unsupported(name + "(DISTINCT " + FunctionCalls.types(in) + ")");
            }
        }
        return new AggregateValue(shape.aggregate(), shape.arguments(), distinct, filter, shape.type());
    }

    private record Shape(Aggregate aggregate, List<BoundExpression> arguments, Type type) {}

    private static Shape shape(String name, List<BoundExpression> arguments) {
        if (arguments.size() == 2 && name.equals("string_agg")) {
            boolean texts = PgTypes.isText(arguments.get(0).type())
                    && PgTypes.isText(arguments.get(1).type());
            return texts ? new Shape(new Aggregate.Own(STRING_AGG), arguments, PgTypes.TEXT) : null;
        }
        if (arguments.size() != 1) {
            return null;
        }
        Type t = arguments.get(0).type();
        return switch (name) {
            case "count" -> new Shape(Aggregate.Standard.COUNT, arguments, PgTypes.INT8);
            case "bool_and", "every" ->
                t.kind() == TypeKind.BOOLEAN ? new Shape(Aggregate.Standard.MIN, arguments, PgTypes.BOOL) : null;
            case "bool_or" ->
                t.kind() == TypeKind.BOOLEAN ? new Shape(Aggregate.Standard.MAX, arguments, PgTypes.BOOL) : null;
            case "min" -> extreme(t, arguments, Aggregate.Standard.MIN, MIN_NUMERIC);
            case "max" -> extreme(t, arguments, Aggregate.Standard.MAX, MAX_NUMERIC);
            case "sum" -> sum(t, arguments);
            case "avg" -> average(t, arguments);
            default -> null;
        };
    }

    private static Shape extreme(
            Type t, List<BoundExpression> arguments, Aggregate.Standard standard, AggregateFunction numeric) {
        if (PgTypes.isNumeric(t)) {
            return new Shape(new Aggregate.Own(numeric), arguments, PgTypes.NUMERIC);
        }
        if (t.kind() == TypeKind.BOOLEAN || t.kind() == TypeKind.BYTES) {
            return null;
        }
        return new Shape(standard, arguments, PgTypes.isText(t) ? PgTypes.TEXT : t);
    }

    private static Shape sum(Type t, List<BoundExpression> arguments) {
        return switch (t.kind()) {
            case INT16, INT32 -> new Shape(Aggregate.Standard.SUM_INTEGERS, arguments, PgTypes.INT8);
            case INT64, DECIMAL -> new Shape(new Aggregate.Own(SUM_NUMERIC), arguments, PgTypes.NUMERIC);
            case FLOAT32 -> new Shape(new Aggregate.Own(SUM_FLOAT4), arguments, PgTypes.FLOAT4);
            case FLOAT64 -> new Shape(new Aggregate.Own(SUM_FLOAT8), arguments, PgTypes.FLOAT8);
            default -> null;
        };
    }

    private static Shape average(Type t, List<BoundExpression> arguments) {
        return switch (t.kind()) {
            case INT16, INT32, INT64, DECIMAL -> new Shape(new Aggregate.Own(AVG_NUMERIC), arguments, PgTypes.NUMERIC);
            case FLOAT32, FLOAT64 -> new Shape(new Aggregate.Own(AVG_FLOAT), arguments, PgTypes.FLOAT8);
            default -> null;
        };
    }

    // --- those that the storage does not have ---------------------------------------------------------------------

    private record Own(String name, int arity, Supplier<AggregateFunction.Accumulator> start)
            implements AggregateFunction {
        @Override
        public Accumulator begin() {
            return start.get();
        }
    }

    private static AggregateFunction own(String name, int arity, Supplier<AggregateFunction.Accumulator> start) {
        return new Own("pw_pg_" + name, arity, start);
    }

    /** sum and avg of numeric and integers: exact. */
    private static final class Decimals implements AggregateFunction.Accumulator {
        private final boolean average;
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;
        private boolean nan;

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
            if (Numeric.isNaN(text)) {
                nan = true;
            } else {
                sum = sum.add(Numeric.of(text));
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (count == 0) {
                out.putNull();
            } else if (nan) {
                out.putText(Numeric.NAN);
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

    /** min and max of numeric; of equal values that differ in scale the last one stays (numeric_larger). */
    private static final class Extreme implements AggregateFunction.Accumulator {
        private final int sign;
        private String value;
        private String key;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            String text = in.getText(0);
            String k = Numeric.key(text);
            if (key == null || k.compareTo(key) * sign >= 0) {
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
