package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Ranges of dates and times as a session reads and writes them; inside, their bounds are text in the style
 * {@link TextStyle#DEFAULT}.
 */
final class RangeStyles {
    private static final List<RangeKind> TIMES = List.of(RangeKind.DATE, RangeKind.TS, RangeKind.TSTZ);

    private static final Map<String, ScalarFunction> INPUT = new HashMap<>();
    private static final Map<String, ScalarFunction> OUTPUT = new HashMap<>();

    private RangeStyles() {}

    static void register(Registry r) {
        for (Type t : types()) {
            INPUT.put(t.name(), input(t));
            OUTPUT.put(
                    t.name(),
                    Functions.strict(
                            "styled_out_" + t.name(),
                            2,
                            (in, out) -> out.putText(shown(in.getText(0), t, SessionStyle.of(in, 1)))));
            r.literal(t, RangeStyles::literal);
            for (Type text : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.NAME)) {
                r.cast(text, t, Casts.Context.EXPLICIT, (e, to) -> input(e, to, 0));
            }
        }
    }

    /** The types of which what a session reads depends on its settings. */
    static List<Type> types() {
        return TIMES.stream()
                .flatMap(k -> Stream.of(RangeTypes.range(k), RangeTypes.multirange(k)))
                .toList();
    }

    /** Whether what a session sees depends on its settings. */
    static boolean isStyledOut(RangeKind k) {
        return k == RangeKind.TSTZ;
    }

    /** The output function of a type whose values look as the session's time zone has them. */
    static BoundExpression shown(BoundExpression e, Type to) {
        return SessionStyle.call(OUTPUT.get(e.type().name()), to, List.of(e));
    }

    /** A value's text in a session's style. */
    static String shown(String stored, Type t, TextStyle style) {
        RangeKind k = RangeTypes.kind(t);
        Type element = RangeTypes.element(k);
        Function<Object, String> bound = v -> DateTimeTypes.text(v, element, style);
        return RangeTypes.isMultirange(t)
                ? k.writeAll(RangeValues.storedAll(k, stored), bound)
                : k.write(RangeValues.stored(k, stored), bound);
    }

    /** The text inside of what a session has written; {@code now} null where no moment is known. */
    static String read(String text, Type t, TextStyle style, Long now) {
        RangeKind k = RangeTypes.kind(t);
        Type element = RangeTypes.element(k);
        Function<String, Object> bound = s -> DateTimeTypes.read(s, element, style, now);
        if (RangeTypes.isMultirange(t)) {
            List<Range> all = k.readAll(text, bound);
            return RangeValues.writeAll(k, all);
        }
        return RangeValues.write(k, k.read(text, bound));
    }

    /** Whether a text means the same in every session; one that is malformed fails in each. */
    static boolean isConstant(String text, Type t) {
        Type element = RangeTypes.element(RangeTypes.kind(t));
        try {
            return RangeValues.allBounds(text, RangeTypes.isMultirange(t), s -> DateTimeTypes.isConstant(s, element));
        } catch (SqlFailure malformed) {
            // which is said when it is read, bound by bound
            return true;
        }
    }

    private static ScalarFunction input(Type t) {
        return Functions.strict("styled_in_" + t.name(), 4, (in, out) -> {
            try {
                out.putText(read(in.getText(0), t, SessionStyle.of(in, 1), in.getLong(2)));
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

    private static BoundExpression literal(String text, Type to, int position) {
        return isConstant(text, to)
                ? new BoundConstant(Input.value(text, to), to)
                : input(new BoundConstant(text, PgTypes.TEXT), to, position);
    }

    private static BoundExpression input(BoundExpression text, Type to, int position) {
        return Functions.call(
                INPUT.get(to.name()),
                to,
                text,
                SessionStyle.style(),
                SessionStyle.now(),
                new BoundConstant((long) position, PgTypes.INT4));
    }
}
