package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.JsonReader;
import io.polywire.api.value.JsonbText;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of jsonb, as {@link JsonbText} makes them: how they compare and contain each other (jsonb_util.c). */
final class Jsonb {
    /** The null of JSON. */
    static final Object NULL = JsonbText.NULL;

    private Jsonb() {}

    // --- text -----------------------------------------------------------------------------------------------------

    /** The value of a text, jsonb or any JSON. */
    static Object read(String text) {
        return JsonbText.read(text);
    }

    static TreeMap<String, Object> object() {
        return JsonbText.object();
    }

    /** The text of a value, as jsonb_out writes it. */
    static String text(Object value) {
        return JsonbText.text(value);
    }

    /** A string with its quotes (escape_json). */
    static void quote(String s, StringBuilder out) {
        JsonbText.quote(s, out);
    }

    static String quote(String s) {
        StringBuilder out = new StringBuilder(s.length() + 2);
        quote(s, out);
        return out.toString();
    }

    /** A value as a function ending in _text gives it; null for the null of JSON. */
    static String plain(Object value) {
        return value == NULL ? null : value instanceof String s ? s : text(value);
    }

    /** Over several lines, four blanks for each level (jsonb_pretty). */
    static String pretty(Object value) {
        StringBuilder out = new StringBuilder();
        pretty(value, 0, out);
        return out.toString();
    }

    private static void pretty(Object value, int level, StringBuilder out) {
        if (!(value instanceof List<?>) && !(value instanceof Map<?, ?>)) {
            JsonbText.write(value, out);
            return;
        }
        boolean list = value instanceof List<?>;
        out.append(list ? '[' : '{');
        Collection<?> items = value instanceof Map<?, ?> m ? m.entrySet() : (List<?>) value;
        String between = "\n";
        for (Object item : items) {
            out.append(between).append("    ".repeat(level + 1));
            if (item instanceof Map.Entry<?, ?> e) {
                quote((String) e.getKey(), out);
                out.append(": ");
                pretty(e.getValue(), level + 1, out);
            } else {
                pretty(item, level + 1, out);
            }
            between = ",\n";
        }
        out.append('\n').append("    ".repeat(level)).append(list ? ']' : '}');
    }

    // --- kinds ----------------------------------------------------------------------------------------------------

    static boolean isScalar(Object v) {
        return !(v instanceof List<?>) && !(v instanceof Map<?, ?>);
    }

    static List<?> list(Object v) {
        return (List<?>) v;
    }

    @SuppressWarnings("unchecked") // all maps among the values are made by object()
    static TreeMap<String, Object> map(Object v) {
        return (TreeMap<String, Object>) v;
    }

    static JsonReader.Kind kind(Object v) {
        if (v instanceof String) {
            return JsonReader.Kind.STRING;
        }
        if (v instanceof BigDecimal) {
            return JsonReader.Kind.NUMBER;
        }
        if (v instanceof Boolean) {
            return JsonReader.Kind.BOOLEAN;
        }
        return v == NULL ? JsonReader.Kind.NULL : v instanceof List<?> ? JsonReader.Kind.ARRAY : JsonReader.Kind.OBJECT;
    }

    static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    // --- order ----------------------------------------------------------------------------------------------------

    /** Bytes that compare as values do (compareJsonbContainers). */
    static byte[] key(Object v) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // an empty array is less than a scalar at the top only: there a scalar counts as an array of one
        if (v instanceof List<?> l) {
            out.write(l.isEmpty() ? 0 : 2);
        } else {
            out.write(isScalar(v) ? 1 : 3);
        }
        key(v, out);
        return out.toByteArray();
    }

    private static void key(Object v, ByteArrayOutputStream out) {
        if (v == NULL) {
            out.write(1);
        } else if (v instanceof String s) {
            out.write(2);
            bytes(s, out);
        } else if (v instanceof BigDecimal n) {
            out.write(3);
            bytes(Numeric.key(Numeric.text(n)), out);
        } else if (v instanceof Boolean b) {
            out.write(4);
            out.write(b ? 1 : 0);
        } else if (v instanceof List<?> l) {
            out.write(5);
            number(l.size(), out);
            for (Object e : l) {
                key(e, out);
            }
        } else {
            out.write(6);
            number(map(v).size(), out);
            for (Map.Entry<String, Object> e : map(v).entrySet()) {
                bytes(e.getKey(), out);
                key(e.getValue(), out);
            }
        }
    }

    private static void number(int n, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(n).array());
    }

    private static void bytes(String s, ByteArrayOutputStream out) {
        out.writeBytes(s.getBytes(StandardCharsets.UTF_8));
        // no text has a zero byte
        out.write(0);
    }

    static boolean equal(Object a, Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            boolean same = x.size() == y.size();
            for (int i = 0; same && i < x.size(); i++) {
                same = equal(x.get(i), y.get(i));
            }
            return same;
        }
        if (a instanceof Map<?, ?> && b instanceof Map<?, ?>) {
            TreeMap<String, Object> x = map(a);
            TreeMap<String, Object> y = map(b);
            boolean same = x.size() == y.size();
            for (Map.Entry<String, Object> e : x.entrySet()) {
                same = same && y.containsKey(e.getKey()) && equal(e.getValue(), y.get(e.getKey()));
            }
            return same;
        }
        return a.equals(b);
    }

    // --- containment ----------------------------------------------------------------------------------------------

    /** {@code a @> b}: an array contains a scalar too, at the top only. */
    static boolean contains(Object a, Object b) {
        if (isScalar(b)) {
            return a instanceof List<?> l ? l.stream().anyMatch(e -> equal(e, b)) : isScalar(a) && equal(a, b);
        }
        return deep(a, b);
    }

    private static boolean deep(Object a, Object b) {
        if (a instanceof Map<?, ?> && b instanceof Map<?, ?>) {
            TreeMap<String, Object> x = map(a);
            for (Map.Entry<String, Object> e : map(b).entrySet()) {
                Object v = x.get(e.getKey());
                if (v == null || !part(v, e.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            for (Object e : y) {
                boolean found = false;
                for (int i = 0; !found && i < x.size(); i++) {
                    found = part(x.get(i), e);
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }
        return false;
    }

    private static boolean part(Object v, Object of) {
        return isScalar(of) ? equal(v, of) : deep(v, of);
    }

    /** {@code v ? key}: a key of an object, or a string that is an element or the value itself. */
    static boolean exists(Object v, String key) {
        return v instanceof Map<?, ?> m ? m.containsKey(key) : v instanceof List<?> l ? l.contains(key) : v.equals(key);
    }
}
