package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.JsonReader;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parts of json and jsonb: fields, elements, paths and subscripts. A part of json is a part of its text; of keys that come
 * twice the last one counts (get_worker of jsonfuncs.c).
 */
final class JsonParts {
    /** Finds a part. */
    private interface Finder<T> {
        T find(T of, FunctionArguments in);
    }

    /** A value of json within its text. */
    private record Part(String text, JsonReader.Node node) {}

    private static final ScalarFunction SUBSCRIPT = Functions.strict("jsonb_subscript", -1, (in, out) -> {
        List<String> path = new ArrayList<>();
        for (int i = 1; i < in.size(); i++) {
            path.add(in.getText(i));
        }
        put(out, atPath(Jsonb.read(in.getText(0)), path), false);
    });

    private JsonParts() {}

    static void register(Registry r) {
        Type textArray = PgTypes.arrayOf(PgTypes.TEXT);
        for (boolean text : new boolean[] {false, true}) {
            String mark = text ? "->>" : "->";
            String suffix = text ? "_text" : "";
            ScalarFunction field = json("field" + suffix, 2, text, (p, in) -> field(p, in.getText(1)));
            ScalarFunction element = json("element" + suffix, 2, text, (p, in) -> element(p, in.getLong(1)));
            both(r, mark, "json_object_field" + suffix, field, PgTypes.JSON, text, PgTypes.TEXT);
            both(r, mark, "json_array_element" + suffix, element, PgTypes.JSON, text, PgTypes.INT4);
            ScalarFunction bField = jsonb("field" + suffix, 2, text, (v, in) -> field(v, in.getText(1)));
            ScalarFunction bElement = jsonb("element" + suffix, 2, text, (v, in) -> element(v, in.getLong(1)));
            both(r, mark, "jsonb_object_field" + suffix, bField, PgTypes.JSONB, text, PgTypes.TEXT);
            both(r, mark, "jsonb_array_element" + suffix, bElement, PgTypes.JSONB, text, PgTypes.INT4);
            path(
                    r,
                    "json_extract_path" + suffix,
                    text,
                    PgTypes.JSON,
                    textArray,
                    json("path" + suffix, 2, text, (p, in) -> atPath(p, elements(in, 1), 0)),
                    json("path_of" + suffix, -1, text, (p, in) -> atPath(p, rest(in), 0)));
            path(
                    r,
                    "jsonb_extract_path" + suffix,
                    text,
                    PgTypes.JSONB,
                    textArray,
                    jsonb("path" + suffix, 2, text, (v, in) -> atPath(v, elements(in, 1))),
                    jsonb("path_of" + suffix, -1, text, (v, in) -> atPath(v, rest(in))));
        }
    }

    private static void both(Registry r, String mark, String name, ScalarFunction f, Type from, boolean text, Type by) {
        Type result = text ? PgTypes.TEXT : from;
        r.java(f, name, result, from, by);
        r.javaOperator(f, mark, result, from, by);
    }

    private static void path(
            Registry r, String name, boolean text, Type from, Type array, ScalarFunction f, ScalarFunction ofMany) {
        Type result = text ? PgTypes.TEXT : from;
        r.javaOperator(f, text ? "#>>" : "#>", result, from, array);
        r.function(name, (a, t) -> Functions.call(isArray(a) ? f : ofMany, t, a), result, from, array);
    }

    private static boolean isArray(List<BoundExpression> arguments) {
        return arguments.size() == 2 && arguments.get(1).type().kind() == TypeKind.ARRAY;
    }

    private static ScalarFunction json(String name, int arity, boolean text, Finder<Part> finder) {
        return Functions.strict("json_" + name, arity, (in, out) -> {
            String whole = in.getText(0);
            Part found = finder.find(new Part(whole, JsonReader.read(whole)), in);
            if (found == null || text && found.node.kind() == JsonReader.Kind.NULL) {
                out.putNull();
            } else {
                out.putText(text && found.node.string() != null ? found.node.string() : text(found));
            }
        });
    }

    private static String text(Part p) {
        return p.text.substring(p.node.start(), p.node.end());
    }

