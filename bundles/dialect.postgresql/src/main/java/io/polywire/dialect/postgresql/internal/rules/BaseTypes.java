package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.List;

/** boolean, numbers, text and bytea: how they are read, written and compared. */
final class BaseTypes {
    private BaseTypes() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(PgTypes.BOOL, s -> Input.bool(s) ? 1L : 0L, BaseTypes::booleanText));
        r.cast(PgTypes.BOOL, PgTypes.INT4, Casts.Context.EXPLICIT, BaseTypes::same);
        for (Type t : List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8)) {
            r.type(TypeSupport.of(
                    t, s -> Input.integer(s, t), (e, to) -> Functions.operation(Operation.INTEGER_TO_TEXT, to, e)));
        }
        for (Type t : List.of(PgTypes.FLOAT4, PgTypes.FLOAT8)) {
            r.type(TypeSupport.of(t, s -> FloatFunctions.parse(s, t), null));
        }
        r.type(TypeSupport.of(PgTypes.NUMERIC, Numeric::parse, BaseTypes::same)
                .withKey(NumericFunctions.KEY)
                .withFitter((v, to, context) -> Numeric.fit((String) v, to.precision(), to.scale())));
        r.type(TypeSupport.of(PgTypes.TEXT, s -> s, BaseTypes::same));
        r.type(TypeSupport.of(PgTypes.NAME, s -> s, BaseTypes::same));
        r.type(TypeSupport.of(PgTypes.VARCHAR, s -> s, BaseTypes::same)
                .withFitter((v, to, context) -> context == Casts.Context.EXPLICIT
                        ? TextFunctions.fitExplicit((String) v, to.length())
                        : TextFunctions.fitAssigned((String) v, to.length())));
        for (Type t :
                List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8, PgTypes.FLOAT4, PgTypes.FLOAT8, PgTypes.NUMERIC)) {
            r.operator("+", (a, to) -> a.get(0), t, t);
        }
        r.type(TypeSupport.of(PgTypes.BYTEA, Input::bytes, null));
    }

    /** A value whose carrier is already that of the other type. */
    static BoundExpression same(BoundExpression e, Type to) {
        if (e.type().equals(to)) {
            return e;
        }
        return e instanceof BoundConstant c
                ? new BoundConstant(c.value(), to)
                : Functions.operation(Operation.AS_IS, to, e);
    }

    private static BoundExpression booleanText(BoundExpression e, Type to) {
        return new BoundCase(
                List.of(
                        Functions.operation(Operation.IS_TRUE, PgTypes.BOOL, e),
                        Functions.operation(Operation.IS_FALSE, PgTypes.BOOL, e)),
                List.of(new BoundConstant("true", to), new BoundConstant("false", to)),
                null,
                to);
    }
}
