package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/** Functions of double precision (float.c of PostgreSQL 15): powers, logarithms, circle and hyperbola, random. */
final class FloatMath {
    private static final double RADIANS_PER_DEGREE = 0.0174532925199432957692;

    private FloatMath() {}

    static void register(Registry r) {
        Type f = PgTypes.FLOAT8;
        one(r, "exp", FloatMath::exp);
        one(r, "ln", d -> Math.log(positive(d)));
        // the last digit is that of the C libraries that PostgreSQL runs on: the method of StrictMath is theirs
        one(r, "log", d -> StrictMath.log10(positive(d)));
        one(r, "log10", d -> StrictMath.log10(positive(d)));
        r.javaOperator(one(r, "cbrt", Math::cbrt), "||/", f, f);
        one(r, "degrees", d -> FloatFunctions.checked(d / RADIANS_PER_DEGREE, Double.isInfinite(d), d == 0));
        one(r, "radians", d -> FloatFunctions.checked(d * RADIANS_PER_DEGREE, Double.isInfinite(d), d == 0));
        one(r, "sin", d -> Math.sin(finite(d)));
        one(r, "cos", d -> Math.cos(finite(d)));
        one(r, "tan", d -> Math.tan(finite(d)));
        one(r, "cot", d -> {
            finite(d);
            return 1 / Math.tan(d);
        });
        one(r, "asin", d -> Math.asin(within(d)));
        one(r, "acos", d -> Math.acos(within(d)));
        one(r, "atan", Math::atan);
        one(r, "sinh", StrictMath::sinh);
        one(
                r,
                "cosh",
                d -> Math.abs(d) < 22 ? 0.5 * Math.exp(Math.abs(d)) + 0.5 / Math.exp(Math.abs(d)) : StrictMath.cosh(d));
        one(r, "tanh", StrictMath::tanh);
        one(r, "asinh", FloatMath::asinh);
        one(r, "acosh", FloatMath::acosh);
        one(r, "atanh", FloatMath::atanh);
        one(r, "sind", d -> Degrees.sind(finite(d)));
        one(r, "cosd", d -> Degrees.cosd(finite(d)));
        one(r, "tand", d -> Degrees.tand(finite(d)));
        one(r, "cotd", d -> Degrees.cotd(finite(d)));
        one(r, "asind", d -> Degrees.asind(within(d)));
        one(r, "acosd", d -> Degrees.acosd(within(d)));
        one(r, "atand", Degrees::atand);
        r.java(
                Functions.brief("atan2", 2, (in, out) -> out.putDouble(Math.atan2(in.getDouble(0), in.getDouble(1)))),
                "atan2",
                f,
                f,
                f);
        r.java(
                Functions.brief(
                        "atan2d", 2, (in, out) -> out.putDouble(Degrees.atan2d(in.getDouble(0), in.getDouble(1)))),
                "atan2d",
                f,
                f,
                f);
        ScalarFunction power =
                Functions.brief("float_power", 2, (in, out) -> out.putDouble(power(in.getDouble(0), in.getDouble(1))));
        r.java(power, "power", f, f, f);
        r.java(power, "pow", f, f, f);
        r.javaOperator(power, "^", f, f, f);
        r.javaOperator(FloatFunctions.SQRT, "|/", f, f);
        r.function("pi", (a, t) -> new BoundConstant(Math.PI, t), f);
        r.java(
                Functions.ofSession(
                        "random", 0, (in, out) -> out.putDouble((in.context().random() >>> 12) * 0x1p-52)),
                "random",
                f);
        r.java(Functions.ofSession("setseed", 1, FloatMath::seed), "setseed", PgTypes.VOID, f);
        r.java(
                Functions.brief("width_bucket_float", 4, (in, out) -> out.putLong(bucket(in))),
                "width_bucket",
                PgTypes.INT4,
                f,
                f,
                f,
                PgTypes.INT4);
    }

    /** setseed and pg_prng_fseed. */
    private static void seed(FunctionArguments in, FunctionResult out) {
        if (in.isNull(0)) {
            out.putNull();
            return;
        }
        double seed = in.getDouble(0);
        if (!(seed >= -1 && seed <= 1)) {
            throw NumericMath.failure(
                    "22023", "setseed parameter " + general(seed) + " is out of allowed range [-1,1]");
        }
        in.context().seedRandom((long) ((double) ((1L << 52) - 1) * seed));
        out.putText("");
    }

