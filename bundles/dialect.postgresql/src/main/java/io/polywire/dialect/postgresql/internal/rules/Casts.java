package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which types become which, and how (pg_cast of PostgreSQL 15, as far as the types are served). */
final class Casts {
    /** How much a cast may be asked for. */
    enum Context {
        IMPLICIT,
        ASSIGNMENT,
        EXPLICIT
    }

    private static final ScalarFunction NUMERIC_FIT = Functions.strict(
            "numeric_fit",
            3,
            (in, out) -> out.putText(Numeric.fit(in.getText(0), (int) in.getLong(1), (int) in.getLong(2))));
    /** i8tof4: rounded once, not by way of a double. */
    private static final ScalarFunction INTEGER_TO_FLOAT4 =
            Functions.strict("int_float4", 1, (in, out) -> out.putDouble((float) in.getLong(0)));
    /** float8_numeric and float4_numeric: 15 and 6 significant digits, half to even as printf rounds. */
    private static final ScalarFunction FLOAT8_TO_NUMERIC = floatToNumeric("float8_numeric", 15);

    private static final ScalarFunction FLOAT4_TO_NUMERIC = floatToNumeric("float4_numeric", 6);
    private static final ScalarFunction NUMERIC_TO_FLOAT8 = Functions.strict(
            "numeric_float8", 1, (in, out) -> out.putDouble(FloatFunctions.parse(in.getText(0), PgTypes.FLOAT8)));
    private static final ScalarFunction NUMERIC_TO_FLOAT4 = Functions.strict(
            "numeric_float4", 1, (in, out) -> out.putDouble(FloatFunctions.parse(in.getText(0), PgTypes.FLOAT4)));
    private static final Map<TypeKind, ScalarFunction> NUMERIC_TO_INTEGER = new EnumMap<>(TypeKind.class);
    private static final Map<TypeKind, ScalarFunction> FLOAT_TO_INTEGER = new EnumMap<>(TypeKind.class);
    private static final Map<TypeKind, ScalarFunction> TEXT_TO = new EnumMap<>(TypeKind.class);

