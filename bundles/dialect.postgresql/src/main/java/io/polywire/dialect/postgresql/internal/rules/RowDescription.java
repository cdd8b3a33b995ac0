package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Types as texts, for functions over rows: each part with its length before it. What only shows in texts (names, lengths and
 * precisions) can be left out, so that changing it changes no index.
 */
final class RowDescription {
    private static final int MOST = 1024;
    private static final Map<String, Type> KNOWN = new ConcurrentHashMap<>();

    private final String text;
    private int at;

    private RowDescription(String text) {
        this.text = text;
    }

    /**
     * The text for a type.
     *
     * @param full whether names, lengths and precisions are in it
     */
    static String of(Type type, boolean full) {
        StringBuilder out = new StringBuilder();
        write(type, full, out);
        return out.toString();
    }

    /** The type of a text that is likely to be asked for again. */
    static Type known(String text) {
        Type t = KNOWN.get(text);
        if (t == null) {
            t = read(text);
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(text, t);
        }
        return t;
    }

    /** The type of a text. */
    static Type read(String text) {
        return new RowDescription(text).type();
    }

    private static void word(String s, StringBuilder out) {
        out.append(s.length()).append(':').append(s);
    }

    private static void number(int n, StringBuilder out) {
        out.append(n).append(';');
    }

    private static void write(Type t, boolean full, StringBuilder out) {
        if (t.fields() != null) {
            out.append('R');
            word(full ? t.name() : "", out);
            number(full ? t.id() : 0, out);
            number(t.fields().size(), out);
            for (Type.Field f : t.fields()) {
                word(full ? f.name() : "", out);
                number(f.number(), out);
                write(f.type(), full, out);
            }
        } else if (t.kind() == TypeKind.ARRAY) {
            out.append('A');
            write(t.element(), full, out);
        } else if (t.kind() == TypeKind.ENUM) {
            out.append('E');
            word(full ? t.name() : "", out);
            number(full ? t.id() : 0, out);
            List<String> labels = t.labels() == null ? List.of() : t.labels();
            number(labels.size(), out);
            labels.forEach(l -> word(l, out));
        } else {
            out.append('B');
            word(t.name(), out);
            number(full ? t.length() : 0, out);
            number(full ? t.precision() : 0, out);
            number(full ? t.scale() : 0, out);
        }
    }

    private String word() {
        int colon = text.indexOf(':', at);
        int length = Integer.parseInt(text.substring(at, colon));
        at = colon + 1 + length;
        return text.substring(colon + 1, at);
    }

    private int number() {
        int end = text.indexOf(';', at);
        int n = Integer.parseInt(text.substring(at, end));
        at = end + 1;
        return n;
    }

    private Type type() {
        char kind = text.charAt(at++);
        if (kind == 'R') {
            String name = word();
            int id = number();
            List<Type.Field> fields = new ArrayList<>();
            int n = number();
            for (int i = 0; i < n; i++) {
                String field = word();
                int number = number();
                fields.add(new Type.Field(field, number, type(), 0));
            }
            return Type.row(name, id, fields);
        }
        if (kind == 'A') {
            return PgTypes.arrayOf(type());
        }
        if (kind == 'E') {
            String name = word();
            int id = number();
            List<String> labels = new ArrayList<>();
            int n = number();
            for (int i = 0; i < n; i++) {
                labels.add(word());
            }
            return new Type(TypeKind.ENUM, name, id, 0, 0, 0, null, labels);
        }
        Type plain = PgTypes.named(word());
        int length = number();
        int precision = number();
        int scale = number();
        return length == 0 && precision == 0 && scale == 0
                ? plain
                : new Type(plain.kind(), plain.name(), plain.id(), length, precision, scale, null);
    }
}
