package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays of dates and times: inside, their elements are text in the style {@link TextStyle#DEFAULT}; what a session writes
 * and reads is in its own.
 */
final class DateTimeArrays {
    /** How the names of types begin whose values look as the session's time zone has them: timestamptz, tstzrange. */
    private static final List<String> ZONED = List.of("timestamptz", "tstz");

    private static final Map<String, ScalarFunction> INPUT = new HashMap<>();

    private static final Map<String, ScalarFunction> OUTPUT = new HashMap<>();

    private DateTimeArrays() {}

    static void register(Registry r) {
        List<Type> elements = new ArrayList<>(List.of(
                PgTypes.DATE, PgTypes.TIME, PgTypes.TIMETZ, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ, PgTypes.INTERVAL));
        elements.addAll(RangeStyles.types());
        for (Type t : elements) {
            Type array = PgTypes.arrayOf(t);
            INPUT.put(array.name(), input(t));
            if (ZONED.stream().anyMatch(t.name()::startsWith)) {
                OUTPUT.put(array.name(), output(t, array.name()));
            }
            r.literal(array, DateTimeArrays::literal);
            for (Type text : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.NAME)) {
                r.cast(text, array, Casts.Context.EXPLICIT, (e, to) -> input(e, to, 0));
            }
        }
    }

    /** The output function of an array whose elements look as the session's time zone has them; null for others. */
    static Registry.Conversion output(Type array) {
        return OUTPUT.containsKey(array.name()) ? DateTimeArrays::shown : null;
    }

    /** An array with its elements as the session sees them; of another type as it is. */
    static BoundExpression shown(BoundExpression e, Type to) {
        ScalarFunction f = OUTPUT.get(e.type().name());
        return f == null ? e : SessionStyle.call(f, to, List.of(e));
    }

    private static ScalarFunction output(Type t, String array) {
        return Functions.strict("array_out" + array, 2, (in, out) -> {
            TextStyle style = SessionStyle.of(in, 1);
            ArrayValue a = ArrayValue.read(in.getText(0));
            List<String> all = a.elements();
            all.replaceAll(x -> x == null ? null : shown(x, t, style));
            out.putText(a.with(all).toString());
        });
    }

    private static String shown(String element, Type t, TextStyle style) {
        return RangeTypes.is(t)
                ? RangeStyles.shown(element, t, style)
                : DateTimeTypes.text(DateTimeTypes.read(element, t, TextStyle.DEFAULT, null), t, style);
    }

    private static ScalarFunction input(Type t) {
        return Functions.strict("styled_in_array_" + t.name(), 4, (in, out) -> {
            TextStyle style = SessionStyle.of(in, 1);
            long now = in.getLong(2);
            try {
                ArrayValue a = ArrayValue.read(in.getText(0));
                List<String> all = a.elements();
                all.replaceAll(x -> x == null ? null : read(x, t, style, now));
                out.putText(a.with(all).toString());
            } catch (SqlFailure f) {
                throw SqlFailure.build(f.kind(), f.getMessage())
                        .sqlState(f.sqlState())
                        .detail(f.detail())
                        .hint(f.hint())
                        .position((int) in.getLong(3))
                        .build();
            }
        });
    }

    private static String read(String element, Type t, TextStyle style, long now) {
        return RangeTypes.is(t)
                ? RangeStyles.read(element, t, style, now)
                : DateTimeTypes.text(DateTimeTypes.read(element, t, style, now), t, TextStyle.DEFAULT);
    }

    private static boolean isConstant(String element, Type t) {
        return RangeTypes.is(t) ? RangeStyles.isConstant(element, t) : DateTimeTypes.isConstant(element, t);
    }

    private static BoundExpression literal(String text, Type to, int position) {
        Type plain = PgTypes.plain(to);
        boolean constant =
                ArrayValue.read(text).elements().stream().allMatch(x -> x == null || isConstant(x, plain.element()));
        BoundConstant value = new BoundConstant(text, PgTypes.TEXT);
        return constant ? new BoundConstant(Input.value(text, plain), plain) : input(value, plain, position);
    }

    private static BoundExpression input(BoundExpression text, Type to, int position) {
        return Functions.call(
                INPUT.get(to.name()),
                PgTypes.plain(to),
                text,
                SessionStyle.style(),
                SessionStyle.now(),
                new BoundConstant((long) position, PgTypes.INT4));
    }
}
