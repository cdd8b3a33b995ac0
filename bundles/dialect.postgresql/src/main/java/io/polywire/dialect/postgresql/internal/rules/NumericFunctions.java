package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators and functions of numeric. */
final class NumericFunctions {
    private interface Two {
        BigDecimal of(BigDecimal a, BigDecimal b);
    }

    private interface One {
        BigDecimal of(BigDecimal a);
    }

    static final ScalarFunction ADD = two("numeric_add", BigDecimal::add, Double::sum);
    static final ScalarFunction SUBTRACT = two("numeric_sub", BigDecimal::subtract, (a, b) -> a - b);
    static final ScalarFunction MULTIPLY = two("numeric_mul", NumericFunctions::multiply, (a, b) -> a * b);
    static final ScalarFunction DIVIDE = two("numeric_div", Numeric::divide, NumericFunctions::divide);
    static final ScalarFunction MODULO = two("numeric_mod", NumericFunctions::modulo, NumericFunctions::modulo);
    static final ScalarFunction NEGATE = one("numeric_uminus", BigDecimal::negate, a -> -a);
    static final ScalarFunction ABS = one("numeric_abs", BigDecimal::abs, Math::abs);
    static final ScalarFunction CEIL = one("numeric_ceil", a -> a.setScale(0, RoundingMode.CEILING), a -> a);
    static final ScalarFunction FLOOR = one("numeric_floor", a -> a.setScale(0, RoundingMode.FLOOR), a -> a);
    static final ScalarFunction SIGN = one("numeric_sign", a -> BigDecimal.valueOf(a.signum()), Math::signum);
    static final ScalarFunction ROUND = scaled("numeric_round", RoundingMode.HALF_UP);
    static final ScalarFunction TRUNCATE = scaled("numeric_trunc", RoundingMode.DOWN);
    private static final ScalarFunction SQRT = one("numeric_sqrt", NumericMath::sqrt, a -> {
        if (a < 0) {
            throw NumericMath.failure("2201F", "cannot take square root of a negative number");
        }
        return a;
    });
    private static final ScalarFunction EXP = one("numeric_exp", NumericMath::exp, a -> a < 0 ? 0 : a);
    private static final ScalarFunction LN = one("numeric_ln", NumericMath::ln, NumericFunctions::ln);
    private static final ScalarFunction LOG10 =
            one("numeric_log10", a -> NumericMath.log(BigDecimal.TEN, a), NumericFunctions::ln);
    private static final ScalarFunction LOG = Functions.strict("numeric_log", 2, (in, out) -> {
        out.putText(NumericSpecials.log(in.getText(0), in.getText(1)));
    });
    private static final ScalarFunction POWER = Functions.strict(
            "numeric_power", 2, (in, out) -> out.putText(NumericSpecials.power(in.getText(0), in.getText(1))));
    private static final ScalarFunction GCD = two("numeric_gcd", NumericMath::gcd, (a, b) -> Double.NaN);
    private static final ScalarFunction LCM = two("numeric_lcm", NumericMath::lcm, (a, b) -> Double.NaN);
    private static final ScalarFunction DIV = two(
            "numeric_div_trunc",
            (a, b) -> {
                notZero(b);
                return a.divide(b, 0, RoundingMode.DOWN);
            },
            NumericFunctions::divide);
    private static final ScalarFunction TRIM_SCALE = one(
            "trim_scale",
            a -> {
                BigDecimal s = a.stripTrailingZeros();
                return s.scale() < 0 ? s.setScale(0) : s;
            },
            a -> a);
    private static final ScalarFunction SCALE = Functions.strict("scale", 1, (in, out) -> {
        if (!Numeric.isSpecial(in.getText(0))) {
            out.putLong(Numeric.of(in.getText(0)).scale());
        }
    });
    private static final ScalarFunction MIN_SCALE = Functions.strict("min_scale", 1, (in, out) -> {
        if (!Numeric.isSpecial(in.getText(0))) {
            BigDecimal d = Numeric.of(in.getText(0));
            out.putLong(d.signum() == 0 ? 0 : Math.max(0, d.stripTrailingZeros().scale()));
        }
    });
    private static final ScalarFunction FACTORIAL = Functions.strict(
            "factorial", 1, (in, out) -> out.putText(Numeric.text(NumericMath.factorial(in.getLong(0)))));
    private static final ScalarFunction WIDTH_BUCKET =
            Functions.strict("width_bucket_numeric", 4, (in, out) -> out.putLong(bucket(in)));
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
        r.java(SQRT, "sqrt", numeric, numeric);
        r.java(EXP, "exp", numeric, numeric);
        r.java(LN, "ln", numeric, numeric);
        r.java(LOG10, "log", numeric, numeric);
        r.java(LOG10, "log10", numeric, numeric);
        r.java(LOG, "log", numeric, numeric, numeric);
        r.java(POWER, "power", numeric, numeric, numeric);
        r.java(POWER, "pow", numeric, numeric, numeric);
        r.java(GCD, "gcd", numeric, numeric, numeric);
        r.java(LCM, "lcm", numeric, numeric, numeric);
        r.java(DIV, "div", numeric, numeric, numeric);
        r.java(TRIM_SCALE, "trim_scale", numeric, numeric);
        r.java(SCALE, "scale", int4, numeric);
        r.java(MIN_SCALE, "min_scale", int4, numeric);
        r.java(FACTORIAL, "factorial", numeric, PgTypes.INT8);
        r.java(WIDTH_BUCKET, "width_bucket", int4, numeric, numeric, numeric, int4);
        r.javaOperator(ADD, "+", numeric, numeric, numeric);
        r.javaOperator(SUBTRACT, "-", numeric, numeric, numeric);
        r.javaOperator(MULTIPLY, "*", numeric, numeric, numeric);
        r.javaOperator(DIVIDE, "/", numeric, numeric, numeric);
        r.javaOperator(MODULO, "%", numeric, numeric, numeric);
        r.javaOperator(POWER, "^", numeric, numeric, numeric);
        r.javaOperator(NEGATE, "-", numeric, numeric);
        r.javaOperator(ABS, "@", numeric, numeric);
    }

    private static void notZero(BigDecimal b) {
        if (b.signum() == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
    }

    static BigDecimal multiply(BigDecimal a, BigDecimal b) {
        BigDecimal p = a.multiply(b);
        return p.scale() > Numeric.MAX_SCALE ? p.setScale(Numeric.MAX_SCALE, RoundingMode.HALF_UP) : p;
    }

    static BigDecimal modulo(BigDecimal a, BigDecimal b) {
        notZero(b);
        return a.remainder(b).setScale(Math.max(a.scale(), b.scale()));
    }

    private static double modulo(double a, double b) {
        if (b == 0 && !Double.isNaN(a)) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        return Double.isInfinite(a) ? Double.NaN : a % b;
    }

    private static double divide(double a, double b) {
        if (b == 0 && !Double.isNaN(a)) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
        return a / b;
    }

    private static double ln(double a) {
        if (a < 0) {
            throw NumericMath.failure("2201E", "cannot take logarithm of a negative number");
        }
        return a;
    }

    private static long bucket(FunctionArguments in) {
        long count = in.getLong(3);
        if (count <= 0) {
            throw NumericMath.failure("2201G", "count must be greater than zero");
        }
        for (int i = 0; i < 3; i++) {
            if (Numeric.isNaN(in.getText(i))) {
                throw NumericMath.failure("2201G", "operand, lower bound, and upper bound cannot be NaN");
            }
        }
        if (Numeric.isSpecial(in.getText(1)) || Numeric.isSpecial(in.getText(2))) {
            throw NumericMath.failure("2201G", "lower and upper bounds must be finite");
        }
        BigDecimal low = Numeric.of(in.getText(1));
        BigDecimal high = Numeric.of(in.getText(2));
        int order = low.compareTo(high);
        if (order == 0) {
            throw NumericMath.failure("2201G", "lower bound cannot equal upper bound");
        }
        double special = Numeric.special(in.getText(0));
        BigDecimal x = special != 0 ? BigDecimal.ZERO : Numeric.of(in.getText(0));
        boolean before =
                special != 0 ? special > 0 == order > 0 : order < 0 ? x.compareTo(low) < 0 : x.compareTo(low) > 0;
        if (before) {
            return 0;
        }
        boolean behind = special != 0 || (order < 0 ? x.compareTo(high) >= 0 : x.compareTo(high) <= 0);
        if (behind) {
            return IntegerFunctions.checked(count + 1, PgTypes.INT4);
        }
        BigInteger b = x.subtract(low)
                .multiply(BigDecimal.valueOf(count))
                .divideToIntegralValue(high.subtract(low))
                .toBigInteger();
        return b.longValue() + 1;
    }

    /** The double version sees only operands of which one is NaN or infinite; finite ones stand there as their sign. */
    private static ScalarFunction two(String name, Two body, DoubleBinaryOperator special) {
        return Functions.strict(name, 2, (in, out) -> {
            String a = in.getText(0);
            String b = in.getText(1);
            if (!Numeric.isSpecial(a) && !Numeric.isSpecial(b)) {
                out.putText(Numeric.text(body.of(Numeric.of(a), Numeric.of(b))));
            } else if (name.equals("numeric_mod") && !Numeric.isSpecial(a) && !Numeric.isNaN(b)) {
                out.putText(a);
            } else {
                out.putText(Numeric.text(special.applyAsDouble(Numeric.sign(a), Numeric.sign(b))));
            }
        });
    }

    private static ScalarFunction one(String name, One body, DoubleUnaryOperator special) {
        return Functions.strict(name, 1, (in, out) -> {
            String a = in.getText(0);
            out.putText(
                    Numeric.isSpecial(a)
                            ? Numeric.text(special.applyAsDouble(Numeric.special(a)))
                            : Numeric.text(body.of(Numeric.of(a))));
        });
    }

    /** To so many digits behind the point (before it, if negative). */
    private static ScalarFunction scaled(String name, RoundingMode mode) {
        return Functions.strict(name, 2, (in, out) -> {
            String a = in.getText(0);
            int digits = (int) Math.max(-2000, Math.min(2000, in.getLong(1)));
            if (Numeric.isSpecial(a)) {
                out.putText(a);
                return;
            }
            BigDecimal v = Numeric.of(a).setScale(digits, mode);
            out.putText(Numeric.text(digits < 0 ? v.setScale(0) : v));
        });
    }
}
