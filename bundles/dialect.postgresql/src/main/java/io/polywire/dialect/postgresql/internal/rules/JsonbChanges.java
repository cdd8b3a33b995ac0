package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changed values of jsonb: ||, -, #-, jsonb_set, jsonb_insert (jsonfuncs.c), and the tests @> <@ ? ?| ?&. */
final class JsonbChanges {
    /** What is done at the end of a path. */
    private enum Change {
        DELETE,
        REPLACE,
        CREATE,
        BEFORE,
        AFTER;

        boolean adds() {
            return this == CREATE || this == BEFORE || this == AFTER;
        }
    }

    private static final String TREATMENTS =
            "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or \"raise_exception\"";

    private JsonbChanges() {}

    static void register(Registry r) {
        Type jsonb = PgTypes.JSONB;
        Type text = PgTypes.TEXT;
        Type texts = PgTypes.arrayOf(text);
        Type bool = PgTypes.BOOL;
        ScalarFunction concat = change("concat", 2, (v, in) -> concat(v, Jsonb.read(in.getText(1))));
        r.javaOperator(concat, "||", jsonb, jsonb, jsonb);
        r.java(concat, "jsonb_concat", jsonb, jsonb, jsonb);
        ScalarFunction key = change("delete", 2, (v, in) -> without(v, List.of(in.getText(1))));
        deletion(r, key, text);
        deletion(r, change("delete_element", 2, (v, in) -> without(v, in.getLong(1))), PgTypes.INT4);
        ScalarFunction keys = change("delete_all", 2, (v, in) -> without(v, path(in, 1)));
        ScalarFunction listed = change("delete_listed", -1, (v, in) -> {
            List<String> all = new ArrayList<>();
            for (int i = 1; i < in.size(); i++) {
                all.add(in.getText(i));
            }
            return without(v, all);
        });
        r.javaOperator(keys, "-", jsonb, jsonb, texts);
        r.function(
                "jsonb_delete",
                (a, t) -> Functions.call(
                        a.size() == 2 && a.get(1).type().name().equals(texts.name()) ? keys : listed, t, a),
                jsonb,
                jsonb,
                texts);
        ScalarFunction path = change("delete_path", 2, (v, in) -> withoutPath(v, path(in, 1)));
        r.javaOperator(path, "#-", jsonb, jsonb, texts);
        r.java(path, "jsonb_delete_path", jsonb, jsonb, texts);
        r.java(
                change("set", 4, (v, in) -> set(v, path(in, 1), Jsonb.read(in.getText(2)), in.getLong(3) != 0)),
                "jsonb_set",
                jsonb,
                jsonb,
                texts,
                jsonb,
                bool);
        r.java(
                change("insert", 4, (v, in) -> {
                    List<String> p = path(in, 1);
                    checkComposite(v, "cannot set path in scalar");
                    Change c = in.getLong(3) != 0 ? Change.AFTER : Change.BEFORE;
                    return p.isEmpty() ? v : at(v, p, 0, Jsonb.read(in.getText(2)), c);
                }),
                "jsonb_insert",
                jsonb,
                jsonb,
                texts,
                jsonb,
                bool);
        r.java(
                Functions.lenient("jsonb_set_lax", 5, (in, out) -> {
                    if (in.isNull(0) || in.isNull(1) || in.isNull(3)) {
                        out.putNull();
                    } else {
                        out.putText(Jsonb.text(setLax(in)));
                    }
                }),
                "jsonb_set_lax",
                jsonb,
                jsonb,
                texts,
                jsonb,
                bool,
                text);
        tests(r, texts);
    }

    private static void deletion(Registry r, ScalarFunction f, Type by) {
        r.javaOperator(f, "-", PgTypes.JSONB, PgTypes.JSONB, by);
        r.java(f, "jsonb_delete", PgTypes.JSONB, PgTypes.JSONB, by);
    }

    private interface Changer {
        Object change(Object v, FunctionArguments in);
    }

    private static ScalarFunction change(String name, int arity, Changer c) {
        return Functions.strict(
                "jsonb_" + name, arity, (in, out) -> out.putText(Jsonb.text(c.change(Jsonb.read(in.getText(0)), in))));
    }

