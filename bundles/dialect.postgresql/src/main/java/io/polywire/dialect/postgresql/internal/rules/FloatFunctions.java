package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Arithmetic of real and double precision (float.c): 22003 for a result that is infinite, or zero, where no operand was.
 */
final class FloatFunctions {
    private interface Two {
        double of(double a, double b);
    }

    private static final Map<String, ScalarFunction> BY_NAME = new HashMap<>();

    static {
        for (Type t : new Type[] {PgTypes.FLOAT4, PgTypes.FLOAT8}) {
            two("+", "pl", t, (a, b) -> a + b);
            two("-", "mi", t, (a, b) -> a - b);
            two("*", "mul", t, (a, b) -> a * b);
            two("/", "div", t, (a, b) -> {
                if (b == 0 && !Double.isNaN(a)) {
                    throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
                }
                return a / b;
            });
        }
    }

    static final ScalarFunction NEGATE = Functions.brief("float_um", 1, (in, out) -> out.putDouble(-in.getDouble(0)));
    static final ScalarFunction ABS =
            Functions.brief("float_abs", 1, (in, out) -> out.putDouble(Math.abs(in.getDouble(0))));
    static final ScalarFunction CEIL =
            Functions.brief("float_ceil", 1, (in, out) -> out.putDouble(Math.ceil(in.getDouble(0))));
    static final ScalarFunction FLOOR =
            Functions.brief("float_floor", 1, (in, out) -> out.putDouble(Math.floor(in.getDouble(0))));
    static final ScalarFunction ROUND =
            Functions.brief("float_round", 1, (in, out) -> out.putDouble(Math.rint(in.getDouble(0))));
    static final ScalarFunction TRUNCATE = Functions.brief("float_trunc", 1, (in, out) -> {
        double d = in.getDouble(0);
        out.putDouble(d < 0 ? Math.ceil(d) : Math.floor(d));
    });
    static final ScalarFunction SIGN = Functions.brief("float_sign", 1, (in, out) -> {
        double d = in.getDouble(0);
        out.putDouble(d > 0 ? 1 : d < 0 ? -1 : Double.isNaN(d) ? d : 0);
    });
    static final ScalarFunction SQRT = Functions.brief("float_sqrt", 1, (in, out) -> {
        if (in.getDouble(0) < 0) {
            throw SqlFailure.build(FailureKind.DATA, "cannot take square root of a negative number")
                    .sqlState("2201F")
                    .build();
        }
        out.putDouble(Math.sqrt(in.getDouble(0)));
    });
    static final ScalarFunction TO_FLOAT4 =
            Functions.brief("float4_cast", 1, (in, out) -> out.putDouble(single(in.getDouble(0))));

    private FloatFunctions() {}

    static void register(Registry r) {
        Type float8 = PgTypes.FLOAT8;
        for (Type t : new Type[] {PgTypes.FLOAT4, float8}) {
            r.java(ABS, "abs", t, t);
            r.javaOperator(NEGATE, "-", t, t);
            r.javaOperator(ABS, "@", t, t);
            for (String operator : new String[] {"+", "-", "*", "/"}) {
                r.javaOperator(of(operator, t), operator, t, t, t);
            }
        }
        for (String operator : new String[] {"+", "-", "*", "/"}) {
            r.javaOperator(of(operator, float8), operator, float8, PgTypes.FLOAT4, float8);
            r.javaOperator(of(operator, float8), operator, float8, float8, PgTypes.FLOAT4);
        }
        r.java(CEIL, "ceil", float8, float8);
        r.java(CEIL, "ceiling", float8, float8);
        r.java(FLOOR, "floor", float8, float8);
        r.java(ROUND, "round", float8, float8);
        r.java(TRUNCATE, "trunc", float8, float8);
        r.java(SIGN, "sign", float8, float8);
        r.java(SQRT, "sqrt", float8, float8);
    }

    private static void two(String operator, String word, Type t, Two body) {
        boolean single = t == PgTypes.FLOAT4;
        BY_NAME.put(operator + t.name(), Functions.brief(t.name() + word, 2, (in, out) -> {
            double a = in.getDouble(0);
            double b = in.getDouble(1);
            double r = body.of(a, b);
            if (single) {
                r = (float) r;
            }
            out.putDouble(checked(r, Double.isInfinite(a) || Double.isInfinite(b), isZeroAllowed(operator, a, b)));
        }));
    }

    private static boolean isZeroAllowed(String operator, double a, double b) {
        return switch (operator) {
            case "*" -> a == 0 || b == 0;
            case "/" -> a == 0 || Double.isInfinite(b);
            default -> true;
        };
    }

    static double checked(double r, boolean infinite, boolean zero) {
        if (Double.isInfinite(r) && !infinite) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "value out of range: overflow");
        }
        if (r == 0 && !zero) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "value out of range: underflow");
        }
        return r;
    }

    static double single(double d) {
        double r = (float) d;
        return checked(r, Double.isInfinite(d), d == 0);
    }

    static ScalarFunction of(String operator, Type t) {
        return BY_NAME.get(operator + t.name());
    }

    /** float8in and float4in. */
    static double parse(String raw, Type t) {
        String s = Input.trim(raw);
        String lower = s.toLowerCase(java.util.Locale.ROOT);
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        if (NumberText.isInfinity(lower)) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!NumberText.isDecimal(s, Integer.MAX_VALUE)) {
            if (lower.matches("[+-]?0x.*")) {
                throw SqlFailure.unsupported("a hexadecimal floating-point number");
            }
            throw SqlFailure.of(
                    FailureKind.BAD_VALUE, "invalid input syntax for type " + PgTypes.display(t) + ": \"" + raw + "\"");
        }
        double d = t.kind() == TypeKind.FLOAT32 ? Float.parseFloat(s) : Double.parseDouble(s);
        if (Double.isInfinite(d) || d == 0 && !s.matches("[+-]?[0.]+([eE].*)?")) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE, "\"" + s + "\" is out of range for type " + PgTypes.display(t));
        }
        return d;
    }
}
