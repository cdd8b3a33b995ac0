package io.polywire.sql.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A table or a view.
 *
 * @param id number of the relation, stable as long as it has its name
 * @param kind what it is
 * @param name as it is stored
 * @param columns in order
 * @param primaryKey names of the columns of its primary key, in the key's order; empty if it has none
 */
public record Relation(int id, Kind kind, String name, List<RelationColumn> columns, List<String> primaryKey) {
    /** What a relation is. */
    public enum Kind {
        TABLE,
        VIEW
    }

    /** Copies the lists. */
    public Relation {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /** Index of a column by its name, or -1. */
    public int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