    private static ScalarFunction jsonb(String name, int arity, boolean text, Finder<Object> finder) {
        return Functions.strict(
                "jsonb_" + name, arity, (in, out) -> put(out, finder.find(Jsonb.read(in.getText(0)), in), text));
    }

    private static void put(FunctionResult out, Object found, boolean text) {
        Registry.put(out, found == null ? null : text ? Jsonb.plain(found) : Jsonb.text(found));
    }

    /** The elements of an argument of type text[]. */
    static List<String> elements(FunctionArguments in, int i) {
        return ArrayValue.read(in.getText(i)).elements();
    }

    private static List<String> rest(FunctionArguments in) {
        List<String> path = new ArrayList<>();
        for (int i = 1; i < in.size(); i++) {
            path.add(in.getText(i));
        }
        return path;
    }

    /** A subscript of jsonb. */
    static BoundExpression subscript(BoundExpression value, List<BoundExpression> path) {
        List<BoundExpression> all = new ArrayList<>(List.of(value));
        all.addAll(path);
        return Functions.call(SUBSCRIPT, PgTypes.JSONB, all);
    }

    // --- json -----------------------------------------------------------------------------------------------------

    private static Part field(Part p, String key) {
        int i = p.node.keys().lastIndexOf(key);
        return i < 0 ? null : new Part(p.text, p.node.children().get(i));
    }

    private static Part element(Part p, long index) {
        if (p.node.kind() != JsonReader.Kind.ARRAY) {
            return null;
        }
        int n = p.node.children().size();
        long i = index < 0 ? n + index : index;
        return i < 0 || i >= n ? null : new Part(p.text, p.node.children().get((int) i));
    }

    private static Part atPath(Part p, List<String> path, int level) {
        if (path.contains(null)) {
            return null;
        }
        if (path.isEmpty()) {
            JsonReader.Node n = p.node;
            // the blanks before it are part of what the server gives
            return new Part(p.text, new JsonReader.Node(n.kind(), 0, n.end(), n.string(), n.keys(), n.children()));
        }
        if (level == path.size()) {
            return p;
        }
        String step = path.get(level);
        if (p.node.kind() == JsonReader.Kind.ARRAY) {
            Integer i = integer(step);
            Part found = i == null || i == Integer.MIN_VALUE ? null : element(p, i);
            return found == null ? null : atPath(found, path, level + 1);
        }
        Part found = null;
        for (int i = 0; i < p.node.keys().size(); i++) {
            if (p.node.keys().get(i).equals(step)) {
                Part inner = atPath(new Part(p.text, p.node.children().get(i)), path, level + 1);
                // an object at the end of the path counts even if an earlier one was found
                found = inner == null ? found : inner;
            }
        }
        return found;
    }

    // --- jsonb ----------------------------------------------------------------------------------------------------

    private static Object field(Object v, String key) {
        return v instanceof Map<?, ?> m ? m.get(key) : null;
    }

    private static Object element(Object v, long index) {
        // a scalar is kept as an array of one
        List<?> all = v instanceof List<?> l ? l : Jsonb.isScalar(v) ? List.of(v) : List.of();
        long i = index < 0 ? all.size() + index : index;
        return i < 0 || i >= all.size() ? null : all.get((int) i);
    }

    static Object atPath(Object v, List<String> path) {
        if (path.contains(null)) {
            return null;
        }
        Object at = v;
        for (String step : path) {
            if (at instanceof List<?> l) {
                Integer i = integer(step);
                at = i == null || i == Integer.MIN_VALUE ? null : element(l, i);
            } else {
                at = field(at, step);
            }
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** strtoint of C: blanks and a sign before the digits, nothing behind them; null for anything else. */
    static Integer integer(String text) {
        int from = 0;
        while (from < text.length()
                && (text.charAt(from) == ' ' || text.charAt(from) >= '\t' && text.charAt(from) <= '\r')) {
            from++;
        }
        String digits = text.substring(from);
        if (!digits.matches("[+-]?[0-9]{1,40}")) {
            return null;
        }
        java.math.BigInteger n = new java.math.BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
        return n.bitLength() > 31 ? null : (Integer) n.intValue();
    }
}
