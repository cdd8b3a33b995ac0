package io.polywire.sql.catalog;

import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.type.Type;
import io.polywire.sql.tree.Query;
import java.util.List;
import java.util.Objects;

/**
 * A relation that a front dialect has beside the tables of a database, to tell of them. Its rows come from one of three:
 * memory, the session, or a query.
 *
 * @param name its name
 * @param columns in order
 * @param id its number, 0 if it has none
 * @param rows rows in memory, whose columns are called as these; or null
 * @param live rows of the moment, whose columns are called as these; or null
 * @param view a query whose outputs are these, in their order; or null
 */
public record SystemRelation(
        String name, List<Column> columns, long id, MemoryRelation rows, LiveRelation live, View view) {
    /** What the column is called that has the numbers of objects. */
    public static final String OID = "oid";

    /**
     * A column.
     *
     * @param name its name
     * @param type its type
     * @param nullable whether NULL can occur
     */
    public record Column(String name, Type type, boolean nullable) {}

    /**
     * A query in the language of the dialect, without parameters.
     *
     * @param query the query
     * @param text what it was made of
     * @param guarded the relation as rights are asked on it; null if everybody may read it
     */
    public record View(Query query, String text, Relation guarded) {}

    /** Copies the list. */
    public SystemRelation {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
    }

    /** A relation in memory. */
    public SystemRelation(String name, List<Column> columns, MemoryRelation rows) {
        this(name, columns, 0, rows, null, null);
    }

    /**
     * Whether each of its rows has a number of its own in the column {@link #OID}: so do those in memory that are looked up
     * by that column alone.
     */
    public boolean isIdentified() {
        int i = rows == null ? -1 : rows.columns().indexOf(OID);
        return i >= 0 && rows.indexes().contains(List.of(i));
    }

    /** A column by its name, or null. */
    public Column column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst().orElse(null);
    }
}
