package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Casts between numbers. Each becomes those behind it implicitly, those before it by assignment. */
final class NumberCasts {
    private static final List<Type> ORDER =
            List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8, PgTypes.NUMERIC, PgTypes.FLOAT4, PgTypes.FLOAT8);

    /** i8tof4: rounded once, not by way of a double. */
    private static final ScalarFunction INTEGER_TO_FLOAT4 =
            Functions.brief("int_float4", 1, (in, out) -> out.putDouble((float) in.getLong(0)));
    /** float8_numeric and float4_numeric: 15 and 6 significant digits, half to even as printf rounds. */
    private static final ScalarFunction FLOAT8_TO_NUMERIC = floatToNumeric("float8_numeric", 15);

    private static final ScalarFunction FLOAT4_TO_NUMERIC = floatToNumeric("float4_numeric", 6);
    private static final ScalarFunction NUMERIC_TO_FLOAT8 = Functions.strict(
            "numeric_float8", 1, (in, out) -> out.putDouble(FloatFunctions.parse(in.getText(0), PgTypes.FLOAT8)));
    private static final ScalarFunction NUMERIC_TO_FLOAT4 = Functions.strict(
            "numeric_float4", 1, (in, out) -> out.putDouble(FloatFunctions.parse(in.getText(0), PgTypes.FLOAT4)));

    private NumberCasts() {}

    static void register(Registry r) {
        for (Type from : ORDER) {
            for (Type to : ORDER) {
                if (from != to) {
                    boolean up = ORDER.indexOf(from) < ORDER.indexOf(to);
                    r.cast(from, to, up ? Casts.Context.IMPLICIT : Casts.Context.ASSIGNMENT, conversion(from, to));
                }
            }
        }
        r.cast(
                PgTypes.INT4,
                PgTypes.BOOL,
                Casts.Context.EXPLICIT,
                (e, to) -> Functions.operation(Operation.NOT_EQUAL, to, e, new BoundConstant(0L, PgTypes.INT4)));
    }

    private static Registry.Conversion conversion(Type from, Type to) {
        if (PgTypes.isInteger(from)) {
            return NumberCasts::ofInteger;
        }
        if (PgTypes.isFloat(from)) {
            if (to == PgTypes.FLOAT8) {
                return BaseTypes::same;
            }
            return java(
                    to == PgTypes.FLOAT4
                            ? FloatFunctions.TO_FLOAT4
                            : to == PgTypes.NUMERIC
                                    ? from == PgTypes.FLOAT4 ? FLOAT4_TO_NUMERIC : FLOAT8_TO_NUMERIC
                                    : Functions.brief(
                                            from.name() + "_" + to.name(),
                                            1,
                                            (in, out) -> out.putLong(toInteger(in.getDouble(0), to))));
        }
        if (PgTypes.isFloat(to)) {
            ScalarFunction f = to == PgTypes.FLOAT4 ? NUMERIC_TO_FLOAT4 : NUMERIC_TO_FLOAT8;
            // a constant is read at once
            return (e, t) -> e instanceof BoundConstant c && c.value() instanceof String s
                    ? new BoundConstant(FloatFunctions.parse(s, t), t)
                    : Functions.call(f, t, e);
        }
        return java(Functions.strict(
                "numeric_" + to.name(), 1, (in, out) -> out.putLong(Numeric.toInteger(in.getText(0), to))));
    }

    private static Registry.Conversion java(ScalarFunction f) {
        return (e, to) -> Functions.call(f, to, e);
    }

    private static ScalarFunction floatToNumeric(String name, int digits) {
        return Functions.brief(name, 1, (in, out) -> {
            double d = in.getDouble(0);
            if (Double.isInfinite(d) || Double.isNaN(d)) {
                out.putText(Numeric.text(d));
                return;
            }
            out.putText(Numeric.text(numeric(d, digits)));
        });
    }

    private static BigDecimal numeric(double d, int digits) {
        return new BigDecimal(d)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    /** A finite float8 as numeric. */
    static BigDecimal numeric(double d) {
        BigDecimal v = numeric(d, 15);
        return v.scale() < 0 ? v.setScale(0) : v;
    }

    private static long toInteger(double d, Type t) {
        double r = Math.rint(d);
        if (!(r >= -0x1p63 && r < 0x1p63) || !PgTypes.fits((long) r, t)) {
            throw IntegerFunctions.outOfRange(t);
        }
        return (long) r;
    }

    private static BoundExpression ofInteger(BoundExpression e, Type to) {
        if (e instanceof BoundConstant c && c.value() instanceof Long v) {
            switch (to.kind()) {
                case DECIMAL -> {
                    return new BoundConstant(v.toString(), to);
                }
                case FLOAT64 -> {
                    return new BoundConstant((double) v, to);
                }
                case INT16, INT32, INT64 -> {
                    return new BoundConstant(IntegerFunctions.checked(v, to), to);
                }
                default -> {
                    // not worked out here
                }
            }
        }
        return switch (to.kind()) {
            case DECIMAL -> Functions.operation(Operation.INTEGER_TO_TEXT, to, e);
            case FLOAT64 -> Functions.operation(Operation.TO_DOUBLE, to, e);
            case FLOAT32 -> Functions.call(INTEGER_TO_FLOAT4, to, e);
            default ->
                PgTypes.fits(widest(e.type()), to)
                        ? BaseTypes.same(e, to)
                        : Functions.call(IntegerFunctions.ofOne("cast", to), to, e);
        };
    }

    private static long widest(Type t) {
        return switch (t.kind()) {
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }
}
