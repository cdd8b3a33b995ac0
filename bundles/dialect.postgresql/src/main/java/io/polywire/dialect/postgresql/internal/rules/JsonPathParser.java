package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.regex.Regex;
import io.polywire.dialect.postgresql.internal.rules.JsonPathItem.Kind;
import io.polywire.dialect.postgresql.internal.rules.JsonPathLexer.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a path of SQL/JSON (jsonpath_gram.y); errors stand at the first token that no path goes on with. */
final class JsonPathParser {
    /** Levels of parentheses, brackets and signs; the server's bound is the size of its stack. */
    private static final int MOST_DEPTH = 250;
    /** Accessors in a row, and operators in a row. */
    private static final int MOST_IN_A_ROW = 1_000;

    private static final Map<String, Kind> COMPARISONS = Map.of(
            "==", Kind.EQUAL,
            "!=", Kind.NOT_EQUAL,
            "<", Kind.LESS,
            ">", Kind.GREATER,
            "<=", Kind.LESS_OR_EQUAL,
            ">=", Kind.GREATER_OR_EQUAL);

    private final JsonPathLexer in;
    private int depth;
    private int inARow;

    private JsonPathParser(String text) {
        this.in = new JsonPathLexer(text);
    }

    /**
     * The path of a text.
     *
     * @throws SqlFailure as jsonpath_in does; 54001 for one that is too deep
     */
    static JsonPath parse(String text) {
        return new JsonPathParser(text).path(text);
    }