    /** %g of printf. */
    private static String general(double d) {
        if (Double.isNaN(d) || Double.isInfinite(d)) {
            return Numeric.text(d);
        }
        byte[] b = new byte[ShortestDecimal.LONGEST];
        return new String(b, 0, ShortestDecimal.writeRounded(d, 6, b, 0), StandardCharsets.US_ASCII);
    }

    private static ScalarFunction one(Registry r, String name, DoubleUnaryOperator body) {
        ScalarFunction f =
                Functions.brief("float_" + name, 1, (in, out) -> out.putDouble(body.applyAsDouble(in.getDouble(0))));
        r.java(f, name, PgTypes.FLOAT8, PgTypes.FLOAT8);
        return f;
    }

    private static SqlFailure outOfRange() {
        return SqlFailure.of(FailureKind.OUT_OF_RANGE, "input is out of range");
    }

    private static double finite(double d) {
        if (Double.isInfinite(d)) {
            throw outOfRange();
        }
        return d;
    }

    private static double within(double d) {
        if (d < -1 || d > 1) {
            throw outOfRange();
        }
        return d;
    }

    private static double positive(double d) {
        if (d == 0) {
            throw NumericMath.failure("2201E", "cannot take logarithm of zero");
        }
        if (d < 0) {
            throw NumericMath.failure("2201E", "cannot take logarithm of a negative number");
        }
        return d;
    }

    private static double exp(double d) {
        return Double.isInfinite(d) || Double.isNaN(d)
                ? Math.exp(d)
                : FloatFunctions.checked(Math.exp(d), false, false);
    }

    private static double power(double a, double b) {
        if (Double.isNaN(a)) {
            return b == 0 ? 1 : a;
        }
        if (Double.isNaN(b)) {
            return a == 1 ? 1 : b;
        }
        if (a == 0 && b < 0) {
            throw NumericMath.failure("2201F", "zero raised to a negative power is undefined");
        }
        if (a < 0 && Math.floor(b) != b) {
            throw NumericMath.failure(
                    "2201F", "a negative number raised to a non-integer power yields a complex result");
        }
        if (Double.isInfinite(b) && Math.abs(a) == 1) {
            // C's pow says so, Java's says NaN
            return 1;
        }
        double r = Math.pow(a, b);
        return FloatFunctions.checked(
                r,
                Double.isInfinite(a) || Double.isInfinite(b),
                a == 0 || Double.isInfinite(a) || Double.isInfinite(b));
    }

    private static double asinh(double d) {
        if (d == 0 || Double.isInfinite(d)) {
            return d;
        }
        double a = Math.abs(d);
        double r = a > 0x1p28
                ? Math.log(a) + Math.log(2)
                : a > 2
                        ? Math.log(2 * a + 1 / (Math.sqrt(a * a + 1) + a))
                        : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(r, d);
    }

