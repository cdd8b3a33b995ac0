package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.dialect.postgresql.internal.rules.JsonPathItem.Kind;
import java.math.BigDecimal;

/** Writes paths of SQL/JSON (printJsonPathItem). */
final class JsonPathWriter {
    /** Whether it writes as the server does, also what the server would not read again. */
    private final boolean shown;

    private final StringBuilder out = new StringBuilder();

    JsonPathWriter(boolean shown) {
        this.shown = shown;
    }

    String text(JsonPath path) {
        out.append(path.lax() ? "" : "strict ");
        write(path.first(), false, true);
        return out.toString();
    }

    private void operand(JsonPathItem of, Kind within) {
        write(of, false, of.kind.priority() <= within.priority());
    }

    private void write(JsonPathItem first, boolean inKey, boolean brackets) {
        boolean key = inKey;
        boolean around = brackets;
        for (JsonPathItem i = first; i != null; i = i.next) {
            one(i, key, around);
            key = true;
            around = true;
        }
    }

    private void one(JsonPathItem i, boolean inKey, boolean asked) {
        boolean brackets = asked || !shown && i.next != null;
        boolean around = !shown && i.next != null && isPredicateWithBrackets(i.kind);
        out.append(around ? "(" : "");
        part(i, inKey, brackets);
        out.append(around ? ")" : "");
    }

    private static boolean isPredicateWithBrackets(Kind kind) {
        return kind == Kind.EXISTS || kind == Kind.NOT || kind == Kind.IS_UNKNOWN;
    }

    private void part(JsonPathItem i, boolean inKey, boolean brackets) {
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
            case INDEX_ARRAY -> subscripts(i);
            case FILTER -> {
                out.append("?(");
                write(i.left, false, false);
                out.append(')');
            }
            case NOT -> {
                out.append("!(");
                write(i.left, false, false);
                out.append(')');
            }
            case IS_UNKNOWN -> {
                out.append('(');
                write(i.left, false, false);
                out.append(") is unknown");
            }
            case EXISTS -> {
                out.append("exists (");
                write(i.left, false, false);
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
            default -> operator(i, brackets);
        }
    }

    private void operator(JsonPathItem i, boolean brackets) {
        out.append(brackets ? "(" : "");
        if (i.kind == Kind.PLUS || i.kind == Kind.MINUS) {
            out.append(i.kind.word());
            operand(i.left, i.kind);
        } else {
            operand(i.left, i.kind);
            out.append(' ').append(i.kind.word()).append(' ');
            if (i.kind == Kind.LIKE_REGEX) {
                Jsonb.quote(i.text(), out);
                out.append(i.flags.shown().isEmpty() ? "" : " flag \"" + i.flags.shown() + '"');
            } else {
                operand(i.right, i.kind);
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

    private void subscripts(JsonPathItem i) {
        String between = "[";
        for (JsonPathItem.Subscript s : i.subscripts) {
            out.append(between);
            write(s.from(), false, false);
            if (s.to() != null) {
                out.append(" to ");
                write(s.to(), false, false);
            }
            between = ",";
        }
        out.append(']');
    }
}
