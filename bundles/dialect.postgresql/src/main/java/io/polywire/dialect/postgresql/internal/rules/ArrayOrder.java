package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import java.util.Arrays;
import java.util.List;

/** What needs the order of arrays or of their elements: min, max, width_bucket (9.21, 9.3). */
final class ArrayOrder {
    private ArrayOrder() {}

    static void register(Registry r) {
        r.aggregate("min", (a, t) -> extreme(a, -1), PgTypes.ANYARRAY, PgTypes.ANYARRAY);
        r.aggregate("max", (a, t) -> extreme(a, 1), PgTypes.ANYARRAY, PgTypes.ANYARRAY);
        r.function("array_smaller", (a, t) -> better(a, t, -1), PgTypes.ANYARRAY, PgTypes.ANYARRAY, PgTypes.ANYARRAY);
        r.function("array_larger", (a, t) -> better(a, t, 1), PgTypes.ANYARRAY, PgTypes.ANYARRAY, PgTypes.ANYARRAY);
        r.function(
                "width_bucket",
                (a, t) -> bucket(a, t),
                PgTypes.INT4,
                PgTypes.ANYCOMPATIBLE,
                PgTypes.ANYCOMPATIBLEARRAY);
    }

    private static Registry.AggregateParts extreme(List<BoundExpression> arguments, int sign) {
        Type array = PgTypes.plain(arguments.get(0).type());
        Elements.within(array);
        return new Registry.AggregateParts(new Aggregate.Own(new Extreme(array, sign)), arguments);
    }

    /** One of two arrays; the second where they are equal. */
    private static BoundExpression better(List<BoundExpression> arguments, Type result, int sign) {
        Type array = PgTypes.plain(arguments.get(0).type());
        Elements elements = Elements.within(array);
        String name = (sign < 0 ? "array_smaller_" : "array_larger_") + RowLayout.tag(array.element());
        ScalarFunction f = Functions.sharedStrict(name, 2, (in, out) -> {
            byte[] one = elements.arrayKey(ArrayValue.read(in.getText(0)));
            byte[] other = elements.arrayKey(ArrayValue.read(in.getText(1)));
            out.putText(in.getText(Arrays.compareUnsigned(one, other) * sign > 0 ? 0 : 1));
        });
        return Functions.call(f, result, arguments);
    }

    private record Extreme(Type array, int sign) implements AggregateFunction {
        @Override
        public String name() {
            return "pw_pg_" + (sign < 0 ? "min" : "max") + "_array" + array.name() + "_" + array.id();
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            return new Best(Elements.within(array), sign);
        }
    }

    private static final class Best implements AggregateFunction.Accumulator {
        private final Elements elements;
        private final int sign;
        private byte[] key;
        private String value;

        Best(Elements elements, int sign) {
            this.elements = elements;
            this.sign = sign;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            String text = in.getText(0);
            byte[] k = elements.arrayKey(ArrayValue.read(text));
            // array_larger and array_smaller keep the later one of equal values
            if (key == null || Arrays.compareUnsigned(k, key) * sign >= 0) {
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

    /** How many of the sorted thresholds are not above the operand (width_bucket_array). */
    private static BoundExpression bucket(List<BoundExpression> arguments, Type result) {
        Elements of = Elements.within(arguments.get(1).type());
        ScalarFunction f =
                Functions.sharedStrict("width_bucket_array_" + of.type().name(), 2, (in, out) -> {
                    ArrayValue a = ArrayValue.read(in.getText(1));
                    if (a.dimensions() > 1) {
                        throw SqlFailure.build(FailureKind.DATA, "thresholds must be one-dimensional array")
                                .sqlState("2202E")
                                .build();
                    }
                    List<String> thresholds = a.elements();
                    if (thresholds.contains(null)) {
                        throw SqlFailure.build(FailureKind.DATA, "thresholds array must not contain NULLs")
                                .sqlState("22004")
                                .build();
                    }
                    byte[] operand = of.key(of.write(Casts.value(in, 0)));
                    int left = 0;
                    int right = thresholds.size();
                    while (left < right) {
                        int middle = (left + right) / 2;
                        if (Arrays.compareUnsigned(operand, of.key(thresholds.get(middle))) < 0) {
                            right = middle;
                        } else {
                            left = middle + 1;
                        }
                    }
                    out.putLong(left);
                });
        return Functions.call(f, result, arguments);
    }
}
