package io.polywire.api.value;

import io.polywire.api.number.PlainDecimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL's jsonb between text and value (jsonb.c). Values are {@link #NULL}, Boolean, BigDecimal with its scale, String,
 * {@link List} of values, and {@link TreeMap} of values by key in jsonb's order. Stateless and thread-safe.
 */
public final class JsonbText {
    /** The null of JSON. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** Shorter keys first, those of one length by their bytes. */
    public static final Comparator<String> KEY_ORDER =
            Comparator.comparingInt(JsonbText::utf8Length).thenComparing(JsonbText::compareBytes);

    private JsonbText() {}

    /** Texts as the bytes of their UTF-8 compare, which is by code points. */
    public static int compareBytes(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean p = Character.isSurrogate(x);
                boolean q = Character.isSurrogate(y);
                return p == q ? Character.compare(x, y) : p ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int utf8Length(String s) {
        int n = s.length();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            n += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return n;
    }

    /** An object without fields. */
    public static TreeMap<String, Object> object() {
        return new TreeMap<>(KEY_ORDER);
    }

    /**
     * The value of a text, jsonb or any JSON.
     *
     * @throws io.polywire.api.error.SqlFailure as jsonb_in does
     */
    public static Object read(String text) {
        return of(JsonReader.read(text), text);
    }

    /** The value of a part of a text. */
    public static Object of(JsonReader.Node n, String text) {
        return switch (n.kind()) {
            case NULL -> NULL;
            case BOOLEAN -> text.charAt(n.start()) == 't';
            case NUMBER -> PlainDecimal.value(text.substring(n.start(), n.end()));
            case STRING -> n.string();
            case ARRAY -> {
                List<Object> all = new ArrayList<>(n.children().size());
                for (JsonReader.Node c : n.children()) {
                    all.add(of(c, text));
                }
                yield all;
            }
            case OBJECT -> {
                TreeMap<String, Object> all = object();
                for (int i = 0; i < n.keys().size(); i++) {
                    all.put(n.keys().get(i), of(n.children().get(i), text));
                }
                yield all;
            }
        };
    }

    /**
     * A text of JSON as jsonb writes it: of keys that come twice the last, keys in order, one blank behind commas and
     * colons.
     *
     * @throws io.polywire.api.error.SqlFailure as jsonb_in does
     */
    public static String canonical(String text) {
        return text(read(text));
    }

    /** The text of a value, as jsonb_out writes it. */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** Writes a value as jsonb_out does. */
    public static void write(Object value, StringBuilder out) {
        if (value instanceof String s) {
            quote(s, out);
        } else if (value instanceof BigDecimal n) {
            out.append(PlainDecimal.text(n));
        } else if (value instanceof List<?> l) {
            String between = "[";
            for (Object e : l) {
                out.append(between);
                write(e, out);
                between = ", ";
            }
            out.append(l.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> m) {
            String between = "{";
            for (Map.Entry<?, ?> e : m.entrySet()) {
                out.append(between);
                quote((String) e.getKey(), out);
                out.append(": ");
                write(e.getValue(), out);
                between = ", ";
            }
            out.append(m.isEmpty() ? "{}" : "}");
        } else {
            out.append(value);
        }
    }

    /** A string with its quotes (escape_json). */
    public static void quote(String s, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
