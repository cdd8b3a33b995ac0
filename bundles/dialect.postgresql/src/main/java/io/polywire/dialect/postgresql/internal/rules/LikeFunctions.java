package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.nio.charset.StandardCharsets;

/** LIKE over bytes, and what LIKE is as functions: like, notlike, like_escape (like.c, like_match.c). */
final class LikeFunctions {
    private LikeFunctions() {}

    private static final ScalarFunction BYTES = Functions.strict(
            "like_bytes",
            2,
            (in, out) -> out.putLong(
                    LikePattern.matches(characters(in, 0), characters(in, 1), "\\", in::checkCancelled) ? 1 : 0));

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type bytes = PgTypes.BYTEA;
        Registry.Maker likeText =
                (a, t) -> Functions.call(TextFunctions.LIKE, t, a.get(0), a.get(1), new BoundConstant("\\", text));
        Registry.Maker likeBytes = (a, t) -> Functions.call(BYTES, t, a);
        r.function("like", likeText, PgTypes.BOOL, text, text);
        r.function("like", likeBytes, PgTypes.BOOL, bytes, bytes);
        r.function("notlike", not(likeText), PgTypes.BOOL, text, text);
        r.function("notlike", not(likeBytes), PgTypes.BOOL, bytes, bytes);
        r.operator("~~", likeBytes, PgTypes.BOOL, bytes, bytes);
        r.operator("!~~", not(likeBytes), PgTypes.BOOL, bytes, bytes);
        r.java(
                Functions.strict("like_escape", 2, (in, out) -> out.putText(escaped(in.getText(0), in.getText(1)))),
                "like_escape",
                text,
                text,
                text);
        r.java(
                Functions.strict(
                        "like_escape_bytes",
                        2,
                        (in, out) -> out.putBytes(
                                escaped(characters(in, 0), characters(in, 1)).getBytes(StandardCharsets.ISO_8859_1))),
                "like_escape",
                bytes,
                bytes,
                bytes);
    }

    private static Registry.Maker not(Registry.Maker of) {
        return (a, t) -> {
            BoundExpression is = of.make(a, t);
            return Functions.operation(Operation.NOT, t, is);
        };
    }

    /** Bytes as as many characters. */
    private static String characters(FunctionArguments in, int i) {
        return new String(in.getBytes(i), StandardCharsets.ISO_8859_1);
    }

    /** A pattern with another escape as one with a backslash. */
    private static String escaped(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw SqlFailure.build(FailureKind.DATA, "invalid escape string")
                    .sqlState("22025")
                    .hint("Escape string must be empty or one character.")
                    .build();
        }
        if (escape.isEmpty()) {
            return pattern.replace("\\", "\\\\");
        }
        int mark = escape.codePointAt(0);
        if (mark == '\\') {
            return pattern;
        }
        StringBuilder out = new StringBuilder(pattern.length() + 8);
        boolean after = false;
        for (int c : pattern.codePoints().toArray()) {
            if (c == mark && !after) {
                out.append('\\');
                after = true;
                continue;
            }
            if (c == '\\' && !after) {
                out.append('\\');
            }
            out.appendCodePoint(c);
            after = false;
        }
        return out.toString();
    }
}
