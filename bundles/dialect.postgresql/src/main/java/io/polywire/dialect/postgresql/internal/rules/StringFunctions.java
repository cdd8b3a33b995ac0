package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.dialect.postgresql.internal.Quoting;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Further functions of text (section 9.4 of the manual): padding, parts, quoting, characters. */
final class StringFunctions {
    /** Longest text that padding makes, in chars. */
    private static final int MAX_TEXT = 64 << 20;

    private StringFunctions() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type int4 = PgTypes.INT4;
        Type bool = PgTypes.BOOL;
        // lpad and rpad of two arguments are these with a blank
        for (boolean left : new boolean[] {true, false}) {
            ScalarFunction f = Functions.strict(left ? "lpad" : "rpad", 3, (in, out) -> out.putText(pad(in, left)));
            r.java(f, left ? "lpad" : "rpad", text, text, int4, text);
            BoundConstant blank = new BoundConstant(" ", text);
            r.function(
                    left ? "lpad" : "rpad",
                    (a, t) -> Functions.call(f, t, a.get(0), a.get(1), blank),
                    text,
                    text,
                    int4);
        }
        r.java(
                Functions.strict("split_part", 3, (in, out) -> out.putText(part(in))),
                "split_part",
                text,
                text,
                text,
                int4);
        map(r, "initcap", StringFunctions::initcap);
        r.java(
                Functions.strict(
                        "translate",
                        3,
                        (in, out) -> out.putText(translate(in.getText(0), in.getText(1), in.getText(2)))),
                "translate",
                text,
                text,
                text,
                text);
        r.java(Functions.brief("chr", 1, (in, out) -> out.putText(chr(in.getLong(0)))), "chr", text, int4);
        r.java(
                Functions.brief(
                        "ascii",
                        1,
                        (in, out) -> out.putLong(
                                in.getText(0).isEmpty() ? 0 : in.getText(0).codePointAt(0))),
                "ascii",
                int4,
                text);
        r.java(
                Functions.brief(
                        "bit_length",
                        1,
                        (in, out) -> out.putLong(8L * in.getText(0).getBytes(StandardCharsets.UTF_8).length)),
                "bit_length",
                int4,
                text);
        ScalarFunction starts = Functions.brief(
                "starts_with", 2, (in, out) -> out.putLong(in.getText(0).startsWith(in.getText(1)) ? 1 : 0));
        r.java(starts, "starts_with", bool, text, text);
        r.javaOperator(starts, "^@", bool, text, text);
        ScalarFunction overlay = Functions.strict("overlay", -1, (in, out) -> out.putText(overlay(in)));
        r.java(overlay, "overlay", text, text, text, int4);
        r.java(overlay, "overlay", text, text, text, int4, int4);
        r.java(
                Functions.brief("to_hex_int4", 1, (in, out) -> out.putText(Integer.toHexString((int) in.getLong(0)))),
                "to_hex",
                text,
                int4);
        r.java(
                Functions.brief("to_hex_int8", 1, (in, out) -> out.putText(Long.toHexString(in.getLong(0)))),
                "to_hex",
                text,
                PgTypes.INT8);
        quoting(r, text);
        r.java(
                Functions.strict(
                        "normalize", 2, (in, out) -> out.putText(Normalizer.normalize(in.getText(0), form(in)))),
                "normalize",
                text,
                text,
                text);
        r.java(
                Functions.strict(
                        "is_normalized",
                        2,
                        (in, out) -> out.putLong(Normalizer.isNormalized(in.getText(0), form(in)) ? 1 : 0)),
                "is_normalized",
                bool,
                text,
                text);
        map(r, "unistr", StringFunctions::unistr);
        r.function("pg_client_encoding", (a, t) -> new BoundConstant("UTF8", t), PgTypes.NAME);
        ScalarFunction concat = Functions.briefLenient("concat_ws", -1, (in, out) -> joined(in, out));
        r.function(
                "concat_ws",
                (a, t) -> {
                    List<BoundExpression> all = new ArrayList<>();
                    a.forEach(e -> all.add(TextFunctions.shown(e)));
                    return Functions.call(concat, t, all);
                },
                text,
                text,
                PgTypes.ANY);
        SpreadArguments.register(r, "concat_ws", concat, false);
        ScalarFunction format = Functions.lenient("format", -1, FormatFunction::call);
        Registry.Maker formatted = (a, t) ->
                Functions.call(format, t, a.stream().map(TextFunctions::shown).toList());
        r.function("format", formatted, text, text);
        r.function("format", formatted, text, text, PgTypes.ANY);
        SpreadArguments.register(r, "format", format, true);
        counted(r, "num_nulls", true);
        counted(r, "num_nonnulls", false);
        SpreadArguments.register(r, "num_nulls", NULLS, false);
        SpreadArguments.register(r, "num_nonnulls", NON_NULLS, false);
    }

    private interface Map {
        String of(String s);
    }

    private static void map(Registry r, String name, Map m) {
        r.java(
                Functions.strict(name, 1, (in, out) -> out.putText(m.of(in.getText(0)))),
                name,
                PgTypes.TEXT,
                PgTypes.TEXT);
    }

    private static void quoting(Registry r, Type text) {
        map(r, "quote_ident", Quoting::identifier);
        r.java(
                Functions.strict(
                        "parse_ident",
                        2,
                        (in, out) -> out.putText(ArrayValue.of(ParsedNames.of(in.getText(0), in.getLong(1) != 0))
                                .toString())),
                "parse_ident",
                PgTypes.arrayOf(PgTypes.TEXT),
                PgTypes.TEXT,
                PgTypes.BOOL);
        ScalarFunction literal =
                Functions.strict("quote_literal", 1, (in, out) -> out.putText(Quoting.literal(in.getText(0))));
        r.java(literal, "quote_literal", text, text);
        r.function(
                "quote_literal", (a, t) -> Functions.call(literal, t, Casts.text(a.get(0))), text, PgTypes.ANYELEMENT);
        ScalarFunction nullable = Functions.lenient(
                "quote_nullable", 1, (in, out) -> out.putText(in.isNull(0) ? "NULL" : Quoting.literal(in.getText(0))));
        r.java(nullable, "quote_nullable", text, text);
        r.function(
                "quote_nullable",
                (a, t) -> Functions.call(nullable, t, Casts.text(a.get(0))),
                text,
                PgTypes.ANYELEMENT);
    }

    private static void counted(Registry r, String name, boolean nulls) {
        r.function(
                name,
                (a, t) -> Functions.call(
                        nulls ? NULLS : NON_NULLS,
                        t,
                        a.stream()
                                .map(e -> (BoundExpression) new BoundCase(
                                        List.of(Functions.operation(Operation.IS_NULL, PgTypes.BOOL, e)),
                                        List.of(new BoundConstant(null, PgTypes.INT4)),
                                        new BoundConstant(1L, PgTypes.INT4),
                                        PgTypes.INT4))
                                .toList()),
                PgTypes.INT4,
                PgTypes.ANY);
    }

    private static final ScalarFunction NULLS = Functions.lenient("num_nulls", -1, (in, out) -> out.putLong(nulls(in)));
    private static final ScalarFunction NON_NULLS =
            Functions.lenient("num_nonnulls", -1, (in, out) -> out.putLong(in.size() - nulls(in)));

    private static long nulls(FunctionArguments in) {
        long n = 0;
        for (int i = 0; i < in.size(); i++) {
            n += in.isNull(i) ? 1 : 0;
        }
        return n;
    }

    private static SqlFailure invalid(String message) {
        return NumericMath.failure("22023", message);
    }

    /** lpad and rpad: cut on the right where the text is longer than wanted. */
    private static String pad(FunctionArguments in, boolean left) {
        String s = in.getText(0);
        long wanted = Math.max(0, in.getLong(1));
        int[] fill = in.getText(2).codePoints().toArray();
        int have = TextFunctions.length(s);
        if (wanted <= have) {
            return s.substring(0, s.offsetByCodePoints(0, (int) wanted));
        }
        if (fill.length == 0) {
            return s;
        }
        if (wanted > MAX_TEXT) {
            throw SqlFailure.build(FailureKind.LIMIT, "requested length too large")
                    .sqlState("54000")
                    .build();
        }
        StringBuilder b = new StringBuilder();
        if (!left) {
            b.append(s);
        }
        for (int i = 0; i < wanted - have; i++) {
            b.appendCodePoint(fill[i % fill.length]);
        }
        return left ? b.append(s).toString() : b.toString();
    }

    private static String part(FunctionArguments in) {
        String s = in.getText(0);
        String by = in.getText(1);
        long n = in.getLong(2);
        if (n == 0) {
            throw invalid("field position must not be zero");
        }
        if (s.isEmpty()) {
            return "";
        }
        if (by.isEmpty()) {
            return n == 1 || n == -1 ? s : "";
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = s.indexOf(by); at >= 0; at = s.indexOf(by, from)) {
            parts.add(s.substring(from, at));
            from = at + by.length();
        }
        parts.add(s.substring(from));
        long i = n > 0 ? n - 1 : parts.size() + n;
        return i >= 0 && i < parts.size() ? parts.get((int) i) : "";
    }

    private static String initcap(String s) {
        StringBuilder b = new StringBuilder(s.length());
        boolean inside = false;
        for (int i = 0; i < s.length(); i += Character.charCount(s.codePointAt(i))) {
            int c = s.codePointAt(i);
            String one = Character.toString(c);
            b.append(inside ? CaseMapping.lower(one) : CaseMapping.upper(one));
            inside = Character.isLetterOrDigit(c);
        }
        return b.toString();
    }

    private static String translate(String s, String from, String to) {
        int[] f = from.codePoints().toArray();
        int[] t = to.codePoints().toArray();
        StringBuilder b = new StringBuilder(s.length());
        s.codePoints().forEach(c -> {
            int at = -1;
            for (int i = 0; at < 0 && i < f.length; i++) {
                at = f[i] == c ? i : -1;
            }
            if (at < 0) {
                b.appendCodePoint(c);
            } else if (at < t.length) {
                b.appendCodePoint(t[at]);
            }
        });
        return b.toString();
    }

    private static String chr(long c) {
        if (c < 0) {
            throw invalid("character number must be positive");
        }
        if (c == 0) {
            throw SqlFailure.build(FailureKind.LIMIT, "null character not permitted")
                    .sqlState("54000")
                    .build();
        }
        if (c > 0x10FFFF || c >= 0xD800 && c <= 0xDFFF) {
            String message = c > 0x10FFFF
                    ? "requested character too large for encoding: " + c
                    : "requested character not valid for encoding: " + c;
            throw SqlFailure.build(FailureKind.LIMIT, message).sqlState("54000").build();
        }
        return Character.toString((int) c);
    }

    private static String overlay(FunctionArguments in) {
        String s = in.getText(0);
        String with = in.getText(1);
        long from = in.getLong(2);
        long count = in.size() > 3 ? in.getLong(3) : TextFunctions.length(with);
        if (from <= 0) {
            throw SqlFailure.build(FailureKind.DATA, "negative substring length not allowed")
                    .sqlState("22011")
                    .build();
        }
        return TextFunctions.substring(s, 1, from) + with + TextFunctions.substring(s, from + count, Long.MAX_VALUE);
    }

    private static Normalizer.Form form(FunctionArguments in) {
        return switch (in.getText(1).toUpperCase(Locale.ROOT)) {
            case "NFC" -> Normalizer.Form.NFC;
            case "NFD" -> Normalizer.Form.NFD;
            case "NFKC" -> Normalizer.Form.NFKC;
            case "NFKD" -> Normalizer.Form.NFKD;
            default -> throw invalid("invalid normalization form: " + in.getText(1));
        };
    }

    private static void joined(FunctionArguments in, io.polywire.api.function.FunctionResult out) {
        if (in.isNull(0)) {
            out.putNull();
            return;
        }
        String by = in.getText(0);
        StringBuilder b = new StringBuilder();
        boolean first = true;
        for (int i = 1; i < in.size(); i++) {
            if (!in.isNull(i)) {
                b.append(first ? "" : by).append(in.getText(i));
                first = false;
            }
        }
        out.putText(b.toString());
    }

    /** Escapes \XXXX, \+XXXXXX, \ uXXXX and \UXXXXXXXX, and two backslashes. */
    private static String unistr(String s) {
        StringBuilder b = new StringBuilder(s.length());
        int i = 0;
        while (i < s.length()) {
            char c = s.charAt(i);
            if (c != '\\') {
                b.append(c);
                i++;
            } else if (s.startsWith("\\\\", i)) {
                b.append('\\');
                i += 2;
            } else {
                char kind = i + 1 < s.length() ? s.charAt(i + 1) : 0;
                int skip = kind == '+' || kind == 'u' || kind == 'U' ? 2 : 1;
                int digits = kind == '+' ? 6 : kind == 'U' ? 8 : 4;
                b.appendCodePoint(codePoint(s, i + skip, digits));
                i += skip + digits;
            }
        }
        for (int k = 0; k < b.length(); k++) {
            int c = b.codePointAt(k);
            if (c >= 0xD800 && c <= 0xDFFF) {
                throw SqlFailure.build(FailureKind.SYNTAX, "invalid Unicode surrogate pair")
                        .build();
            }
            k += Character.charCount(c) - 1;
        }
        return b.toString();
    }

    private static int codePoint(String s, int from, int digits) {
        if (from + digits > s.length() || !s.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
            throw SqlFailure.build(FailureKind.SYNTAX, "invalid Unicode escape")
                    .hint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.")
                    .build();
        }
        long c = Long.parseLong(s.substring(from, from + digits), 16);
        if (c == 0 || c > 0x10FFFF) {
            throw invalid("invalid Unicode code point: " + String.format(Locale.ROOT, "%04X", c));
        }
        return (int) c;
    }
}