    private static List<String> path(FunctionArguments in, int i) {
        ArrayValue a = ArrayValue.read(in.getText(i));
        if (a.dimensions() > 1) {
            throw SqlFailure.build(FailureKind.DATA, "wrong number of array subscripts")
                    .sqlState("2202E")
                    .build();
        }
        return a.elements();
    }

    // --- tests ----------------------------------------------------------------------------------------------------

    private static void tests(Registry r, Type texts) {
        Type jsonb = PgTypes.JSONB;
        Type bool = PgTypes.BOOL;
        test(r, "contains", "@>", jsonb, (v, in) -> Jsonb.contains(v, Jsonb.read(in.getText(1))));
        test(r, "contained", "<@", jsonb, (v, in) -> Jsonb.contains(Jsonb.read(in.getText(1)), v));
        test(r, "exists", "?", PgTypes.TEXT, (v, in) -> Jsonb.exists(v, in.getText(1)));
        test(
                r,
                "exists_any",
                "?|",
                texts,
                (v, in) -> JsonParts.elements(in, 1).stream().anyMatch(k -> k != null && Jsonb.exists(v, k)));
        test(
                r,
                "exists_all",
                "?&",
                texts,
                (v, in) -> JsonParts.elements(in, 1).stream().allMatch(k -> k == null || Jsonb.exists(v, k)));
        String[] names = {"jsonb_eq", "jsonb_ne", "jsonb_lt", "jsonb_le", "jsonb_gt", "jsonb_ge"};
        String[] marks = {"=", "<>", "<", "<=", ">", ">="};
        for (int i = 0; i < names.length; i++) {
            String mark = marks[i];
            r.function(names[i], (a, t) -> Operators.infix(mark, a.get(0), a.get(1), null), bool, jsonb, jsonb);
        }
    }

    private interface Test {
        boolean test(Object v, FunctionArguments in);
    }

    private static void test(Registry r, String name, String mark, Type other, Test t) {
        ScalarFunction f = Functions.strict(
                "jsonb_" + name, 2, (in, out) -> out.putLong(t.test(Jsonb.read(in.getText(0)), in) ? 1 : 0));
        r.javaOperator(f, mark, PgTypes.BOOL, PgTypes.JSONB, other);
        r.java(f, "jsonb_" + name, PgTypes.BOOL, PgTypes.JSONB, other);
    }

    // --- whole values ---------------------------------------------------------------------------------------------

    private static Object concat(Object a, Object b) {
        if (a instanceof Map<?, ?> && b instanceof Map<?, ?>) {
            TreeMap<String, Object> all = Jsonb.object();
            all.putAll(Jsonb.map(a));
            all.putAll(Jsonb.map(b));
            return all;
        }
        List<Object> all = new ArrayList<>();
        for (Object v : List.of(a, b)) {
            if (v instanceof List<?> l) {
                all.addAll(l);
            } else {
                all.add(v);
            }
        }
        return all;
    }

    private static void checkComposite(Object v, String message) {
        if (Jsonb.isScalar(v)) {
            throw Jsonb.invalid(message);
        }
    }

    private static Object without(Object v, List<String> keys) {
        checkComposite(v, "cannot delete from scalar");
        if (v instanceof List<?> l) {
            return l.stream()
                    .filter(e -> !(e instanceof String) || !keys.contains(e))
                    .toList();
        }
        TreeMap<String, Object> left = Jsonb.object();
        left.putAll(Jsonb.map(v));
        keys.stream().filter(k -> k != null).forEach(left::remove);
        return left;
    }

    private static Object without(Object v, long index) {
        checkComposite(v, "cannot delete from scalar");
        if (!(v instanceof List<?> l)) {
            throw Jsonb.invalid("cannot delete from object using integer index");
        }
        long i = index < 0 ? l.size() + index : index;
        if (i < 0 || i >= l.size()) {
            return v;
        }
        List<Object> left = new ArrayList<>(l);
        left.remove((int) i);
        return left;
    }

    // --- paths ----------------------------------------------------------------------------------------------------

