package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.RowValue;
import io.polywire.api.value.TextStyle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the rows of a type are read, written and compared. Functions over rows take a description of the type as an argument, so
 * that what a storage keeps of them (conditions, indexes) still means the same when the type has changed, and no function
 * belongs to one database.
 *
 * <p>Inside, a row is a text in PostgreSQL's notation with a place for each number up to the last field's; the places of
 * fields that were dropped are not looked at, and places behind the end are NULL. Fields are texts as in arrays.
 */
final class RowLayout {
    private static final int MOST = 1024;
    private static final Map<String, RowLayout> KNOWN = new ConcurrentHashMap<>();

    private final List<Type.Field> fields;
    private final int places;
    private final List<Elements> elements = new ArrayList<>();

    private RowLayout(Type type) {
        this.fields = type.fields();
        this.places = fields.isEmpty() ? 0 : fields.get(fields.size() - 1).number();
        for (Type.Field f : fields) {
            Elements e = Elements.of(f.type());
            if (e == null) {
                throw SqlFailure.unsupported("a row with a field of type " + PgTypes.display(f.type()));
            }
            elements.add(e);
        }
    }

    /** Of a type. */
    static RowLayout of(Type type) {
        return new RowLayout(type);
    }

    /** Of a description. */
    static RowLayout of(String description) {
        RowLayout known = KNOWN.get(description);
        if (known == null) {
            known = new RowLayout(RowDescription.read(description));
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(description, known);
        }
        return known;
    }

    /** A word that differs for types of users that differ, for names of functions; the type's own name for others. */
    static String tag(Type type) {
        Type element = type.kind() == TypeKind.ARRAY ? type.element() : type;
        if (element.fields() == null && element.kind() != TypeKind.ENUM) {
            return type.name();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(RowDescription.of(type, true).getBytes(StandardCharsets.UTF_8));
            return "u" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Type.Field> fields() {
        return fields;
    }

    Elements elements(int i) {
        return elements.get(i);
    }

    /** The fields of a row, in order. */
    List<String> values(String row) {
        List<String> all = places == 0 ? List.of() : RowValue.read(row);
        List<String> values = new ArrayList<>(fields.size());
        for (Type.Field f : fields) {
            values.add(f.number() > all.size() ? null : all.get(f.number() - 1));
        }
        return values;
    }

    /** The fields of a row as texts that are read as such: without the places of dropped fields in rows within. */
    List<String> plain(String row) {
        List<String> values = values(row);
        for (int i = 0; i < values.size(); i++) {
            Type t = fields.get(i).type();
            if (values.get(i) != null && hasRows(t)) {
                values.set(i, plain(values.get(i), t));
            }
        }
        return values;
    }

    private static String plain(String value, Type t) {
        if (t.fields() != null) {
            return RowValue.write(of(t).plain(value));
        }
        ArrayValue a = ArrayValue.read(value);
        List<String> all = a.elements();
        all.replaceAll(x -> x == null ? null : plain(x, t.element()));
        return a.with(all).toString();
    }

    /** A row of as many values. */
    String row(List<String> values) {
        if (places == values.size()) {
            return RowValue.write(values);
        }
        String[] all = new String[places];
        for (int i = 0; i < values.size(); i++) {
            all[fields.get(i).number() - 1] = values.get(i);
        }
        return RowValue.write(Arrays.asList(all));
    }

    // --- in and out -----------------------------------------------------------------------------------------------

    /** record_in, with the input functions of the fields. */
    String input(String text, TextStyle style, Long now) {
        return row(RowValue.read(
                text,
                fields.size(),
                (i, s) -> s == null ? null : input(s, fields.get(i).type(), style, now)));
    }

    private static String input(String text, Type t, TextStyle style, Long now) {
        if (t.fields() != null) {
            return of(t).input(text, style, now);
        }
        if (t.kind() == TypeKind.ARRAY && (hasRows(t) || isTime(t.element()))) {
            ArrayValue a = ArrayValue.read(text);
            List<String> all = a.elements();
            all.replaceAll(x -> x == null ? null : input(x, t.element(), style, now));
            return a.with(all).toString();
        }
        Elements e = Elements.of(t);
        Object value = isTime(t) ? DateTimeTypes.read(text, PgTypes.plain(t), style, now) : e.read(text);
        return e.write(fitted(value, t));
    }

    /** Length, precision and scale of a field, as an input function applies them. */
    private static Object fitted(Object value, Type t) {
        if (t.kind() == TypeKind.ARRAY) {
            Type element = t.element();
            if (element.length() == 0 && element.precision() == 0) {
                return value;
            }
            Elements e = Elements.of(element);
            ArrayValue a = ArrayValue.read((String) value);
            List<String> all = a.elements();
            all.replaceAll(x -> x == null ? null : e.write(fitted(e.read(x), element)));
            return a.with(all).toString();
        }
        TypeSupport support = Registry.all().type(PgTypes.plain(t));
        return support.fitter() == null || t.length() == 0 && t.precision() == 0
                ? value
                : support.fitter().fit(value, t, Casts.Context.ASSIGNMENT);
    }

    /** record_out, as the settings of a session have it. */
    String output(String row, String style) {
        List<String> values = values(row);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
                values.set(i, output(values.get(i), elements.get(i), style));
            }
        }
        return RowValue.write(values);
    }

    private static String output(String value, Elements e, String style) {
        Type t = e.type();
        if (t.fields() != null) {
            return of(t).output(value, style);
        }
        return hasRows(t) ? outputArray(value, t, style) : JsonOutput.styled(value, e, style);
    }

    /** array_out of an array of rows. */
    static String outputArray(String value, Type array, String style) {
        Elements of = Elements.within(array);
        ArrayValue a = ArrayValue.read(value);
        List<String> all = a.elements();
        all.replaceAll(x -> x == null ? null : output(x, of, style));
        return a.with(all).toString();
    }

    /** Whether values are rows, or arrays of some. */
    static boolean hasRows(Type t) {
        return t.fields() != null || t.kind() == TypeKind.ARRAY && hasRows(t.element());
    }

    /** Whether reading the text of a value needs the settings of a session, or the time. */
    static boolean hasTime(Type t) {
        if (t.fields() != null) {
            return t.fields().stream().anyMatch(f -> hasTime(f.type()));
        }
        return t.kind() == TypeKind.ARRAY ? hasTime(t.element()) : isTime(t);
    }

    private static boolean isTime(Type t) {
        return switch (t.kind()) {
            case DATE, TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, INTERVAL -> true;
            default -> false;
        };
    }

    // --- comparison -----------------------------------------------------------------------------------------------

    /** Bytes that compare as rows do: field by field, a NULL behind all others (record_cmp). */
    byte[] key(String row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> values = values(row);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                out.write(2);
                continue;
            }
            out.write(1);
            for (byte b : elements.get(i).key(values.get(i))) {
                out.write(b);
                if (b == 0) {
                    out.write(1);
                }
            }
            out.write(0);
            out.write(0);
        }
        return out.toByteArray();
    }

    // --- JSON -----------------------------------------------------------------------------------------------------

    /** composite_to_json of json.c. */
    String json(String row, String style, String between) {
        List<String> values = values(row);
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : between)
                    .append(Jsonb.quote(fields.get(i).name()))
                    .append(':')
                    .append(JsonOutput.element(values.get(i), elements.get(i), style));
        }
        return out.append('}').toString();
    }
}