    private static double acosh(double d) {
        if (d < 1) {
            throw outOfRange();
        }
        if (d > 0x1p28) {
            return Math.log(d) + Math.log(2);
        }
        double t = d - 1;
        return d > 2 ? Math.log(2 * d - 1 / (d + Math.sqrt(d * d - 1))) : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    private static double atanh(double d) {
        if (d < -1 || d > 1) {
            throw outOfRange();
        }
        if (Math.abs(d) == 1) {
            return d * Double.POSITIVE_INFINITY;
        }
        double a = Math.abs(d);
        double r = a < 0.5 ? 0.5 * Math.log1p(2 * a + 2 * a * a / (1 - a)) : 0.5 * Math.log1p(2 * a / (1 - a));
        return Math.copySign(r, d);
    }

    private static long bucket(FunctionArguments in) {
        double x = in.getDouble(0);
        double low = in.getDouble(1);
        double high = in.getDouble(2);
        long count = in.getLong(3);
        if (count <= 0) {
            throw NumericMath.failure("2201G", "count must be greater than zero");
        }
        if (Double.isNaN(x) || Double.isNaN(low) || Double.isNaN(high)) {
            throw NumericMath.failure("2201G", "operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw NumericMath.failure("2201G", "lower and upper bounds must be finite");
        }
        if (low == high) {
            throw NumericMath.failure("2201G", "lower bound cannot equal upper bound");
        }
        boolean up = low < high;
        if (up ? x < low : x > low) {
            return 0;
        }
        if (up ? x >= high : x <= high) {
            return IntegerFunctions.checked(count + 1, PgTypes.INT4);
        }
        double part =
                Double.isInfinite(high - low) ? (x / 2 - low / 2) / (high / 2 - low / 2) : (x - low) / (high - low);
        // a part that is rounded to 1 counts as the bucket behind the last; 15 lets the number overflow there
        return (int) (long) (count * part) + 1;
    }

    /** The functions of degrees: exact where the exact value is a double. */
    private static final class Degrees {
        private static final double SIN_30 = Math.sin(30 * RADIANS_PER_DEGREE);
        private static final double ONE_MINUS_COS_60 = 1 - Math.cos(60 * RADIANS_PER_DEGREE);
        private static final double ASIN_HALF = Math.asin(0.5);
        private static final double ACOS_HALF = Math.acos(0.5);
        private static final double ATAN_ONE = Math.atan(1);
        private static final double TAN_45 = sinQuadrant(45) / cosQuadrant(45);
        private static final double COT_45 = cosQuadrant(45) / sinQuadrant(45);

        private static double sin30(double x) {
            return Math.sin(x * RADIANS_PER_DEGREE) / SIN_30 / 2;
        }

        private static double cos60(double x) {
            return 1 - (1 - Math.cos(x * RADIANS_PER_DEGREE)) / ONE_MINUS_COS_60 / 2;
        }

        private static double sinQuadrant(double x) {
            return x <= 30 ? sin30(x) : cos60(90 - x);
        }

        private static double cosQuadrant(double x) {
            return x <= 60 ? cos60(x) : sin30(90 - x);
        }

        static double sind(double d) {
            double x = d % 360;
            int sign = 1;
            if (x < 0) {
                x = -x;
                sign = -1;
            }
            if (x > 180) {
                x = 360 - x;
                sign = -sign;
            }
            return sign * sinQuadrant(x > 90 ? 180 - x : x);
        }

        static double cosd(double d) {
            double x = Math.abs(d % 360);
            if (x > 180) {
                x = 360 - x;
            }
            return x > 90 ? -cosQuadrant(180 - x) : cosQuadrant(x);
        }

        /** The angle from -90 to 90 that has the same tangent; a zero keeps its sign. */
        private static double folded(double d) {
            double r = d % 360;
            int sign = r < 0 ? -1 : 1;
            double x = r < 0 ? -r : r;
            if (x > 180) {
                x = 360 - x;
                sign = -sign;
            }
            if (x > 90) {
                x = 180 - x;
                sign = -sign;
            }
            return sign * x;
        }

        static double tand(double d) {
            double y = folded(d);
            double x = Math.abs(y);
            double r = Math.copySign(1, y) * (sinQuadrant(x) / cosQuadrant(x) / TAN_45);
            return r == 0 ? 0 : r;
        }

        static double cotd(double d) {
            double y = folded(d);
            double x = Math.abs(y);
            double r = Math.copySign(1, y) * (cosQuadrant(x) / sinQuadrant(x) / COT_45);
            return r == 0 ? 0 : r;
        }

        private static double asinQuadrant(double x) {
            return x <= 0.5 ? Math.asin(x) / ASIN_HALF * 30 : 90 - Math.acos(x) / ACOS_HALF * 60;
        }

        private static double acosQuadrant(double x) {
            return x <= 0.5 ? 90 - Math.asin(x) / ASIN_HALF * 30 : Math.acos(x) / ACOS_HALF * 60;
        }

        static double asind(double d) {
            return d >= 0 ? asinQuadrant(d) : -asinQuadrant(-d);
        }

        static double acosd(double d) {
            return d >= 0 ? acosQuadrant(d) : 90 + asinQuadrant(-d);
        }

        static double atand(double d) {
            return Math.atan(d) / ATAN_ONE * 45;
        }

        static double atan2d(double y, double x) {
            return Math.atan2(y, x) / ATAN_ONE * 45;
        }
    }
}