    private static Object withoutPath(Object v, List<String> path) {
        checkComposite(v, "cannot delete path in scalar");
        return path.isEmpty() || isEmpty(v) ? v : at(v, path, 0, null, Change.DELETE);
    }

    private static Object set(Object v, List<String> path, Object value, boolean create) {
        checkComposite(v, "cannot set path in scalar");
        return path.isEmpty() || isEmpty(v) && !create
                ? v
                : at(v, path, 0, value, create ? Change.CREATE : Change.REPLACE);
    }

    private static boolean isEmpty(Object v) {
        return v instanceof List<?> l ? l.isEmpty() : v instanceof Map<?, ?> m && m.isEmpty();
    }

    private static Object setLax(FunctionArguments in) {
        Object v = Jsonb.read(in.getText(0));
        if (in.isNull(4)) {
            throw Jsonb.invalid(TREATMENTS);
        }
        List<String> path = path(in, 1);
        boolean create = in.getLong(3) != 0;
        if (!in.isNull(2)) {
            return set(v, path, Jsonb.read(in.getText(2)), create);
        }
        return switch (in.getText(4)) {
            case "raise_exception" ->
                throw SqlFailure.build(FailureKind.DATA, "JSON value must not be null")
                        .sqlState("22004")
                        .detail("Exception was raised because null_value_treatment is \"raise_exception\".")
                        .hint("To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is"
                                + " not passed.")
                        .build();
            case "use_json_null" -> set(v, path, Jsonb.NULL, create);
            case "delete_key" -> withoutPath(v, path);
            case "return_target" -> v;
            default -> throw Jsonb.invalid(TREATMENTS);
        };
    }

    /** setPath: a value with what stands at a path changed. */
    private static Object at(Object v, List<String> path, int level, Object value, Change change) {
        if (path.get(level) == null) {
            throw SqlFailure.build(FailureKind.DATA, "path element at position " + (level + 1) + " is null")
                    .sqlState("22004")
                    .build();
        }
        if (v instanceof List<?> l) {
            return inArray(l, path, level, value, change);
        }
        return v instanceof Map<?, ?> ? inObject(Jsonb.map(v), path, level, value, change) : v;
    }

    private static Object inObject(
            TreeMap<String, Object> v, List<String> path, int level, Object value, Change change) {
        String key = path.get(level);
        boolean last = level == path.size() - 1;
        TreeMap<String, Object> all = Jsonb.object();
        all.putAll(v);
        if (!v.containsKey(key)) {
            if (last && change.adds()) {
                all.put(key, value);
            }
        } else if (!last) {
            all.put(key, at(v.get(key), path, level + 1, value, change));
        } else if (change == Change.BEFORE || change == Change.AFTER) {
            throw SqlFailure.build(FailureKind.DATA, "cannot replace existing key")
                    .sqlState("22023")
                    .hint("Try using the function jsonb_set to replace key value.")
                    .build();
        } else if (change == Change.DELETE) {
            all.remove(key);
        } else {
            all.put(key, value);
        }
        return all;
    }

    static SqlFailure noInteger(List<String> path, int level) {
        return SqlFailure.of(
                FailureKind.BAD_VALUE,
                "path element at position " + (level + 1) + " is not an integer: \"" + path.get(level) + "\"");
    }

    private static Object inArray(List<?> v, List<String> path, int level, Object value, Change change) {
        Integer given = JsonParts.integer(path.get(level));
        if (given == null) {
            throw noInteger(path, level);
        }
        boolean last = level == path.size() - 1;
        int n = v.size();
        long index = given < 0 ? (long) n + given : Math.min(given, n);
        List<Object> all = new ArrayList<>(v);
        if (index < 0 || index >= n) {
            if (last && change.adds()) {
                all.add(index < 0 ? 0 : n, value);
            }
            return all;
        }
        int i = (int) index;
        if (!last) {
            all.set(i, at(v.get(i), path, level + 1, value, change));
            return all;
        }
        switch (change) {
            case DELETE -> all.remove(i);
            case BEFORE -> all.add(i, value);
            case AFTER -> all.add(i + 1, value);
            default -> all.set(i, value);
        }
        return all;
    }
}