    private JsonPath path(String text) {
        in.next();
        if (in.token == Token.END) {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type jsonpath: \"" + text + "\"");
        }
        boolean strict = in.is("strict");
        if (strict || in.is("lax")) {
            in.next();
        }
        JsonPathItem all = any();
        if (in.token != Token.END) {
            throw in.syntaxError();
        }
        check(all, 0, false);
        return new JsonPath(!strict, all);
    }

    /** What only shows when the whole is there (flattenJsonPathParseItem). */
    private static void check(JsonPathItem first, int filters, boolean inSubscript) {
        for (JsonPathItem i = first; i != null; i = i.next) {
            if (i.kind == Kind.CURRENT && filters == 0) {
                throw SqlFailure.of(FailureKind.SYNTAX, "@ is not allowed in root expressions");
            }
            if (i.kind == Kind.LAST && !inSubscript) {
                throw SqlFailure.of(FailureKind.SYNTAX, "LAST is allowed only in array subscripts");
            }
            int inner = filters + (i.kind == Kind.FILTER ? 1 : 0);
            if (i.left != null) {
                check(i.left, inner, inSubscript);
            }
            if (i.right != null) {
                check(i.right, inner, inSubscript);
            }
            for (JsonPathItem.Subscript s : i.subscripts) {
                check(s.from(), filters, true);
                if (s.to() != null) {
                    check(s.to(), filters, true);
                }
            }
        }
    }

    // --- tokens ---------------------------------------------------------------------------------------------------

    private boolean taken(String what) {
        if (!in.is(what)) {
            return false;
        }
        in.next();
        return true;
    }

    private void expect(String what) {
        if (!taken(what)) {
            throw in.syntaxError();
        }
    }

    private String string() {
        if (in.token != Token.STRING) {
            throw in.syntaxError();
        }
        String s = in.value;
        in.next();
        return s;
    }

    private static SqlFailure tooDeep() {
        return SqlFailure.build(FailureKind.LIMIT, "stack depth limit exceeded")
                .sqlState("54001")
                .build();
    }

    private void deeper() {
        if (++depth > MOST_DEPTH) {
            throw tooDeep();
        }
    }

    private void further() {
        if (++inARow > MOST_IN_A_ROW) {
            throw tooDeep();
        }
    }

    // --- predicates -----------------------------------------------------------------------------------------------

    private JsonPathItem predicate() {
        JsonPathItem p = any();
        if (!isPredicate(p)) {
            throw in.syntaxError();
        }
        return p;
    }

    private JsonPathItem expression() {
        JsonPathItem e = additive(false);
        if (isPredicate(e)) {
            throw in.syntaxError();
        }
        return e;
    }

    /** Whether it is one as a whole: with an accessor behind it, it is a value. */
    private static boolean isPredicate(JsonPathItem i) {
        return i.kind.isPredicate() && i.next == null;
    }

    /** An expression or, where it may be one, a predicate. */
    private JsonPathItem any() {
        deeper();
        JsonPathItem left = and();
        while (isPredicate(left) && in.is("||")) {
            further();
            in.next();
            JsonPathItem right = and();
            if (!isPredicate(right)) {
                throw in.syntaxError();
            }
            left = JsonPathItem.binary(Kind.OR, left, right);
        }
        depth--;
        return left;
    }

    private JsonPathItem and() {
        JsonPathItem left = comparison();
        while (isPredicate(left) && in.is("&&")) {
            further();
            in.next();
            JsonPathItem right = comparison();
            if (!isPredicate(right)) {
                throw in.syntaxError();
            }
            left = JsonPathItem.binary(Kind.AND, left, right);
        }
        return left;
    }

    private JsonPathItem comparison() {
        if (taken("!")) {
            if (in.is("exists")) {
                return JsonPathItem.unary(Kind.NOT, exists());
            }
            expect("(");
            JsonPathItem of = predicate();
            expect(")");
            return JsonPathItem.unary(Kind.NOT, of);
        }
        JsonPathItem left = additive(true);
        if (isPredicate(left)) {
            return left;
        }
        Kind comparison = in.token == Token.OPERATOR ? COMPARISONS.get(in.value) : null;
        if (comparison != null) {
            in.next();
            return JsonPathItem.binary(comparison, left, expression());
        }
        if (taken("starts")) {
            expect("with");
            if (in.token != Token.STRING && in.token != Token.VARIABLE) {
                throw in.syntaxError();
            }
            JsonPathItem start = JsonPathItem.of(in.token == Token.STRING ? Kind.STRING : Kind.VARIABLE, in.value);
            in.next();
            return JsonPathItem.binary(Kind.STARTS_WITH, left, start);
        }
        if (taken("like_regex")) {
            String pattern = string();
            JsonPathItem.RegexFlags flags = JsonPathItem.RegexFlags.of(taken("flag") ? string() : "");
            Regex.of(pattern, flags.engine());
            return JsonPathItem.regex(left, pattern, flags);
        }
        return left;
    }

    private JsonPathItem exists() {
        in.next();
        expect("(");
        deeper();
        JsonPathItem of = expression();
        depth--;
        expect(")");
        return JsonPathItem.unary(Kind.EXISTS, of);
    }

    // --- expressions ----------------------------------------------------------------------------------------------

    private JsonPathItem additive(boolean predicate) {
        JsonPathItem left = multiplicative(predicate);
        while (!isPredicate(left) && (in.is("+") || in.is("-"))) {
            further();
            Kind kind = in.is("+") ? Kind.ADD : Kind.SUBTRACT;
            in.next();
            left = JsonPathItem.binary(kind, left, multiplicative(false));
        }
        return left;
    }

    private JsonPathItem multiplicative(boolean predicate) {
        JsonPathItem left = unary(predicate);
        while (!isPredicate(left) && (in.is("*") || in.is("/") || in.is("%"))) {
            further();
            Kind kind = in.is("*") ? Kind.MULTIPLY : in.is("/") ? Kind.DIVIDE : Kind.MODULO;
            in.next();
            left = JsonPathItem.binary(kind, left, unary(false));
        }
        return left;
    }

    private JsonPathItem unary(boolean predicate) {
        boolean minus = in.is("-");
        if (!minus && !in.is("+")) {
            return accessed(predicate);
        }
        in.next();
        deeper();
        JsonPathItem of = unary(false);
        depth--;
        if (of.kind == Kind.NUMERIC && of.next == null) {
            return minus ? JsonPathItem.of(Kind.NUMERIC, ((BigDecimal) of.value).negate()) : of;
        }
        return JsonPathItem.unary(minus ? Kind.MINUS : Kind.PLUS, of);
    }

    private JsonPathItem accessed(boolean predicate) {
        JsonPathItem head;
        if (predicate && in.is("exists")) {
            return exists();
        }
        if (taken("(")) {
            head = any();
            expect(")");
            boolean accessor = in.is(".") || in.is("[") || in.is("?");
            if (isPredicate(head) && !accessor) {
                if (!predicate) {
                    throw in.syntaxError();
                }
                if (taken("is")) {
                    expect("unknown");
                    return JsonPathItem.unary(Kind.IS_UNKNOWN, head);
                }
                return head;
            }
            if (!accessor) {
                return head;
            }
        } else {
            head = primary();
        }
        JsonPathItem end = head;
        while (true) {
            while (end.next != null) {
                end = end.next;
            }
            JsonPathItem op = accessor();
            if (op == null) {
                return head;
            }
            further();
            end.next = op;
        }
    }

    private JsonPathItem primary() {
        JsonPathItem made;
        switch (in.token) {
            case STRING -> made = JsonPathItem.of(Kind.STRING, in.value);
            case VARIABLE -> made = JsonPathItem.of(Kind.VARIABLE, in.value);
            case INTEGER, NUMERIC -> made = JsonPathItem.of(Kind.NUMERIC, Numeric.of(Numeric.parse(in.value)));
            case KEYWORD, OPERATOR ->
                made = switch (in.value) {
                    case "null" -> JsonPathItem.of(Kind.NULL);
                    case "true", "false" -> JsonPathItem.of(Kind.BOOL, in.value.equals("true"));
                    case "last" -> JsonPathItem.of(Kind.LAST);
                    case "$" -> JsonPathItem.of(Kind.ROOT);
                    case "@" -> JsonPathItem.of(Kind.CURRENT);
                    default -> throw in.syntaxError();
                };
            default -> throw in.syntaxError();
        }
        in.next();
        return made;
    }

    // --- accessors ------------------------------------------------------------------------------------------------

    /** An accessor; null if none follows. */
    private JsonPathItem accessor() {
        if (taken("[")) {
            return subscripts();
        }
        if (taken("?")) {
            expect("(");
            JsonPathItem condition = predicate();
            expect(")");
            return JsonPathItem.unary(Kind.FILTER, condition);
        }
        if (!taken(".")) {
            return null;
        }
        if (taken("*")) {
            return JsonPathItem.of(Kind.ANY_KEY);
        }
        if (taken("**")) {
            return levels();
        }
        if (in.token == Token.STRING) {
            return JsonPathItem.of(Kind.KEY, string());
        }
        if (in.token != Token.IDENTIFIER && in.token != Token.KEYWORD) {
            throw in.syntaxError();
        }
        Kind method = in.token == Token.KEYWORD ? method(in.value) : null;
        String key = in.written;
        in.next();
        if (method == null || !taken("(")) {
            return JsonPathItem.of(Kind.KEY, key);
        }
        String template = method == Kind.DATETIME && in.token == Token.STRING ? string() : null;
        expect(")");
        return JsonPathItem.of(method, template);
    }

    private static Kind method(String word) {
        for (Kind k : Kind.values()) {
            if (k.word().equals(word) && (k.isPlainMethod() || k == Kind.DATETIME)) {
                return k;
            }
        }
        return null;
    }

    private JsonPathItem subscripts() {
        if (taken("*")) {
            expect("]");
            return JsonPathItem.of(Kind.ANY_ARRAY);
        }
        deeper();
        List<JsonPathItem.Subscript> all = new ArrayList<>();
        do {
            further();
            JsonPathItem from = expression();
            all.add(new JsonPathItem.Subscript(from, taken("to") ? expression() : null));
        } while (taken(","));
        expect("]");
        depth--;
        return JsonPathItem.subscripts(all);
    }

    private JsonPathItem levels() {
        if (!taken("{")) {
            return JsonPathItem.levels(0, JsonPathItem.LAST_LEVEL);
        }
        long first = level();
        long last = taken("to") ? level() : first;
        expect("}");
        return JsonPathItem.levels(first, last);
    }

    private long level() {
        if (taken("last")) {
            return JsonPathItem.LAST_LEVEL;
        }
        if (in.token != Token.INTEGER) {
            throw in.syntaxError();
        }
        BigInteger n = new BigInteger(in.value);
        if (n.bitLength() > 31) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE, "value \"" + in.value + "\" is out of range for type integer");
        }
        in.next();
        return n.longValue();
    }
}
