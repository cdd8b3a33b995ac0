package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads JSON as PostgreSQL does, with its errors (jsonapi.c): into a tree that knows where each value stands in the text, or
 * only to see whether it is JSON. Used by one thread; its static methods by any.
 */
public final class JsonReader {
    /** What a value is; the name is what json_typeof calls it. */
    public enum Kind {
        NULL("null"),
        BOOLEAN("boolean"),
        NUMBER("number"),
        STRING("string"),
        ARRAY("array"),
        OBJECT("object");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** What json_typeof calls it. */
        public String label() {
            return label;
        }

        /** Whether it is neither an array nor an object. */
        public boolean isScalar() {
            return this != ARRAY && this != OBJECT;
        }
    }

    /**
     * A value in a text.
     *
     * @param start where it begins
     * @param end behind it
     * @param string what a string means; null for others
     * @param keys of an object, in the order of the text, with those that come twice
     * @param children values of an object or elements of an array
     */
    public record Node(Kind kind, int start, int end, String string, List<String> keys, List<Node> children) {}

    /** Levels of arrays and objects of values that are worked with; the server's bound is the size of its stack. */
    private static final int MOST_DEPTH = 1_000;

    /** Bytes of the text that an error shows. */
    private static final int CONTEXT = 50;

    /** Stands for a value where only the grammar is looked at. */
    private static final Node CHECKED = new Node(Kind.NULL, 0, 0, null, List.of(), List.of());

    private static final char END = 0;
    private static final char STRING = 's';
    private static final char NUMBER = 'n';

    private final String text;
    private final boolean values;
    private char token = '?';
    private int start;
    private int end;
    private int before;
    private int line = 1;
    private int lineStart;
    private String string;

    private JsonReader(String text, boolean values) {
        this.text = text;
        this.values = values;
    }

    /**
     * The tree of a text.
     *
     * @throws SqlFailure 22P02 if it is no JSON, 22P05 for an escape that no text can have, 54001 if it is too deep
     */
    public static Node read(String text) {
        return new JsonReader(text, true).whole();
    }

    /**
     * Fails if a text is no JSON; what escapes mean does not matter.
     *
     * @throws SqlFailure 22P02
     */
    public static void check(String text) {
        new JsonReader(text, false).whole();
    }

