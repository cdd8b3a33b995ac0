package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.type.Type;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The session's settings of text, its time zone and its clock, as arguments of functions. */
final class SessionStyle {
    private static final int MOST = 256;
    private static final Map<String, TextStyle> KNOWN = new ConcurrentHashMap<>();

    private SessionStyle() {}

    /** The settings, as a hidden parameter. */
    static BoundExpression style() {
        return new SessionParameter(SessionValue.STYLE, PgTypes.TEXT);
    }

    /** When the transaction began, as a hidden parameter. */
    static BoundExpression now() {
        return new SessionParameter(SessionValue.TRANSACTION_TIME, PgTypes.TIMESTAMPTZ);
    }

    /** A maker of calls with the settings behind the arguments. */
    static Registry.Maker styled(io.polywire.api.function.ScalarFunction f) {
        return (a, r) -> call(f, r, a);
    }

    /** A call with the settings behind the arguments. */
    static BoundExpression call(
            io.polywire.api.function.ScalarFunction f, Type result, List<? extends BoundExpression> arguments) {
        List<BoundExpression> all = new ArrayList<>(arguments);
        all.add(style());
        return Functions.call(f, result, all);
    }

    /** What the argument {@code i} holds. */
    static TextStyle of(FunctionArguments in, int i) {
        return of(in.getText(i));
    }

    /** What the text of the hidden parameter says. */
    static TextStyle of(String text) {
        TextStyle known = KNOWN.get(text);
        if (known == null) {
            String[] lines = text.split("\n", -1);
            known = TextStyle.DEFAULT
                    .with("DateStyle", lines[0])
                    .with("IntervalStyle", lines[1])
                    .with("TimeZone", lines[2])
                    .with("bytea_output", lines[3])
                    .with("extra_float_digits", lines[4]);
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(text, known);
        }
        return known;
    }
}
