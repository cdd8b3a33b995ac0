package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Operators and functions of numeric. */
final class NumericFunctions {
    private interface Two {
        BigDecimal of(BigDecimal a, BigDecimal b);
    }

    private interface One {
        BigDecimal of(BigDecimal a);
    }

    static final ScalarFunction ADD = two("numeric_add", BigDecimal::add);
    static final ScalarFunction SUBTRACT = two("numeric_sub", BigDecimal::subtract);
    static final ScalarFunction MULTIPLY = two("numeric_mul", BigDecimal::multiply);
    static final ScalarFunction DIVIDE = two("numeric_div", Numeric::divide);
    static final ScalarFunction MODULO = two("numeric_mod", (a, b) -> {
        if (b.signum() == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        BigDecimal r = a.remainder(b);
        return r.setScale(Math.max(a.scale(), b.scale()));
    });
    static final ScalarFunction NEGATE = one("numeric_uminus", BigDecimal::negate);
    static final ScalarFunction ABS = one("numeric_abs", BigDecimal::abs);
    static final ScalarFunction CEIL = one("numeric_ceil", a -> a.setScale(0, RoundingMode.CEILING));
    static final ScalarFunction FLOOR = one("numeric_floor", a -> a.setScale(0, RoundingMode.FLOOR));
    static final ScalarFunction SIGN = one("numeric_sign", a -> BigDecimal.valueOf(a.signum()));
    static final ScalarFunction ROUND = scaled("numeric_round", RoundingMode.HALF_UP);
    static final ScalarFunction TRUNCATE = scaled("numeric_trunc", RoundingMode.DOWN);
    /** The key that numerics are compared by. */
    static final ScalarFunction KEY =
            Functions.strict("numeric_key", 1, (in, out) -> out.putText(Numeric.key(in.getText(0))));

    private NumericFunctions() {}

    static void register(Registry r) {
        Type numeric = PgTypes.NUMERIC;
        Type int4 = PgTypes.INT4;
        r.java(ABS, "abs", numeric, numeric);
        r.java(MODULO, "mod", numeric, numeric, numeric);
        r.java(SIGN, "sign", numeric, numeric);
        r.java(FLOOR, "floor", numeric, numeric);
        r.java(CEIL, "ceil", numeric, numeric);
        r.java(CEIL, "ceiling", numeric, numeric);
        r.java(ROUND, "round", numeric, numeric, int4);
        r.java(TRUNCATE, "trunc", numeric, numeric, int4);
        BoundConstant zero = new BoundConstant(0L, int4);
        r.function("round", (a, t) -> Functions.call(ROUND, t, a.get(0), zero), numeric, numeric);
        r.function("trunc", (a, t) -> Functions.call(TRUNCATE, t, a.get(0), zero), numeric, numeric);
        r.javaOperator(ADD, "+", numeric, numeric, numeric);
        r.javaOperator(SUBTRACT, "-", numeric, numeric, numeric);
        r.javaOperator(MULTIPLY, "*", numeric, numeric, numeric);
        r.javaOperator(DIVIDE, "/", numeric, numeric, numeric);
        r.javaOperator(MODULO, "%", numeric, numeric, numeric);
        r.javaOperator(NEGATE, "-", numeric, numeric);
    }

    private static ScalarFunction two(String name, Two body) {
        return Functions.strict(name, 2, (in, out) -> {
            String a = in.getText(0);
            String b = in.getText(1);
            out.putText(
                    Numeric.isNaN(a) || Numeric.isNaN(b)
                            ? Numeric.NAN
                            : Numeric.text(body.of(Numeric.of(a), Numeric.of(b))));
        });
    }

    private static ScalarFunction one(String name, One body) {
        return Functions.strict(name, 1, (in, out) -> {
            String a = in.getText(0);
            out.putText(Numeric.isNaN(a) ? a : Numeric.text(body.of(Numeric.of(a))));
        });
    }

    /** To so many digits behind the point (before it, if negative). */
    private static ScalarFunction scaled(String name, RoundingMode mode) {
        return Functions.strict(name, 2, (in, out) -> {
            String a = in.getText(0);
            int digits = (int) Math.max(-2000, Math.min(2000, in.getLong(1)));
            if (Numeric.isNaN(a)) {
                out.putText(a);
                return;
            }
            BigDecimal v = Numeric.of(a).setScale(digits, mode);
            out.putText(Numeric.text(digits < 0 ? v.setScale(0) : v));
        });
    }
}
