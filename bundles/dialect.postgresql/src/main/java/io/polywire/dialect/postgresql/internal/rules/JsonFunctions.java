package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What json and jsonb consist of: *_typeof, *_array_length, *_strip_nulls, jsonb_pretty, and *_each and its like as rows. */
final class JsonFunctions {
    private JsonFunctions() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        r.java(
                Functions.strict(
                        "json_typeof",
                        1,
                        (in, out) -> out.putText(JsonReader.kind(in.getText(0)).label())),
                "json_typeof",
                text,
                PgTypes.JSON);
        r.java(
                Functions.strict(
                        "jsonb_typeof",
                        1,
                        (in, out) -> out.putText(JsonReader.kind(in.getText(0)).label())),
                "jsonb_typeof",
                text,
                PgTypes.JSONB);
        for (Type t : List.of(PgTypes.JSON, PgTypes.JSONB)) {
            length(r, t);
            rows(r, t);
        }
        r.java(
                Functions.strict("json_strip_nulls", 1, (in, out) -> {
                    String all = in.getText(0);
                    StringBuilder left = new StringBuilder();
                    strip(JsonReader.read(all), all, left);
                    out.putText(left.toString());
                }),
                "json_strip_nulls",
                PgTypes.JSON,
                PgTypes.JSON);
        r.java(
                Functions.strict(
                        "jsonb_strip_nulls", 1, (in, out) -> out.putText(Jsonb.text(strip(Jsonb.read(in.getText(0)))))),
                "jsonb_strip_nulls",
                PgTypes.JSONB,
                PgTypes.JSONB);
        r.java(
                Functions.strict("jsonb_pretty", 1, (in, out) -> out.putText(Jsonb.pretty(Jsonb.read(in.getText(0))))),
                "jsonb_pretty",
                text,
                PgTypes.JSONB);
    }

    private static void length(Registry r, Type t) {
        ScalarFunction f = Functions.strict(t.name() + "_array_length", 1, (in, out) -> {
            JsonReader.Node n = JsonReader.read(in.getText(0));
            if (n.kind() != JsonReader.Kind.ARRAY) {
                throw Jsonb.invalid("cannot get array length of a " + (n.kind().isScalar() ? "scalar" : "non-array"));
            }
            out.putLong(n.children().size());
        });
        r.java(f, t.name() + "_array_length", PgTypes.INT4, t);
    }

    // --- strip_nulls ----------------------------------------------------------------------------------------------

    /** Also drops the blanks between, and writes strings anew, as the server does. */
    private static void strip(JsonReader.Node n, String all, StringBuilder out) {
        switch (n.kind()) {
            case OBJECT -> {
                out.append('{');
                String between = "";
                for (int i = 0; i < n.keys().size(); i++) {
                    JsonReader.Node child = n.children().get(i);
                    if (child.kind() != JsonReader.Kind.NULL) {
                        out.append(between);
                        Jsonb.quote(n.keys().get(i), out);
                        out.append(':');
                        strip(child, all, out);
                        between = ",";
                    }
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                String between = "";
                for (JsonReader.Node child : n.children()) {
                    out.append(between);
                    strip(child, all, out);
                    between = ",";
                }
                out.append(']');
            }
            case STRING -> Jsonb.quote(n.string(), out);
            default -> out.append(all, n.start(), n.end());
        }
    }

    private static Object strip(Object v) {
        if (v instanceof List<?> l) {
            List<Object> left = new ArrayList<>();
            for (Object e : l) {
                left.add(strip(e));
            }
            return left;
        }
        if (v instanceof Map<?, ?>) {
            TreeMap<String, Object> left = Jsonb.object();
            for (Map.Entry<String, Object> e : Jsonb.map(v).entrySet()) {
                if (e.getValue() != Jsonb.NULL) {
                    left.put(e.getKey(), strip(e.getValue()));
                }
            }
            return left;
        }
        return v;
    }

    // --- rows -----------------------------------------------------------------------------------------------------

    /** Gives the fields or elements of a value, as json or as text. */
    private interface Each {
        void each(String text, boolean asText, RowsFunction.Rows out);
    }

    private static void rows(Registry r, Type t) {
        boolean binary = t == PgTypes.JSONB;
        for (boolean asText : new boolean[] {false, true}) {
            Type value = asText ? PgTypes.TEXT : t;
            String suffix = asText ? "_text" : "";
            String each = t.name() + "_each" + suffix;
            r.rows(
                    rows(each, asText, (s, x, out) -> fields(s, x, binary, each, out)),
                    each,
                    List.of(new Registry.RowsColumn("key", PgTypes.TEXT), new Registry.RowsColumn("value", value)),
                    t);
            String elements = t.name() + "_array_elements" + suffix;
            r.rows(
                    rows(elements, asText, (s, x, out) -> elements(s, x, binary, elements, out)),
                    elements,
                    List.of(new Registry.RowsColumn("value", value)),
                    t);
        }
        String keys = t.name() + "_object_keys";
        r.rows(rows(keys, true, (s, x, out) -> keys(s, binary, keys, out)), keys, t);
    }

    private static RowsFunction rows(String name, boolean asText, Each each) {
        return RowsFunction.strict(name, 1, (in, out) -> each.each(in.getText(0), asText, out));
    }

    /** A value as json has it in its text, or as jsonb writes it. */
    private static String part(JsonReader.Node n, String all, boolean asText) {
        if (asText && n.kind() == JsonReader.Kind.NULL) {
            return null;
        }
        return asText && n.string() != null ? n.string() : all.substring(n.start(), n.end());
    }

    private static void fields(String all, boolean asText, boolean binary, String name, RowsFunction.Rows out) {
        JsonReader.Node n = JsonReader.read(all);
        if (n.kind() != JsonReader.Kind.OBJECT) {
            throw Jsonb.invalid(
                    binary
                            ? "cannot call " + name + " on a non-object"
                            : n.kind().isScalar()
                                    ? "cannot deconstruct a scalar"
                                    : "cannot deconstruct an array as an object");
        }
        for (int i = 0; i < n.keys().size(); i++) {
            out.row(n.keys().get(i), part(n.children().get(i), all, asText));
        }
    }

    private static void elements(String all, boolean asText, boolean binary, String name, RowsFunction.Rows out) {
        JsonReader.Node n = JsonReader.read(all);
        if (n.kind() != JsonReader.Kind.ARRAY) {
            boolean scalar = n.kind().isScalar();
            throw Jsonb.invalid(
                    binary
                            ? "cannot extract elements from " + (scalar ? "a scalar" : "an object")
                            : "cannot call " + name + " on a " + (scalar ? "scalar" : "non-array"));
        }
        n.children().forEach(c -> out.row(part(c, all, asText)));
    }

    private static void keys(String all, boolean binary, String name, RowsFunction.Rows out) {
        JsonReader.Node n = JsonReader.read(all);
        if (n.kind() != JsonReader.Kind.OBJECT) {
            throw Jsonb.invalid("cannot call " + name + " on " + (n.kind().isScalar() ? "a scalar" : "an array"));
        }
        n.keys().forEach(k -> out.row(k));
    }
}
