package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.JsonbText;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** GREATEST and LEAST: of values, each behind the key that it is compared by. */
final class Extremes {
    private static final ScalarFunction GREATEST = function("greatest", 1);
    private static final ScalarFunction LEAST = function("least", -1);

    private Extremes() {}

    static ScalarFunction of(boolean greatest) {
        return greatest ? GREATEST : LEAST;
    }

    /** Keys and values in turn. */
    static List<BoundExpression> arguments(List<BoundExpression> values) {
        List<BoundExpression> all = new ArrayList<>();
        for (BoundExpression v : values) {
            all.add(Keys.of(v));
            all.add(v);
        }
        return all;
    }

    private static ScalarFunction function(String name, int sign) {
        return Functions.lenient(name, -1, (in, out) -> {
            int best = -1;
            for (int i = 0; i < in.size(); i += 2) {
                // of equal ones the first stays
                if (!in.isNull(i) && (best < 0 || compare(in, i, best) * sign > 0)) {
                    best = i;
                }
            }
            Registry.put(out, best < 0 ? null : Casts.value(in, best + 1));
        });
    }

    /** As the storage compares: numbers before texts before bytes; not a number is a text. */
    static int compare(FunctionArguments in, int a, int b) {
        Parameters.Kind x = in.kind(a);
        Parameters.Kind y = in.kind(b);
        if (x == Parameters.Kind.LONG && y == Parameters.Kind.LONG) {
            return Long.compare(in.getLong(a), in.getLong(b));
        }
        boolean number = x == Parameters.Kind.LONG || x == Parameters.Kind.DOUBLE;
        boolean other = y == Parameters.Kind.LONG || y == Parameters.Kind.DOUBLE;
        if (number && other) {
            double p = in.getDouble(a);
            double q = in.getDouble(b);
            return p < q ? -1 : p > q ? 1 : 0;
        }
        if (number != other) {
            return number ? -1 : 1;
        }
        return x == Parameters.Kind.BYTES
                ? Arrays.compareUnsigned(in.getBytes(a), in.getBytes(b))
                : compare(in.getText(a), in.getText(b));
    }

    /** By code points, as the bytes of UTF-8 compare. */
    static int compare(String a, String b) {
        return JsonbText.compareBytes(a, b);
    }
}
