package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.JsonReader;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.analyse.RowsCall;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * json_to_record, json_to_recordset, json_populate_record, json_populate_recordset and those of jsonb: objects as rows of
 * texts, which the types' input functions read (populate_record of jsonfuncs.c).
 */
final class JsonRecordRows {
    private static final List<String> NAMES = List.of(
            "json_to_record",
            "jsonb_to_record",
            "json_to_recordset",
            "jsonb_to_recordset",
            "json_populate_record",
            "jsonb_populate_record",
            "json_populate_recordset",
            "jsonb_populate_recordset");

    private JsonRecordRows() {}

    /** Whether the columns are defined by a list. */
    static boolean isToRecord(String name) {
        return NAMES.contains(name) && name.contains("_to_");
    }

    /** The call; null for another function. The first argument of a populating one is left out: it is NULL. */
    static RowsCall call(
            String name, List<BoundExpression> arguments, List<String> columns, List<Type> types, Place at) {
        if (!NAMES.contains(name)) {
            return null;
        }
        if (arguments.size() != 1) {
            throw at.unsupported("this call of " + name);
        }
        StringBuilder how = new StringBuilder();
        for (Type t : types) {
            if (PgTypes.isRecord(t) || t.kind() == TypeKind.ARRAY && t.element().kind() == TypeKind.ARRAY) {
                throw at.unsupported(name + " with a column of type " + PgTypes.display(t));
            }
            how.append(
                    t.kind() == TypeKind.JSON
                            ? 'j'
                            : t.kind() == TypeKind.ARRAY ? t.element().kind() == TypeKind.JSON ? 'J' : 'a' : 't');
        }
        boolean binary = name.startsWith("jsonb");
        boolean set = name.endsWith("set");
        RowsFunction f = RowsFunction.shared(name, 3, (in, out) -> {
            List<String> keys = ArrayValue.read(in.getText(1)).elements();
            String kinds = in.getText(2);
            if (in.isNull(0)) {
                if (!set) {
                    out.row(Collections.nCopies(keys.size(), null).toArray());
                }
                return;
            }
            String all = in.getText(0);
            JsonReader.Node n = JsonReader.read(all);
            if (!set) {
                out.row(row(n, all, keys, kinds, name, false));
                return;
            }
            if (n.kind() != JsonReader.Kind.ARRAY) {
                throw Jsonb.invalid("cannot call " + name + " on "
                        + (binary ? "a non-array" : n.kind() == JsonReader.Kind.OBJECT ? "an object" : "a scalar"));
            }
            for (JsonReader.Node child : n.children()) {
                out.row(row(child, all, keys, kinds, name, true));
            }
        });
        List<BoundExpression> all = List.of(
                Coercions.implicit(arguments.get(0), binary ? PgTypes.JSONB : PgTypes.JSON, at),
                new BoundConstant(ArrayValue.of(columns).toString(), PgTypes.TEXT),
                new BoundConstant(how.toString(), PgTypes.TEXT));
        List<Type> texts = Collections.nCopies(columns.size(), PgTypes.TEXT);
        return new RowsCall(new FunctionValue(f, all, PgTypes.TEXT), new ArrayList<>(columns), texts);
    }

    private static Object[] row(
            JsonReader.Node n, String all, List<String> keys, String kinds, String name, boolean ofSet) {
        if (n.kind() != JsonReader.Kind.OBJECT) {
            throw Jsonb.invalid(
                    ofSet
                            ? "argument of " + name + " must be an array of objects"
                            : "cannot call " + (name.startsWith("jsonb") ? "populate_composite" : name) + " on "
                                    + (n.kind() == JsonReader.Kind.ARRAY ? "an array" : "a scalar"));
        }
        Object[] row = new Object[keys.size()];
        for (int i = 0; i < row.length; i++) {
            // of equal keys the last one counts
            int at = n.keys().lastIndexOf(keys.get(i));
            row[i] = at < 0 ? null : text(n.children().get(at), all, kinds.charAt(i), keys.get(i));
        }
        return row;
    }

    private static String text(JsonReader.Node n, String all, char kind, String key) {
        if (n.kind() == JsonReader.Kind.NULL) {
            return null;
        }
        String written = all.substring(n.start(), n.end());
        if (kind == 'j') {
            return written;
        }
        if (kind == 't' || n.kind() == JsonReader.Kind.STRING) {
            return n.string() != null ? n.string() : written;
        }
        if (n.kind() != JsonReader.Kind.ARRAY) {
            throw io.polywire.api.error.SqlFailure.build(io.polywire.api.error.FailureKind.DATA, "expected JSON array")
                    .sqlState("22P02")
                    .hint("See the value of key \"" + key + "\".")
                    .build();
        }
        List<Integer> sizes = new ArrayList<>();
        List<String> elements = new ArrayList<>();
        collect(n, all, kind == 'J', 0, sizes, elements, key);
        int[] lower = new int[sizes.size()];
        java.util.Arrays.fill(lower, 1);
        return new ArrayValue(sizes.stream().mapToInt(Integer::intValue).toArray(), lower, elements).toString();
    }

    private static void collect(
            JsonReader.Node n,
            String all,
            boolean json,
            int depth,
            List<Integer> sizes,
            List<String> elements,
            String key) {
        int size = n.children().size();
        boolean first = sizes.size() == depth;
        if (first) {
            sizes.add(size);
        } else if (sizes.get(depth) != size) {
            throw malformed();
        }
        for (JsonReader.Node c : n.children()) {
            boolean inner = c.kind() == JsonReader.Kind.ARRAY && !json;
            if (inner && !elements.isEmpty() && sizes.size() == depth + 1 || !inner && sizes.size() > depth + 1) {
                throw malformed();
            }
            if (inner) {
                collect(c, all, false, depth + 1, sizes, elements, key);
            } else {
                elements.add(
                        c.kind() == JsonReader.Kind.NULL
                                ? null
                                : !json && c.string() != null ? c.string() : all.substring(c.start(), c.end()));
            }
        }
    }

    private static RuntimeException malformed() {
        return io.polywire.api.error.SqlFailure.build(io.polywire.api.error.FailureKind.DATA, "malformed JSON array")
                .sqlState("22P02")
                .detail("Multidimensional arrays must have sub-arrays with matching dimensions.")
                .build();
    }
}
