package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions of users as names find them, as a text that goes with a plan: a name that is known at run time only is looked for
 * among them without the catalog.
 */
record OwnFunctions(List<Row> rows) {
    /** The most that go with a plan. */
    static final int MOST = 200;

    private static final String BETWEEN = "\u001f";
    private static final int PARTS = 5;

    /**
     * A function.
     *
     * @param seen whether its schema is one of the search path
     * @param types numbers of the types that it takes, as pg_proc has them
     */
    record Row(boolean seen, String schema, String name, String types, long oid) {}

    static OwnFunctions of(CatalogSnapshot catalog) {
        // those of the path first, in its order
        Set<String> schemas = new LinkedHashSet<>(catalog.path());
        catalog.schemas().stream().map(Schema::name).forEach(schemas::add);
        List<Row> rows = new ArrayList<>();
        for (String schema : schemas) {
            for (Routine r : catalog.routines()) {
                if (r.schema().equals(schema)) {
                    boolean seen = catalog.path().contains(schema);
                    rows.add(new Row(seen, schema, r.name(), CatalogRoutines.vector(r, catalog), r.id()));
                }
            }
        }
        return new OwnFunctions(rows);
    }

    /** What {@link #text} has made. */
    static OwnFunctions read(String text) {
        List<Row> rows = new ArrayList<>();
        String[] parts = text.split(BETWEEN, -1);
        for (int i = 0; i + PARTS <= parts.length; i += PARTS) {
            rows.add(new Row(
                    parts[i].equals("t"), parts[i + 1], parts[i + 2], parts[i + 3], Long.parseLong(parts[i + 4])));
        }
        return new OwnFunctions(rows);
    }

    String text() {
        StringBuilder s = new StringBuilder();
        for (Row r : rows) {
            s.append(r.seen ? 't' : 'f').append(BETWEEN);
            s.append(r.schema).append(BETWEEN).append(r.name).append(BETWEEN);
            s.append(r.types).append(BETWEEN).append(r.oid).append(BETWEEN);
        }
        return s.toString();
    }

    private boolean isMeant(Row r, String schema, String name) {
        return r.name.equals(name) && (schema == null ? r.seen : r.schema.equals(schema));
    }

    /** Those of a name; schema null for those of the path. */
    List<Long> named(String schema, String name) {
        return rows.stream().filter(r -> isMeant(r, schema, name)).map(Row::oid).toList();
    }

    /** The first of a name that takes these types; null if there is none. */
    Long typed(String schema, String name, String types) {
        return rows.stream()
                .filter(r -> isMeant(r, schema, name) && r.types.equals(types))
                .map(Row::oid)
                .findFirst()
                .orElse(null);
    }
}
