package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.dialect.postgresql.internal.rules.JsonPathItem.Kind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path of SQL/JSON: between its text and its parts. Immutable once it is made; thread-safe.
 *
 * @param lax whether structural errors are left out, arrays taken apart and single items taken for arrays
 * @param first its first part
 */
record JsonPath(boolean lax, JsonPathItem first) {
    private static final int KEPT = 256;
    private static final int LONGEST_KEPT = 10_000;

    @SuppressWarnings("serial")
    private static final Map<String, JsonPath> RECENT = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonPath> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * The path of a text; one that was read lately is not read again.
     *
     * @throws io.polywire.api.error.SqlFailure as jsonpath_in does
     */
    static JsonPath of(String text) {
        synchronized (RECENT) {
            JsonPath known = RECENT.get(text);
            if (known != null) {
                return known;
            }
        }
        JsonPath made = JsonPathParser.parse(text);
        if (text.length() <= LONGEST_KEPT) {
            synchronized (RECENT) {
                RECENT.put(text, made);
            }
        }
        return made;
    }

    /** The normal form, as jsonpath_out writes it. */
    String text() {
        StringBuilder out = new StringBuilder(lax ? "" : "strict ");
        write(first, false, true, out);
        return out.toString();
    }

    private static void operand(JsonPathItem of, Kind within, StringBuilder out) {
        write(of, false, of.kind.priority() <= within.priority(), out);
    }

    /** printJsonPathItem. */
    private static void write(JsonPathItem first, boolean inKey, boolean brackets, StringBuilder out) {
        boolean key = inKey;
        boolean around = brackets;
        for (JsonPathItem i = first; i != null; i = i.next) {
            one(i, key, around, out);
            key = true;
            around = true;
        }
    }

    private static void one(JsonPathItem i, boolean inKey, boolean brackets, StringBuilder out) {
        switch (i.kind) {
            case NULL -> out.append("null");
            case BOOL -> out.append(i.value);
            case STRING -> Jsonb.quote(i.text(), out);
            case NUMERIC -> {
                String n = Numeric.text((BigDecimal) i.value);
                out.append(i.next == null ? n : "(" + n + ")");
            }
            case VARIABLE -> {
                out.append('$');
                Jsonb.quote(i.text(), out);
            }
            case KEY -> {
                out.append(inKey ? "." : "");
                Jsonb.quote(i.text(), out);
            }
            case ROOT -> out.append('$');
            case CURRENT -> out.append('@');
            case LAST -> out.append("last");
            case ANY_ARRAY -> out.append("[*]");
            case ANY_KEY -> out.append(inKey ? ".*" : "*");
            case ANY -> out.append(inKey ? "." : "").append(levels(i));
            case INDEX_ARRAY -> subscripts(i, out);
            case FILTER -> {
                out.append("?(");
                write(i.left, false, false, out);
                out.append(')');
            }
            case NOT -> {
                out.append("!(");
                write(i.left, false, false, out);
                out.append(')');
            }
            case IS_UNKNOWN -> {
                out.append('(');
                write(i.left, false, false, out);
                out.append(") is unknown");
            }
            case EXISTS -> {
                out.append("exists (");
                write(i.left, false, false, out);
                out.append(')');
            }
            case DATETIME -> {
                out.append(".datetime(");
                if (i.value != null) {
                    Jsonb.quote(i.text(), out);
                }
                out.append(')');
            }
            case TYPE, SIZE, ABS, FLOOR, CEILING, DOUBLE, KEYVALUE ->
                out.append('.').append(i.kind.word()).append("()");
            default -> operator(i, brackets, out);
        }
    }

    private static void operator(JsonPathItem i, boolean brackets, StringBuilder out) {
        out.append(brackets ? "(" : "");
        if (i.kind == Kind.PLUS || i.kind == Kind.MINUS) {
            out.append(i.kind.word());
            operand(i.left, i.kind, out);
        } else {
            operand(i.left, i.kind, out);
            out.append(' ').append(i.kind.word()).append(' ');
            if (i.kind == Kind.LIKE_REGEX) {
                Jsonb.quote(i.text(), out);
                out.append(i.flags.shown().isEmpty() ? "" : " flag \"" + i.flags.shown() + '"');
            } else {
                operand(i.right, i.kind, out);
            }
        }
        out.append(brackets ? ")" : "");
    }

    private static String levels(JsonPathItem i) {
        if (i.first == 0 && i.last == JsonPathItem.LAST_LEVEL) {
            return "**";
        }
        return "**{" + level(i.first) + (i.first == i.last ? "" : " to " + level(i.last)) + "}";
    }

    private static String level(long n) {
        return n == JsonPathItem.LAST_LEVEL ? "last" : Long.toString(n);
    }

    private static void subscripts(JsonPathItem i, StringBuilder out) {
        String between = "[";
        for (JsonPathItem.Subscript s : i.subscripts) {
            out.append(between);
            write(s.from(), false, false, out);
            if (s.to() != null) {
                out.append(" to ");
                write(s.to(), false, false, out);
            }
            between = ",";
        }
        out.append(']');
    }
}