    /** What the value of a text is, by its first token (json_typeof). */
    public static Kind kind(String text) {
        JsonReader r = new JsonReader(text, false);
        r.next();
        return switch (r.token) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case STRING -> Kind.STRING;
            case NUMBER -> Kind.NUMBER;
            case 't', 'f' -> Kind.BOOLEAN;
            case '0' -> Kind.NULL;
            default -> throw r.unexpected("Expected JSON value, but found \"%s\".");
        };
    }

    /** Whether a text is a number of JSON (IsValidJsonNumber). */
    public static boolean isNumber(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char first = text.charAt(0);
        return (first == '-' || digit(first))
                && new JsonReader(text, false).number(first == '-' ? 1 : 0) == text.length();
    }

    // --- grammar --------------------------------------------------------------------------------------------------

    /** An array or object that has begun. */
    private record Open(Kind kind, int start, List<String> keys, List<Node> children) {}

    /** Without recursion, so that depth costs no stack. */
    private Node whole() {
        Deque<Open> open = new ArrayDeque<>();
        next();
        Node done = value(open);
        while (done != null || !open.isEmpty()) {
            if (done != null) {
                if (open.isEmpty()) {
                    break;
                }
                if (values) {
                    open.peek().children.add(done);
                }
                done = token == ',' ? another(open) : closed(open);
            } else {
                done = value(open);
            }
        }
        if (token != END) {
            throw unexpected("Expected end of input, but found \"%s\".");
        }
        return done;
    }

    /** A scalar, or an empty array or object; null where one has begun whose first value is next. */
    private Node value(Deque<Open> open) {
        switch (token) {
            case '{':
                begin(open, Kind.OBJECT);
                if (token == '}') {
                    return closed(open);
                }
                if (token != STRING) {
                    throw unexpected("Expected string or \"}\", but found \"%s\".");
                }
                key(open);
                return null;
            case '[':
                begin(open, Kind.ARRAY);
                return token == ']' ? closed(open) : null;
            case STRING, NUMBER, 't', 'f', '0':
                Kind kind = token == STRING
                        ? Kind.STRING
                        : token == NUMBER ? Kind.NUMBER : token == '0' ? Kind.NULL : Kind.BOOLEAN;
                Node n = values ? new Node(kind, start, end, string, List.of(), List.of()) : CHECKED;
                next();
                return n;
            default:
                throw unexpected("Expected JSON value, but found \"%s\".");
        }
    }

    private void begin(Deque<Open> open, Kind kind) {
        if (values && open.size() == MOST_DEPTH) {
            throw SqlFailure.build(FailureKind.LIMIT, "stack depth limit exceeded")
                    .sqlState("54001")
                    .detail("JSON of more than " + MOST_DEPTH + " levels is not taken.")
                    .build();
        }
        open.push(new Open(kind, start, new ArrayList<>(), new ArrayList<>()));
        next();
    }

    private void key(Deque<Open> open) {
        if (values) {
            open.peek().keys.add(string);
        }
        next();
        if (token != ':') {
            throw unexpected("Expected \":\", but found \"%s\".");
        }
        next();
    }

    /** Behind a comma: null, for a value is next. */
    private Node another(Deque<Open> open) {
        next();
        if (open.peek().kind == Kind.OBJECT) {
            if (token != STRING) {
                throw unexpected("Expected string, but found \"%s\".");
            }
            key(open);
        }
        return null;
    }

    private Node closed(Deque<Open> open) {
        Open o = open.peek();
        if (token != (o.kind == Kind.OBJECT ? '}' : ']')) {
            throw unexpected(
                    o.kind == Kind.OBJECT
                            ? "Expected \",\" or \"}\", but found \"%s\"."
                            : "Expected \",\" or \"]\", but found \"%s\".");
        }
        open.pop();
        next();
        return values ? new Node(o.kind, o.start, before, null, o.keys, o.children) : CHECKED;
    }

    // --- tokens ---------------------------------------------------------------------------------------------------

    private void next() {
        int p = end;
        while (p < text.length() && " \t\n\r".indexOf(text.charAt(p)) >= 0) {
            if (text.charAt(p) == '\n') {
                line++;
                lineStart = p + 1;
            }
            p++;
        }
        start = p;
        before = end;
        if (p == text.length()) {
            end = p;
            token = END;
            return;
        }
        char c = text.charAt(p);
        switch (c) {
            case '{', '}', '[', ']', ',', ':' -> {
                end = p + 1;
                token = c;
            }
            case '"' -> {
                end = string(p);
                token = STRING;
            }
            default -> {
                if (c == '-' || digit(c)) {
                    int to = number(c == '-' ? p + 1 : p);
                    if (to < 0) {
                        throw invalid(-to);
                    }
                    end = to;
                    string = null;
                    token = NUMBER;
                } else {
                    word(p);
                }
            }
        }
    }

    private void word(int from) {
        int p = from;
        while (p < text.length() && alphanumeric(text.charAt(p))) {
            p++;
        }
        if (p == from) {
            throw invalid(p + 1);
        }
        token = switch (text.substring(from, p)) {
            case "true" -> 't';
            case "false" -> 'f';
            case "null" -> '0';
            default -> throw invalid(p);
        };
        string = null;
        end = p;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean alphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c) || c == '_' || c >= 0x80;
    }

    /** Where a number ends whose digits begin at {@code from}; negative where it is none. */
    private int number(int from) {
        int p = from;
        boolean wrong = false;
        if (at(p) == '0') {
            p++;
        } else if (digit(at(p))) {
            p = digits(p);
        } else {
            wrong = true;
        }
        if (at(p) == '.') {
            wrong |= !digit(at(++p));
            p = digits(p);
        }
        if (at(p) == 'e' || at(p) == 'E') {
            p++;
            if (at(p) == '+' || at(p) == '-') {
                p++;
            }
            wrong |= !digit(at(p));
            p = digits(p);
        }
        while (p < text.length() && alphanumeric(text.charAt(p))) {
            wrong = true;
            p++;
        }
        return wrong ? -p : p;
    }

    private int digits(int from) {
        int p = from;
        while (digit(at(p))) {
            p++;
        }
        return p;
    }

    private char at(int p) {
        return p < text.length() ? text.charAt(p) : END;
    }

    private int string(int from) {
        StringBuilder out = values ? new StringBuilder() : null;
        int high = -1;
        int p = from;
        while (true) {
            p++;
            if (p >= text.length()) {
                throw invalid(p);
            }
            char c = text.charAt(p);
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                end = p;
                throw failure(String.format("Character with value 0x%02x must be escaped.", (int) c));
            }
            if (c != '\\') {
                lowMissing(high, p);
                if (values) {
                    out.append(c);
                }
                continue;
            }
            p++;
            if (p >= text.length()) {
                throw invalid(p);
            }
            if (text.charAt(p) != 'u') {
                escape(p, high, out);
                continue;
            }
            int code = 0;
            for (int i = 0; i < 4; i++) {
                p++;
                if (p >= text.length()) {
                    throw invalid(p);
                }
                int d = at(p) < 0x80 ? Character.digit(at(p), 16) : -1;
                if (d < 0) {
                    end = behind(p);
                    throw failure("\"\\u\" must be followed by four hexadecimal digits.");
                }
                code = code << 4 | d;
            }
            if (values) {
                high = unicode(code, high, p, out);
            }
        }
        lowMissing(high, p);
        string = values ? out.toString() : null;
        return p + 1;
    }

    private void escape(int p, int high, StringBuilder out) {
        lowMissing(high, p);
        int which = "\"\\/bfnrt".indexOf(text.charAt(p));
        if (which < 0) {
            start = p;
            end = behind(p);
            throw failure("Escape sequence \"\\" + text.substring(start, end) + "\" is invalid.");
        }
        if (values) {
            out.append("\"\\/\b\f\n\r\t".charAt(which));
        }
    }

    /** Takes what an escape means; gives the first half of a pair that waits for the other, or -1. */
    private int unicode(int code, int high, int p, StringBuilder out) {
        if (code >= 0xD800 && code < 0xDC00) {
            if (high >= 0) {
                end = p + 1;
                throw failure("Unicode high surrogate must not follow a high surrogate.");
            }
            return code;
        }
        boolean low = code >= 0xDC00 && code < 0xE000;
        if (low != high >= 0) {
            end = p + 1;
            throw failure("Unicode low surrogate must follow a high surrogate.");
        }
        if (code == 0) {
            end = p + 1;
            throw described(SqlFailure.build(FailureKind.BAD_VALUE, "unsupported Unicode escape sequence")
                            .sqlState("22P05"))
                    .detail("\\u0000 cannot be converted to text.")
                    .build();
        }
        if (low) {
            out.append((char) high);
        }
        out.append((char) code);
        return -1;
    }

    private void lowMissing(int high, int p) {
        if (high >= 0) {
            end = behind(p);
            throw failure("Unicode low surrogate must follow a high surrogate.");
        }
    }

    private int behind(int p) {
        return p + Character.charCount(text.codePointAt(p));
    }

    // --- errors ---------------------------------------------------------------------------------------------------

    private SqlFailure invalid(int until) {
        end = until;
        return failure("Token \"" + text.substring(start, end) + "\" is invalid.");
    }

    private SqlFailure unexpected(String detail) {
        return failure(
                token == END
                        ? "The input string ended unexpectedly."
                        : detail.replace("%s", text.substring(start, end)));
    }

    private SqlFailure failure(String detail) {
        return described(SqlFailure.build(FailureKind.BAD_VALUE, "invalid input syntax for type json"))
                .detail(detail)
                .build();
    }

    /** report_json_context: the line up to the error, as much of it as fits. */
    private SqlFailure.Builder described(SqlFailure.Builder b) {
        int from = lineStart;
        int bytes = bytes(from, end);
        int passed = 0;
        while (bytes - passed >= CONTEXT) {
            int next = behind(from);
            passed += bytes(from, next);
            from = next;
        }
        if (passed <= 3) {
            from = lineStart;
        }
        boolean more = token != END && end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r';
        return b.context("JSON data, line " + line + ": " + (from > lineStart ? "..." : "") + text.substring(from, end)
                + (more ? "..." : ""));
    }

    private int bytes(int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            n += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return n;
    }
}
