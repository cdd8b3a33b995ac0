package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Functions of text. Positions and lengths count characters (code points), as a UTF8 database does. */
final class TextFunctions {
    /** Longest text that repeat makes, in chars. */
    private static final long MAX_TEXT = 64L << 20;

    static final ScalarFunction LOWER = map("lower", CaseMapping::lower);
    static final ScalarFunction UPPER = map("upper", CaseMapping::upper);
    static final ScalarFunction REVERSE =
            map("reverse", s -> new String(reversed(s.codePoints().toArray()), 0, length(s)));
    static final ScalarFunction OCTET_LENGTH = Functions.brief(
            "octet_length", 1, (in, out) -> out.putLong(in.getText(0).getBytes(StandardCharsets.UTF_8).length));
    static final ScalarFunction TRIM_BOTH = trim("btrim", true, true);
    static final ScalarFunction TRIM_LEADING = trim("ltrim", true, false);
    static final ScalarFunction TRIM_TRAILING = trim("rtrim", false, true);
    static final ScalarFunction REPLACE = Functions.strict("replace", 3, (in, out) -> {
        String from = in.getText(1);
        out.putText(from.isEmpty() ? in.getText(0) : in.getText(0).replace(from, in.getText(2)));
    });
    static final ScalarFunction POSITION = Functions.strict("strpos", 2, (in, out) -> {
        String s = in.getText(0);
        int at = s.indexOf(in.getText(1));
        out.putLong(at < 0 ? 0 : s.codePointCount(0, at) + 1);
    });
    static final ScalarFunction SUBSTRING = Functions.brief("substring", 2, (in, out) -> {
        out.putText(substring(in.getText(0), in.getLong(1), Long.MAX_VALUE));
    });
    static final ScalarFunction SUBSTRING_FOR = Functions.brief("substring_for", 3, (in, out) -> {
        if (in.getLong(2) < 0) {
            throw SqlFailure.build(FailureKind.DATA, "negative substring length not allowed")
                    .sqlState("22011")
                    .build();
        }
        out.putText(substring(in.getText(0), in.getLong(1), in.getLong(1) + in.getLong(2)));
    });
    static final ScalarFunction LEFT = Functions.brief("left", 2, (in, out) -> {
        String s = in.getText(0);
        long n = in.getLong(1);
        out.putText(substring(s, 1, 1 + (n < 0 ? Math.max(0, length(s) + n) : n)));
    });
    static final ScalarFunction RIGHT = Functions.brief("right", 2, (in, out) -> {
        String s = in.getText(0);
        long n = in.getLong(1);
        long from = n < 0 ? 1 - n : Math.max(1, length(s) - n + 1);
        out.putText(substring(s, from, Long.MAX_VALUE));
    });
    static final ScalarFunction REPEAT = Functions.strict("repeat", 2, (in, out) -> {
        String s = in.getText(0);
        long n = Math.max(0, in.getLong(1));
        if (s.length() * n > MAX_TEXT) {
            throw SqlFailure.build(FailureKind.LIMIT, "requested length too large")
                    .build();
        }
        out.putText(s.repeat((int) n));
    });
    /** concat: NULLs are left out. */
    static final ScalarFunction CONCAT = Functions.briefLenient("concat", -1, (in, out) -> {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < in.size(); i++) {
            if (!in.isNull(i)) {
                b.append(in.getText(i));
            }
        }
        out.putText(b.toString());
    });
    /** LIKE and ILIKE: text, pattern, escape, which is one character or empty for none. */
    static final ScalarFunction LIKE = like("like", false);

    static final ScalarFunction ILIKE = like("ilike", true);

    private TextFunctions() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type int4 = PgTypes.INT4;
        for (String length : new String[] {"length", "char_length", "character_length"}) {
            r.function(length, (a, t) -> Functions.operation(Operation.LENGTH, t, a.get(0)), int4, text);
        }
        r.java(OCTET_LENGTH, "octet_length", int4, text);
        r.java(LOWER, "lower", text, text);
        r.java(UPPER, "upper", text, text);
        r.java(REVERSE, "reverse", text, text);
        r.java(REPLACE, "replace", text, text, text, text);
        r.java(POSITION, "strpos", int4, text, text);
        r.java(POSITION, "position", int4, text, text);
        r.java(LEFT, "left", text, text, int4);
        r.java(RIGHT, "right", text, text, int4);
        r.java(REPEAT, "repeat", text, text, int4);
        for (String substring : new String[] {"substr", "substring"}) {
            r.java(SUBSTRING, substring, text, text, int4);
            r.java(SUBSTRING_FOR, substring, text, text, int4, int4);
        }
        for (boolean insensitive : new boolean[] {false, true}) {
            String operator = insensitive ? "~~*" : "~~";
            ScalarFunction like = insensitive ? ILIKE : LIKE;
            Registry.Maker is = (a, t) -> {
                BoundExpression match =
                        Functions.call(like, t, a.get(0), a.get(1), new BoundConstant("\\", PgTypes.TEXT));
                return insensitive ? match : NamePatterns.like(a.get(0), a.get(1), match);
            };
            r.operator(operator, is, PgTypes.BOOL, text, text);
            r.operator(
                    "!" + operator,
                    (a, t) -> Functions.operation(Operation.NOT, t, is.make(a, t)),
                    PgTypes.BOOL,
                    text,
                    text);
        }
        r.java(
                Functions.strict("to_ascii", 1, (in, out) -> {
                    throw SqlFailure.of(
                            FailureKind.UNSUPPORTED, "encoding conversion from UTF8 to ASCII not supported");
                }),
                "to_ascii",
                text,
                text);
        trim(r, "btrim", TRIM_BOTH);
        trim(r, "ltrim", TRIM_LEADING);
        trim(r, "rtrim", TRIM_TRAILING);
        // concat takes anything, by its output function: true is t
        r.function(
                "concat",
                (a, t) -> Functions.call(
                        CONCAT, t, a.stream().map(TextFunctions::shown).toList()),
                text,
                PgTypes.ANY);
        SpreadArguments.register(r, "concat", CONCAT, false);
        r.operator("||", (a, t) -> Functions.operation(Operation.CONCAT, t, a.get(0), a.get(1)), text, text, text);
        r.operator("||", TextFunctions::concatenated, text, text, PgTypes.ANYNONARRAY);
        r.operator("||", TextFunctions::concatenated, text, PgTypes.ANYNONARRAY, text);
    }

    /** textanycat and anytextcat: the other operand by its cast to text. */
    private static BoundExpression concatenated(List<BoundExpression> a, Type t) {
        return Functions.operation(Operation.CONCAT, t, Casts.text(a.get(0)), Casts.text(a.get(1)));
    }

    /** A value by its output function. */
    static BoundExpression shown(BoundExpression e) {
        if (e.type().kind() != TypeKind.BOOLEAN) {
            return Casts.output(e);
        }
        return new BoundCase(
                List.of(
                        Functions.operation(Operation.IS_TRUE, PgTypes.BOOL, e),
                        Functions.operation(Operation.IS_FALSE, PgTypes.BOOL, e)),
                List.of(new BoundConstant("t", PgTypes.TEXT), new BoundConstant("f", PgTypes.TEXT)),
                null,
                PgTypes.TEXT);
    }

    private static void trim(Registry r, String name, ScalarFunction f) {
        r.java(f, name, PgTypes.TEXT, PgTypes.TEXT, PgTypes.TEXT);
        BoundConstant blank = new BoundConstant(" ", PgTypes.TEXT);
        r.function(name, (a, t) -> Functions.call(f, t, a.get(0), blank), PgTypes.TEXT, PgTypes.TEXT);
    }

    private interface Map {
        String of(String s);
    }

    private static ScalarFunction map(String name, Map m) {
        return Functions.brief(name, 1, (in, out) -> out.putText(m.of(in.getText(0))));
    }

    private static int[] reversed(int[] a) {
        for (int i = 0; i < a.length / 2; i++) {
            int x = a[i];
            a[i] = a[a.length - 1 - i];
            a[a.length - 1 - i] = x;
        }
        return a;
    }

    static int length(String s) {
        return s.codePointCount(0, s.length());
    }

    /** Characters from a position (from 1, may lie before the text) up to another one that is not taken. */
    static String substring(String s, long from, long end) {
        int n = length(s);
        int a = (int) Math.max(1, Math.min(from, n + 1L));
        int z = (int) Math.max(a, Math.min(end, n + 1L));
        int start = s.offsetByCodePoints(0, a - 1);
        return s.substring(start, s.offsetByCodePoints(start, z - a));
    }

    private static ScalarFunction trim(String name, boolean leading, boolean trailing) {
        return Functions.strict(name, 2, (in, out) -> {
            int[] s = in.getText(0).codePoints().toArray();
            int[] set = in.getText(1).codePoints().sorted().toArray();
            int from = 0;
            int to = s.length;
            while (leading && from < to && Arrays.binarySearch(set, s[from]) >= 0) {
                from++;
            }
            while (trailing && to > from && Arrays.binarySearch(set, s[to - 1]) >= 0) {
                to--;
            }
            out.putText(new String(s, from, to - from));
        });
    }

    static String fitExplicit(String s, int length) {
        return length > 0 && length(s) > length ? s.substring(0, s.offsetByCodePoints(0, length)) : s;
    }

    static String fitAssigned(String s, int length) {
        if (length <= 0 || length(s) <= length) {
            return s;
        }
        int cut = s.offsetByCodePoints(0, length);
        for (int i = cut; i < s.length(); i++) {
            if (s.charAt(i) != ' ') {
                throw SqlFailure.of(FailureKind.TOO_LONG, "value too long for type character varying(" + length + ")");
            }
        }
        return s.substring(0, cut);
    }

    /** @throws SqlFailure 22025 for an escape of more than one character */
    static void checkEscape(String escape) {
        if (length(escape) > 1) {
            throw SqlFailure.build(FailureKind.DATA, "invalid escape string")
                    .sqlState("22025")
                    .hint("Escape string must be empty or one character.")
                    .build();
        }
    }

    private static ScalarFunction like(String name, boolean fold) {
        return Functions.strict(name, 3, (in, out) -> {
            String escape = in.getText(2);
            checkEscape(escape);
            String text = in.getText(0);
            String pattern = in.getText(1);
            if (fold) {
                text = CaseMapping.lower(text);
                pattern = CaseMapping.lower(pattern);
            }
            out.putLong(LikePattern.matches(text, pattern, escape, in::checkCancelled) ? 1 : 0);
        });
    }
}