    static {
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
            NUMERIC_TO_INTEGER.put(
                    t.kind(),
                    Functions.strict(
                            "numeric_" + t.name(), 1, (in, out) -> out.putLong(Numeric.toInteger(in.getText(0), t))));
            FLOAT_TO_INTEGER.put(
                    t.kind(),
                    Functions.strict("float_" + t.name(), 1, (in, out) -> out.putLong(toInteger(in.getDouble(0), t))));
            TEXT_TO.put(
                    t.kind(),
                    Functions.strict("text_" + t.name(), 1, (in, out) -> out.putLong(Input.integer(in.getText(0), t))));
        }
        for (Type t : new Type[] {PgTypes.FLOAT4, PgTypes.FLOAT8}) {
            TEXT_TO.put(
                    t.kind(),
                    Functions.strict(
                            "text_" + t.name(), 1, (in, out) -> out.putDouble(FloatFunctions.parse(in.getText(0), t))));
        }
        TEXT_TO.put(
                TypeKind.DECIMAL,
                Functions.strict("text_numeric", 1, (in, out) -> out.putText(Numeric.parse(in.getText(0)))));
        TEXT_TO.put(
                TypeKind.BOOLEAN,
                Functions.strict("text_bool", 1, (in, out) -> out.putLong(Input.bool(in.getText(0)) ? 1 : 0)));
    }

    private Casts() {}

    private static ScalarFunction floatToNumeric(String name, int digits) {
        return Functions.strict(name, 1, (in, out) -> {
            double d = in.getDouble(0);
            if (Double.isInfinite(d)) {
                throw SqlFailure.unsupported("an infinite numeric");
            }
            BigDecimal v = new BigDecimal(d)
                    .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
            out.putText(Numeric.text(v));
        });
    }

    private static long toInteger(double d, Type t) {
        double r = Math.rint(d);
        if (!(r >= -0x1p63 && r < 0x1p63) || !PgTypes.fits((long) r, t)) {
            throw IntegerFunctions.outOfRange(t);
        }
        return (long) r;
    }

    /** Whether there is a cast that may be used so, between types whose length and scale do not matter here. */
    static boolean exists(Type from, Type to, Context context) {
        if (from.kind() == to.kind()) {
            return true;
        }
        int have = rank(from, to);
        return have >= 0 && have <= context.ordinal();
    }

    /** Least context in which there is a cast, or -1. */
    private static int rank(Type from, Type to) {
        if (PgTypes.isText(from) && PgTypes.isText(to)) {
            return 0;
        }
        if (PgTypes.isNumber(from) && PgTypes.isNumber(to)) {
            return order(from) < order(to) ? 0 : 1;
        }
        if (PgTypes.isText(to)) {
            // by the output function
            return 1;
        }
        if (PgTypes.isText(from)) {
            return 2;
        }
        boolean flag = from.kind() == TypeKind.BOOLEAN && to.kind() == TypeKind.INT32
                || from.kind() == TypeKind.INT32 && to.kind() == TypeKind.BOOLEAN;
        return flag ? 2 : -1;
    }

    /** Each number becomes those behind it implicitly. */
    private static int order(Type t) {
        return switch (t.kind()) {
            case INT16 -> 0;
            case INT32 -> 1;
            case INT64 -> 2;
            case DECIMAL -> 3;
            case FLOAT32 -> 4;
            default -> 5;
        };
    }

    /**
     * A value of a known type in another type, length and scale included.
     *
     * @throws SqlFailure 0A000 for a conversion that is not done yet
     */
    static BoundExpression convert(BoundExpression e, Type to, Context context, Place at) {
        if (e instanceof BoundConstant c && c.isNull()) {
            return new BoundConstant(null, to);
        }
        return fitted(base(e, to, at), to, context);
    }

    private static BoundExpression as(BoundExpression e, Type to) {
        if (e.type().equals(to)) {
            return e;
        }
        return e instanceof BoundConstant c
                ? new BoundConstant(c.value(), to)
                : Functions.operation(Operation.AS_IS, to, e);
    }

    private static BoundExpression base(BoundExpression e, Type target, Place at) {
        Type from = e.type();
        Type to = PgTypes.plain(target);
        if (from.kind() == to.kind()) {
            return e;
        }
        if (PgTypes.isText(to)) {
            return PgTypes.isText(from) ? as(e, to) : output(e, to, at);
        }
        if (PgTypes.isInteger(from)) {
            return ofInteger(e, to);
        }
        if (PgTypes.isFloat(from)) {
            return switch (to.kind()) {
                case FLOAT64 -> as(e, to);
                case FLOAT32 -> Functions.call(FloatFunctions.TO_FLOAT4, to, e);
                case DECIMAL ->
                    Functions.call(from.kind() == TypeKind.FLOAT32 ? FLOAT4_TO_NUMERIC : FLOAT8_TO_NUMERIC, to, e);
                default -> Functions.call(FLOAT_TO_INTEGER.get(to.kind()), to, e);
            };
        }
        if (PgTypes.isNumeric(from)) {
            return switch (to.kind()) {
                case FLOAT64 -> constant(e, to, NUMERIC_TO_FLOAT8);
                case FLOAT32 -> constant(e, to, NUMERIC_TO_FLOAT4);
                default -> Functions.call(NUMERIC_TO_INTEGER.get(to.kind()), to, e);
            };
        }
        if (from.kind() == TypeKind.BOOLEAN) {
            return as(e, to);
        }
        ScalarFunction f = PgTypes.isText(from) ? TEXT_TO.get(to.kind()) : null;
        if (f == null) {
            throw at.unsupported("the cast from " + PgTypes.display(from) + " to " + PgTypes.display(to));
        }
        return Functions.call(f, to, e);
    }

    /** A numeric constant where a float is wanted is read at once. */
    private static BoundExpression constant(BoundExpression e, Type to, ScalarFunction otherwise) {
        return e instanceof BoundConstant c && c.value() instanceof String s
                ? new BoundConstant(FloatFunctions.parse(s, to), to)
                : Functions.call(otherwise, to, e);
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
            case BOOLEAN -> Functions.operation(Operation.NOT_EQUAL, to, e, new BoundConstant(0L, PgTypes.INT4));
            default ->
                PgTypes.fits(widest(e.type()), to)
                        ? as(e, to)
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

    /** A value as text, by the type's output function. */
    private static BoundExpression output(BoundExpression e, Type to, Place at) {
        Type from = e.type();
        if (PgTypes.isInteger(from)) {
            return Functions.operation(Operation.INTEGER_TO_TEXT, to, e);
        }
        if (PgTypes.isNumeric(from)) {
            return as(e, to);
        }
        if (from.kind() == TypeKind.BOOLEAN) {
            return new BoundCase(
                    List.of(
                            Functions.operation(Operation.IS_TRUE, PgTypes.BOOL, e),
                            Functions.operation(Operation.IS_FALSE, PgTypes.BOOL, e)),
                    List.of(new BoundConstant("true", to), new BoundConstant("false", to)),
                    null,
                    to);
        }
        throw at.unsupported("the cast from " + PgTypes.display(from) + " to " + PgTypes.display(to));
    }

    /** Length and scale of the target. */
    private static BoundExpression fitted(BoundExpression e, Type to, Context context) {
        if (to.kind() == TypeKind.VARCHAR && to.length() > 0 && !e.type().equals(to)) {
            if (e instanceof BoundConstant c && c.value() instanceof String s) {
                String fit = context == Context.EXPLICIT
                        ? TextFunctions.fitExplicit(s, to.length())
                        : TextFunctions.fitAssigned(s, to.length());
                return new BoundConstant(fit, to);
            }
            ScalarFunction f = context == Context.EXPLICIT ? TextFunctions.CUT : TextFunctions.FIT;
            return Functions.call(f, to, e, new BoundConstant((long) to.length(), PgTypes.INT4));
        }
        if (to.kind() == TypeKind.DECIMAL && to.precision() > 0 && !e.type().equals(to)) {
            if (e instanceof BoundConstant c && c.value() instanceof String s) {
                return new BoundConstant(Numeric.fit(s, to.precision(), to.scale()), to);
            }
            return Functions.call(
                    NUMERIC_FIT,
                    to,
                    e,
                    new BoundConstant((long) to.precision(), PgTypes.INT4),
                    new BoundConstant((long) to.scale(), PgTypes.INT4));
        }
        return as(e, to);
    }
}
