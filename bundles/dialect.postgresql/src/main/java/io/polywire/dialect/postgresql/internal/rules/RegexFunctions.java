package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.dialect.postgresql.internal.regex.Regex;
import io.polywire.dialect.postgresql.internal.regex.RegexText;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.List;

/** Operators and functions of regular expressions (9.7.2 and 9.7.3 of the manual; regexp.c). */
final class RegexFunctions {
    /** SIMILAR TO's pattern and its escape, as a regular expression. */
    static final ScalarFunction SIMILAR_ESCAPE = Functions.lenient("similar_to_escape", 2, (in, out) -> {
        if (!in.isNull(0) && !in.isNull(1)) {
            out.putText(SimilarPattern.translate(in.getText(0), in.getText(1)));
        }
    });

    static final ScalarFunction MATCHES = match("regex_eq", "", false);

    private RegexFunctions() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type bool = PgTypes.BOOL;
        ScalarFunction anyCase = match("regex_ic_eq", "i", false);
        ScalarFunction not = match("regex_ne", "", true);
        ScalarFunction notAnyCase = match("regex_ic_ne", "i", true);
        for (Type left : List.of(text, PgTypes.NAME, PgTypes.BPCHAR)) {
            r.operator("~", (a, t) -> matches(a, t), bool, left, text);
            r.javaOperator(anyCase, "~*", bool, left, text);
            r.operator(
                    "!~",
                    (a, t) -> {
                        BoundExpression direct = Functions.call(not, t, a);
                        BoundExpression match = NamePatterns.regex(a.get(0), a.get(1), null);
                        return match == null ? direct : Functions.operation(Operation.NOT, t, match);
                    },
                    bool,
                    left,
                    text);
            r.javaOperator(notAnyCase, "!~*", bool, left, text);
        }
        r.java(SIMILAR_ESCAPE_DEFAULT, "similar_to_escape", text, text);
        r.java(SIMILAR_ESCAPE, "similar_to_escape", text, text, text);
        substring(r, text);
        replace(r, text);
        matching(r, text);
        positions(r, text);
    }

    private static final ScalarFunction SIMILAR_ESCAPE_DEFAULT = Functions.strict(
            "similar_to_escape_1", 1, (in, out) -> out.putText(SimilarPattern.translate(in.getText(0), "\\")));

    private static BoundExpression matches(List<BoundExpression> a, Type as) {
        BoundExpression ofTypes =
                NamePatterns.ofTypes(a.get(0), a.get(1), name -> Functions.call(MATCHES, as, name, a.get(1)));
        return ofTypes != null ? ofTypes : NamePatterns.regex(a.get(0), a.get(1), Functions.call(MATCHES, as, a));
    }

    private static ScalarFunction match(String name, String flags, boolean not) {
        return Functions.strict(name, 2, (in, out) -> {
            boolean found = Regex.of(in.getText(1), flags).matches(new RegexText(in.getText(0), in::checkCancelled));
            out.putLong(found != not ? 1 : 0);
        });
    }

    // --- options --------------------------------------------------------------------------------------------------

    /** Options of a call: "g" apart from the others. */
    private record Options(String flags, boolean global) {
        /** parse_re_flags. */
        static Options of(String s) {
            StringBuilder flags = new StringBuilder();
            boolean global = false;
            for (int i = 0; i < s.length(); i++) {
                char c = s.charAt(i);
                if (c == 'g') {
                    global = true;
                } else if ("bceimnpqstwx".indexOf(c) >= 0) {
                    flags.append(c);
                } else {
                    throw wrongOption(Character.toString(s.codePointAt(i)), null);
                }
            }
            return new Options(flags.toString(), global);
        }

        /** For a function that takes no "g". */
        static Options single(String s, String function, String hint) {
            Options o = of(s);
            if (o.global) {
                throw SqlFailure.build(FailureKind.DATA, function + "() does not support the \"global\" option")
                        .sqlState("22023")
                        .hint(hint)
                        .build();
            }
            return o;
        }
    }

    private static SqlFailure wrongOption(String option, String hint) {
        return SqlFailure.build(FailureKind.DATA, "invalid regular expression option: \"" + option + "\"")
                .sqlState("22023")
                .hint(hint)
                .build();
    }

    private static String flags(FunctionArguments in, int i) {
        return in.size() > i ? in.getText(i) : "";
    }

    private static long number(FunctionArguments in, int i, long otherwise, long least, String name) {
        if (in.size() <= i) {
            return otherwise;
        }
        long n = in.getLong(i);
        if (n < least) {
            throw badParameter(name, n);
        }
        return n;
    }

    private static SqlFailure badParameter(String name, long n) {
        return SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"" + name + "\": " + n)
                .sqlState("22023")
                .build();
    }

    // --- matches --------------------------------------------------------------------------------------------------

    /** setup_regexp_matches: where a text matches, one after the other. */
    private static List<int[]> all(Regex regex, RegexText text, int from, boolean global, boolean ignoreEmpty) {
        List<int[]> all = new ArrayList<>();
        int at = from;
        int before = 0;
        while (at <= text.length()) {
            int[] m = regex.find(text, at);
            if (m == null) {
                break;
            }
            if (!ignoreEmpty || m[0] < text.length() && m[1] > before) {
                all.add(m);
            }
            before = m[1];
            if (!global) {
                break;
            }
            at = m[1] + (m[0] == m[1] ? 1 : 0);
        }
        return all;
    }

    private static String group(RegexText text, int[] m, int group) {
        return m[2 * group] < 0 ? null : text.part(m[2 * group], m[2 * group + 1]);
    }

    private static ArrayValue groups(Regex regex, RegexText text, int[] m) {
        List<String> all = new ArrayList<>();
        for (int g = regex.groups() == 0 ? 0 : 1; g <= regex.groups(); g++) {
            all.add(group(text, m, g));
        }
        return ArrayValue.of(all);
    }

    private static List<String> split(String function, FunctionArguments in) {
        Options o = Options.single(flags(in, 2), function, null);
        RegexText text = new RegexText(in.getText(0), in::checkCancelled);
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int[] m : all(Regex.of(in.getText(1), o.flags()), text, 0, true, true)) {
            parts.add(text.part(at, m[0]));
            at = m[1];
        }
        parts.add(text.part(at, text.length()));
        return parts;
    }

    private static void matching(Registry r, Type text) {
        Type texts = PgTypes.arrayOf(text);
        ScalarFunction match = Functions.strict("regexp_match", -1, (in, out) -> {
            Options o = Options.single(flags(in, 2), "regexp_match", "Use the regexp_matches function instead.");
            RegexText s = new RegexText(in.getText(0), in::checkCancelled);
            Regex regex = Regex.of(in.getText(1), o.flags());
            int[] m = regex.find(s, 0);
            if (m != null) {
                out.putText(groups(regex, s, m).toString());
            }
        });
        r.java(match, "regexp_match", texts, text, text);
        r.java(match, "regexp_match", texts, text, text, text);
        RowsFunction matches = RowsFunction.strict("regexp_matches", -1, (in, out) -> {
            Options o = Options.of(flags(in, 2));
            RegexText s = new RegexText(in.getText(0), in::checkCancelled);
            Regex regex = Regex.of(in.getText(1), o.flags());
            for (int[] m : all(regex, s, 0, o.global(), false)) {
                out.row(groups(regex, s, m).toString());
            }
        });
        r.rows(matches, "regexp_matches", text, text);
        r.rows(matches, "regexp_matches", text, text, text);
        RowsFunction table = RowsFunction.strict(
                "regexp_split_to_table",
                -1,
                (in, out) -> split("regexp_split_to_table", in).forEach(out::row));
        r.rows(table, "regexp_split_to_table", text, text);
        r.rows(table, "regexp_split_to_table", text, text, text);
        ScalarFunction array = Functions.strict(
                "regexp_split_to_array",
                -1,
                (in, out) -> out.putText(
                        ArrayValue.of(split("regexp_split_to_array", in)).toString()));
        r.java(array, "regexp_split_to_array", texts, text, text);
        r.java(array, "regexp_split_to_array", texts, text, text, text);
        ScalarFunction like = Functions.strict("regexp_like", -1, (in, out) -> {
            Options o = Options.single(flags(in, 2), "regexp_like", null);
            out.putLong(
                    Regex.of(in.getText(1), o.flags()).matches(new RegexText(in.getText(0), in::checkCancelled))
                            ? 1
                            : 0);
        });
        r.java(like, "regexp_like", PgTypes.BOOL, text, text);
        r.java(like, "regexp_like", PgTypes.BOOL, text, text, text);
    }

    // --- parts and places -----------------------------------------------------------------------------------------

    private static void substring(Registry r, Type text) {
        r.java(SUBSTRING, "substring", text, text, text);
        ScalarFunction similar = Functions.strict("substring_similar", 3, (in, out) -> {
            part(in, SimilarPattern.translate(in.getText(1), in.getText(2)), out::putText);
        });
        r.java(similar, "substring", text, text, text, text);
    }

    /** textregexsubstr. */
    static final ScalarFunction SUBSTRING =
            Functions.strict("substring_regex", 2, (in, out) -> part(in, in.getText(1), out::putText));

    private static void part(FunctionArguments in, String pattern, java.util.function.Consumer<String> out) {
        RegexText text = new RegexText(in.getText(0), in::checkCancelled);
        Regex regex = Regex.of(pattern, "");
        int[] m = regex.find(text, 0);
        String found = m == null ? null : group(text, m, regex.groups() > 0 ? 1 : 0);
        if (found != null) {
            out.accept(found);
        }
    }

    /** Whether a pattern has a part: the first of one without parentheses is the whole. */
    private static boolean isThere(Regex regex, long group) {
        return group <= Math.max(1, regex.groups());
    }

    private static void positions(Registry r, Type text) {
        Type int4 = PgTypes.INT4;
        ScalarFunction count = Functions.strict("regexp_count", -1, (in, out) -> {
            long start = number(in, 2, 1, 1, "start");
            Options o = Options.single(flags(in, 3), "regexp_count", null);
            RegexText s = new RegexText(in.getText(0), in::checkCancelled);
            out.putLong(all(Regex.of(in.getText(1), o.flags()), s, (int) start - 1, true, false)
                    .size());
        });
        r.java(count, "regexp_count", int4, text, text);
        r.java(count, "regexp_count", int4, text, text, int4);
        r.java(count, "regexp_count", int4, text, text, int4, text);
        ScalarFunction substr = Functions.strict("regexp_substr", -1, (in, out) -> {
            RegexText s = new RegexText(in.getText(0), in::checkCancelled);
            long start = number(in, 2, 1, 1, "start");
            long n = number(in, 3, 1, 1, "n");
            long group = number(in, 5, 0, 0, "subexpr");
            Options o = Options.single(flags(in, 4), "regexp_substr", null);
            Regex regex = Regex.of(in.getText(1), o.flags());
            List<int[]> all = all(regex, s, (int) start - 1, true, false);
            if (n <= all.size() && isThere(regex, group)) {
                String found = group(s, all.get((int) n - 1), regex.groups() == 0 ? 0 : (int) group);
                if (found != null) {
                    out.putText(found);
                }
            }
        });
        ScalarFunction instr = Functions.strict("regexp_instr", -1, (in, out) -> {
            RegexText s = new RegexText(in.getText(0), in::checkCancelled);
            long start = number(in, 2, 1, 1, "start");
            long n = number(in, 3, 1, 1, "n");
            long end = number(in, 4, 0, 0, "endoption");
            if (end > 1) {
                throw badParameter("endoption", end);
            }
            long group = number(in, 6, 0, 0, "subexpr");
            Options o = Options.single(flags(in, 5), "regexp_instr", null);
            Regex regex = Regex.of(in.getText(1), o.flags());
            List<int[]> all = all(regex, s, (int) start - 1, true, false);
            boolean there = n <= all.size() && isThere(regex, group);
            int part = regex.groups() == 0 ? 0 : (int) group;
            out.putLong(there ? all.get((int) n - 1)[(int) (2 * part + end)] + 1 : 0);
        });
        Type[] takes = {text, text, int4, int4, text, int4};
        Type[] takesInstr = {text, text, int4, int4, int4, text, int4};
        for (int i = 2; i <= takesInstr.length; i++) {
            if (i <= takes.length) {
                r.java(substr, "regexp_substr", text, java.util.Arrays.copyOf(takes, i));
            }
            r.java(instr, "regexp_instr", int4, java.util.Arrays.copyOf(takesInstr, i));
        }
    }

    // --- replace --------------------------------------------------------------------------------------------------

    private static void replace(Registry r, Type text) {
        Type int4 = PgTypes.INT4;
        ScalarFunction plain = Functions.strict("regexp_replace", -1, (in, out) -> {
            String flags = flags(in, 3);
            if (!flags.isEmpty() && Character.digit(flags.charAt(0), 10) >= 0) {
                throw wrongOption(
                        flags.substring(0, 1),
                        "If you meant to use regexp_replace() with a start parameter, cast the fourth argument to"
                                + " integer explicitly.");
            }
            Options o = Options.of(flags);
            out.putText(replaced(in, o.flags(), 0, o.global() ? 0 : 1));
        });
        r.java(plain, "regexp_replace", text, text, text, text);
        r.java(plain, "regexp_replace", text, text, text, text, text);
        ScalarFunction extended = Functions.strict("regexp_replace_extended", -1, (in, out) -> {
            long start = number(in, 3, 1, 1, "start");
            Options o = Options.of(flags(in, 5));
            long n = in.size() > 4 ? number(in, 4, 1, 0, "n") : o.global() ? 0 : 1;
            out.putText(replaced(in, o.flags(), (int) start - 1, n));
        });
        r.java(extended, "regexp_replace", text, text, text, text, int4);
        r.java(extended, "regexp_replace", text, text, text, text, int4, int4);
        r.java(extended, "regexp_replace", text, text, text, text, int4, int4, text);
    }

    /** replace_text_regexp; {@code n} is which match, 0 for all. */
    private static String replaced(FunctionArguments in, String flags, int start, long n) {
        RegexText text = new RegexText(in.getText(0), in::checkCancelled);
        Regex regex = Regex.of(in.getText(1), flags);
        String by = in.getText(2);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int at = start;
        long matches = 0;
        while (at <= text.length()) {
            int[] m = regex.find(text, at);
            if (m == null) {
                break;
            }
            at = m[1] + (m[0] == m[1] ? 1 : 0);
            if (++matches == n || n == 0) {
                out.append(text.part(copied, m[0]));
                replacement(by, regex, text, m, out);
                copied = m[1];
                if (n > 0) {
                    break;
                }
            }
        }
        return out.append(text.part(copied, text.length())).toString();
    }

    private static void replacement(String by, Regex regex, RegexText text, int[] m, StringBuilder out) {
        for (int i = 0; i < by.length(); i++) {
            char c = by.charAt(i);
            char next = c == '\\' && i + 1 < by.length() ? by.charAt(i + 1) : 0;
            if (next >= '1' && next <= '9' || next == '&') {
                int group = next == '&' ? 0 : next - '0';
                String found = group <= regex.groups() ? group(text, m, group) : null;
                out.append(found == null ? "" : found);
                i++;
            } else {
                out.append(c);
                i += next == '\\' ? 1 : 0;
            }
        }
    }
}
