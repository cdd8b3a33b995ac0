package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.JsonReader;
import io.polywire.api.value.RowValue;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.analyse.RowsCall;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
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

    /** The call; null for another function. The first argument of a populating one is a row. */
    static RowsCall call(
            String name, List<BoundExpression> arguments, List<String> columns, List<Type> types, Place at) {
        if (!NAMES.contains(name)) {
            return null;
        }
        boolean populates = !isToRecord(name);
        if (arguments.size() != (populates ? 2 : 1)) {
            throw at.unsupported("this call of " + name);
        }
        List<Type.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Type t = types.get(i);
            if (PgTypes.isRecord(t) && !RowTypes.isNamed(t)) {
                throw at.unsupported(name + " with a column of type " + PgTypes.display(t));
            }
            fields.add(new Type.Field(columns.get(i), i + 1, t, 0));
        }
        Type whole = populates ? arguments.get(0).type() : Type.row("", 0, fields);
        boolean binary = name.startsWith("jsonb");
        boolean set = name.endsWith("set");
        RowsFunction f = RowsFunction.shared(name, 3, (in, out) -> {
            RowLayout layout = RowLayout.of(in.getText(1));
            List<String> before = in.isNull(2) ? null : layout.plain(in.getText(2));
            if (in.isNull(0)) {
                if (!set) {
                    out.row(
                            before == null
                                    ? Collections.nCopies(layout.fields().size(), null)
                                            .toArray()
                                    : before.toArray());
                }
                return;
            }
            String all = in.getText(0);
            JsonReader.Node n = JsonReader.read(all);
            if (!set) {
                out.row(row(n, all, layout, before, name, false).toArray());
                return;
            }
            if (n.kind() != JsonReader.Kind.ARRAY) {
                throw Jsonb.invalid("cannot call " + name + " on "
                        + (binary ? "a non-array" : n.kind() == JsonReader.Kind.OBJECT ? "an object" : "a scalar"));
            }
            for (JsonReader.Node child : n.children()) {
                out.row(row(child, all, layout, before, name, true).toArray());
            }
        });
        List<BoundExpression> all = List.of(
                Coercions.implicit(arguments.get(arguments.size() - 1), binary ? PgTypes.JSONB : PgTypes.JSON, at),
                new BoundConstant(RowDescription.of(whole, true), PgTypes.TEXT),
                populates ? value(arguments.get(0)) : new BoundConstant(null, PgTypes.TEXT));
        List<Type> texts = Collections.nCopies(columns.size(), PgTypes.TEXT);
        return new RowsCall(new FunctionValue(f, all, PgTypes.TEXT), new ArrayList<>(columns), texts);
    }

    private static BoundExpression value(BoundExpression e) {
        return e instanceof BoundRow r ? r.text() : e;
    }

    // --- one row as a value -----------------------------------------------------------------------------------------

    static void register(Registry r) {
        // that of json takes a flag which means nothing any more
        r.function(
                "json_populate_record",
                (a, t) -> populated("json_populate_record", a, t, POPULATE),
                PgTypes.ANYELEMENT,
                PgTypes.ANYELEMENT,
                PgTypes.JSON,
                PgTypes.BOOL);
        r.function(
                "jsonb_populate_record",
                (a, t) -> populated("jsonb_populate_record", a, t, POPULATE_BINARY),
                PgTypes.ANYELEMENT,
                PgTypes.ANYELEMENT,
                PgTypes.JSONB);
    }

    /** Whether the result of a function has fields that may have to belong to domains. */
    static boolean populates(String name) {
        return name.endsWith("_populate_record") && NAMES.contains(name);
    }

    private static BoundExpression populated(String name, List<BoundExpression> a, Type t, ScalarFunction f) {
        if (!RowTypes.isNamed(t)) {
            throw RowTypes.is(t)
                    ? SqlFailure.unsupported(name + " of a row without a type")
                    : SqlFailure.of(FailureKind.TYPE_MISMATCH, "first argument of " + name + " must be a row type");
        }
        return Functions.call(
                f,
                t,
                a.get(1),
                new BoundConstant(RowDescription.of(t, true), PgTypes.TEXT),
                value(a.get(0)),
                SessionStyle.style(),
                SessionStyle.now());
    }

    private static final ScalarFunction POPULATE = populate("json_populate_record");

    private static final ScalarFunction POPULATE_BINARY = populate("jsonb_populate_record");

    private static ScalarFunction populate(String name) {
        return Functions.lenient("row_" + name, 5, (in, out) -> {
            if (in.isNull(0)) {
                Registry.put(out, Casts.value(in, 2));
                return;
            }
            RowLayout layout = RowLayout.of(in.getText(1));
            String all = in.getText(0);
            List<String> before = in.isNull(2) ? null : layout.plain(in.getText(2));
            List<String> row = row(JsonReader.read(all), all, layout, before, name, false);
            out.putText(layout.input(RowValue.write(row), SessionStyle.of(in, 3), in.getLong(4)));
        });
    }

    // --- from JSON to texts -----------------------------------------------------------------------------------------

    private static List<String> row(
            JsonReader.Node n, String all, RowLayout layout, List<String> before, String name, boolean ofSet) {
        if (n.kind() != JsonReader.Kind.OBJECT) {
            throw Jsonb.invalid(
                    ofSet
                            ? "argument of " + name + " must be an array of objects"
                            : "cannot call " + (name.startsWith("jsonb") ? "populate_composite" : name) + " on "
                                    + (n.kind() == JsonReader.Kind.ARRAY ? "an array" : "a scalar"));
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < layout.fields().size(); i++) {
            Type.Field f = layout.fields().get(i);
            // of equal keys the last one counts
            int at = n.keys().lastIndexOf(f.name());
            String old = before == null ? null : before.get(i);
            row.add(at < 0 ? old : text(n.children().get(at), all, f.type(), f.name(), old));
        }
        return row;
    }

    /**
     * The text that the input function of a type reads.
     *
     * @param old the value in the row that is filled, whose fields a row within keeps; null for none
     */
    private static String text(JsonReader.Node n, String all, Type t, String key, String old) {
        if (n.kind() == JsonReader.Kind.NULL) {
            return null;
        }
        String written = all.substring(n.start(), n.end());
        if (t.kind() == TypeKind.JSON) {
            return written;
        }
        if (n.kind() == JsonReader.Kind.STRING || t.kind() != TypeKind.ARRAY && t.fields() == null) {
            return n.string() != null ? n.string() : written;
        }
        if (t.fields() != null) {
            return RowValue.write(
                    row(n, all, RowLayout.of(t), old == null ? null : RowValue.read(old), "jsonb", false));
        }
        if (n.kind() != JsonReader.Kind.ARRAY) {
            throw SqlFailure.build(FailureKind.DATA, "expected JSON array")
                    .sqlState("22P02")
                    .hint("See the value of key \"" + key + "\".")
                    .build();
        }
        List<Integer> sizes = new ArrayList<>();
        List<String> elements = new ArrayList<>();
        collect(n, all, t.element(), 0, sizes, elements, key, "");
        int[] lower = new int[sizes.size()];
        java.util.Arrays.fill(lower, 1);
        return new ArrayValue(sizes.stream().mapToInt(Integer::intValue).toArray(), lower, elements).toString();
    }

    private static void collect(
            JsonReader.Node n,
            String all,
            Type element,
            int depth,
            List<Integer> sizes,
            List<String> elements,
            String key,
            String path) {
        int size = n.children().size();
        boolean first = sizes.size() == depth;
        if (first) {
            sizes.add(size);
        } else if (sizes.get(depth) != size) {
            throw malformed();
        }
        for (int i = 0; i < size; i++) {
            JsonReader.Node c = n.children().get(i);
            boolean inner = c.kind() == JsonReader.Kind.ARRAY && element.kind() != TypeKind.JSON;
            if (inner && !elements.isEmpty() && sizes.size() == depth + 1) {
                throw malformed();
            }
            if (!inner && sizes.size() > depth + 1) {
                throw SqlFailure.build(FailureKind.DATA, "expected JSON array")
                        .sqlState("22P02")
                        .hint("See the array element " + path + '[' + i + "] of key \"" + key + "\".")
                        .build();
            }
            if (inner) {
                collect(c, all, element, depth + 1, sizes, elements, key, path + '[' + i + ']');
            } else {
                elements.add(text(c, all, element, key, null));
            }
        }
    }

    private static RuntimeException malformed() {
        return SqlFailure.build(FailureKind.DATA, "malformed JSON array")
                .sqlState("22P02")
                .detail("Multidimensional arrays must have sub-arrays with matching dimensions.")
                .build();
    }
}
