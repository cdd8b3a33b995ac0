package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operator classes that keys of indexes name, in the table {@code _pw_index_class} of a file; a file in which none was ever
 * named has no such table.
 */
final class OperatorClassTable {
    private static final StorageStatement EXISTS = new StorageStatement(
            "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '_pw_index_class'", Access.READ, 0);

    private static final StorageStatement CLASSES =
            new StorageStatement("SELECT index_id, position, operator_class FROM main._pw_index_class", Access.READ, 0);

    /** A key: number of the index, place in it from 0. */
    private record Place(int index, int position) {}

    private final Map<Place, String> names = new HashMap<>();

    private OperatorClassTable() {}

    static OperatorClassTable read(Lease lease) {
        OperatorClassTable table = new OperatorClassTable();
        if (!Rows.of(lease, EXISTS).isEmpty()) {
            for (Rows.Row r : Rows.of(lease, CLASSES)) {
                table.names.put(new Place(r.integer(0), r.integer(1)), r.text(2));
            }
        }
        return table;
    }

    /** The operator class of a key, null for the usual one. */
    String name(int index, int position) {
        return names.get(new Place(index, position));
    }

    /**
     * Statements that keep the classes of an index; none for one that names none. Numbers of indexes do not come back, so that
     * rows of what is no more mean nothing; they are cleared away here.
     */
    static List<String> put(TableIndex i) {
        if (i.keys().stream().allMatch(k -> k.operatorClass() == null)) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        out.add("CREATE TABLE IF NOT EXISTS main._pw_index_class(index_id INTEGER NOT NULL, position INTEGER NOT NULL,"
                + " operator_class TEXT NOT NULL, PRIMARY KEY(index_id, position)) WITHOUT ROWID");
        out.add("DELETE FROM main._pw_index_class WHERE index_id NOT IN (SELECT x.id FROM main._pw_index AS x)"
                + " OR index_id = " + i.id());
        for (int k = 0; k < i.keys().size(); k++) {
            if (i.keys().get(k).operatorClass() != null) {
                out.add("INSERT INTO main._pw_index_class(index_id, position, operator_class)"
                        + MetadataWriter.values(i.id(), k, i.keys().get(k).operatorClass()));
            }
        }
        return out;
    }
}
