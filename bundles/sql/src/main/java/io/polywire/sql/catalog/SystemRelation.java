package io.polywire.sql.catalog;

import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.type.Type;
import java.util.List;
import java.util.Objects;

/**
 * A relation that a front dialect has beside the tables of a database, to tell of them.
 *
 * @param name its name
 * @param columns in order
 * @param rows where its rows come from; its columns are called as these
 */
public record SystemRelation(String name, List<Column> columns, MemoryRelation rows) {
    /**
     * A column.
     *
     * @param name its name
     * @param type its type
     * @param nullable whether NULL can occur
     */
    public record Column(String name, Type type, boolean nullable) {}

    /** Copies the list. */
    public SystemRelation {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
    }

    /** A column by its name, or null. */
    public Column column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst().orElse(null);
    }
}
