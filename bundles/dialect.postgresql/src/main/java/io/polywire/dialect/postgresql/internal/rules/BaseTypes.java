package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** boolean, numbers, text and bytea: how they are read, written and compared. */
final class BaseTypes {
    /** byteaout in the form that bytea_output says. */
    private static final ScalarFunction BYTEA_TEXT = Functions.brief("out_bytea", 2, (in, out) -> {
        byte[] b = in.getBytes(0);
        out.putText(SessionStyle.of(in, 1).byteaHex() ? "\\x" + HexFormat.of().formatHex(b) : Encodings.escaped(b));
    });

    private BaseTypes() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(PgTypes.BOOL, s -> Input.bool(s) ? 1L : 0L, BaseTypes::booleanText));
        r.cast(PgTypes.BOOL, PgTypes.INT4, Casts.Context.EXPLICIT, BaseTypes::same);
        for (Type t : List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8)) {
            r.type(TypeSupport.of(
                    t, s -> Input.integer(s, t), (e, to) -> Functions.operation(Operation.INTEGER_TO_TEXT, to, e)));
        }
        for (Type t : List.of(PgTypes.FLOAT4, PgTypes.FLOAT8)) {
            r.type(TypeSupport.of(t, s -> FloatFunctions.parse(s, t), styled(floatText(t))));
        }
        r.type(TypeSupport.of(PgTypes.NUMERIC, Numeric::parse, BaseTypes::same)
                .withKey(NumericFunctions.KEY)
                .withFitter((v, to, context) -> Numeric.fit((String) v, to.precision(), to.scale())));
        r.type(TypeSupport.of(PgTypes.TEXT, s -> s, BaseTypes::same));
        r.type(TypeSupport.of(PgTypes.NAME, BaseTypes::name, BaseTypes::same));
        r.type(TypeSupport.of(PgTypes.VARCHAR, s -> s, BaseTypes::same)
                .withFitter((v, to, context) -> context == Casts.Context.EXPLICIT
                        ? TextFunctions.fitExplicit((String) v, to.length())
                        : TextFunctions.fitAssigned((String) v, to.length())));
        for (Type t :
                List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8, PgTypes.FLOAT4, PgTypes.FLOAT8, PgTypes.NUMERIC)) {
            r.operator("+", (a, to) -> a.get(0), t, t);
        }
        r.type(TypeSupport.of(PgTypes.BYTEA, Input::bytes, styled(BYTEA_TEXT)));
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

    /** namein: 63 bytes at most, never a part of a character. */
    static String name(String text) {
        if (text.length() <= 63 / 3) {
            return text;
        }
        int bytes = 0;
        int p = 0;
        while (p < text.length()) {
            int c = text.codePointAt(p);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > 63) {
                break;
            }
            p += Character.charCount(c);
        }
        return text.substring(0, p);
    }

    /** A value as it is before it lost its length, precision and scale. */
    static BoundExpression bare(BoundExpression e) {
        return e instanceof OperationValue o
                        && o.operation() == Operation.AS_IS
                        && o.operands().get(0).type().name().equals(o.type().name())
                ? bare(o.operands().get(0))
                : e;
    }

    /** An output function that follows the session's settings. */
    private static Registry.Conversion styled(ScalarFunction f) {
        return (e, to) -> SessionStyle.call(f, to, List.of(e));
    }

    /** float4out and float8out, as extra_float_digits says. */
    private static ScalarFunction floatText(Type t) {
        boolean single = t == PgTypes.FLOAT4;
        return Functions.brief("out_" + t.name(), 2, (in, out) -> {
            double d = in.getDouble(0);
            int extra = SessionStyle.of(in, 1).extraFloatDigits();
            if (extra > 0 || !Double.isFinite(d) || d == 0) {
                out.putText(single ? ShortestDecimal.text((float) d) : ShortestDecimal.text(d));
                return;
            }
            byte[] b = new byte[ShortestDecimal.LONGEST];
            int digits = Math.max(1, (single ? 6 : 15) + extra);
            int end = ShortestDecimal.writeRounded(single ? (float) d : d, digits, b, 0);
            out.putText(new String(b, 0, end, StandardCharsets.US_ASCII));
        });
    }

    /** text(bool) writes the word; what has no such function gets boolout's letter (bool.c). */
    private static BoundExpression booleanText(BoundExpression e, Type to) {
        boolean word = to.name().equals("text") || to.name().equals("varchar") || Bpchar.is(to);
        return new BoundCase(
                List.of(
                        Functions.operation(Operation.IS_TRUE, PgTypes.BOOL, e),
                        Functions.operation(Operation.IS_FALSE, PgTypes.BOOL, e)),
                List.of(new BoundConstant(word ? "true" : "t", to), new BoundConstant(word ? "false" : "f", to)),
                null,
                to);
    }
}
