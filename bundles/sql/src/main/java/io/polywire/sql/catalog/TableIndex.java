package io.polywire.sql.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An index of a table.
 *
 * @param id its number
 * @param name within the schema of its table
 * @param stored its name in the storage; null where the storage keeps it without one of ours (the index of a key)
 * @param unique whether no two rows are equal in it
 * @param primary whether it is that of the primary key
 * @param method access method ("btree")
 * @param keys what it is over, in order
 * @param include numbers of further columns
 * @param predicate which rows it holds, as text; null for all
 * @param options WITH (...)
 * @param comment or null
 * @param nullsNotDistinct whether NULLs are equal to one another in a unique one
 */
public record TableIndex(
        int id,
        String name,
        String stored,
        boolean unique,
        boolean primary,
        String method,
        List<Key> keys,
        List<Integer> include,
        String predicate,
        Map<String, String> options,
        String comment,
        boolean nullsNotDistinct) {
    /**
     * What an index is over.
     *
     * @param column number of a column; 0 for an expression
     * @param expression as text; null for a column
     * @param descending whether it sorts so
     * @param nullsFirst where NULL stands
     * @param operatorClass name of the way of comparing; null for the usual one of its type
     */
    public record Key(int column, String expression, boolean descending, boolean nullsFirst, String operatorClass) {
        /** A key with the usual operator class. */
        public Key(int column, String expression, boolean descending, boolean nullsFirst) {
            this(column, expression, descending, nullsFirst, null);
        }

        /** The same over an expression. */
        public Key over(String other) {
            return new Key(column, other, descending, nullsFirst, operatorClass);
        }
    }

    /** Copies the lists. */
    public TableIndex {
        Objects.requireNonNull(name, "name");
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        // in the order in which they were written
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * The index of a key: unique, over columns in ascending order.
     *
     * @param stored null where the storage makes it with the table
     * @param columns their numbers
     */
    public static TableIndex ofKey(
            int id, String name, String stored, boolean primary, List<Integer> columns, Map<String, String> options) {
        List<Key> keys =
                columns.stream().map(n -> new Key(n, null, false, false)).toList();
        return new TableIndex(id, name, stored, true, primary, "btree", keys, List.of(), null, options, null);
    }

    /** An index in which NULLs differ from one another. */
    public TableIndex(
            int id,
            String name,
            String stored,
            boolean unique,
            boolean primary,
            String method,
            List<Key> keys,
            List<Integer> include,
            String predicate,
            Map<String, String> options,
            String comment) {
        this(id, name, stored, unique, primary, method, keys, include, predicate, options, comment, false);
    }

    /** The same, with NULLs equal to one another or not. */
    public TableIndex nullsNotDistinct(boolean equal) {
        return new TableIndex(
                id, name, stored, unique, primary, method, keys, include, predicate, options, comment, equal);
    }

    /** The same under another number. */
    public TableIndex numbered(int number) {
        return new TableIndex(
                number,
                name,
                stored,
                unique,
                primary,
                method,
                keys,
                include,
                predicate,
                options,
                comment,
                nullsNotDistinct);
    }

    /** The same with further columns. */
    public TableIndex including(List<Integer> columns) {
        return new TableIndex(
                id,
                name,
                stored,
                unique,
                primary,
                method,
                keys,
                columns,
                predicate,
                options,
                comment,
                nullsNotDistinct);
    }

    /** Whether a column is one of its keys or further columns; expressions are not looked into. */
    public boolean has(int column) {
        return include.contains(column) || keys.stream().anyMatch(k -> k.column() == column);
    }

    /** The same under another name. */
    public TableIndex named(String other, String otherStored) {
        return new TableIndex(
                id,
                other,
                otherStored,
                unique,
                primary,
                method,
                keys,
                include,
                predicate,
                options,
                comment,
                nullsNotDistinct);
    }

    /** The same with other keys and of other rows. */
    public TableIndex over(List<Key> otherKeys, String otherRows) {
        return new TableIndex(
                id,
                name,
                stored,
                unique,
                primary,
                method,
                otherKeys,
                include,
                otherRows,
                options,
                comment,
                nullsNotDistinct);
    }

    /** The same with other options. */
    public TableIndex optioned(Map<String, String> others) {
        return new TableIndex(
                id, name, stored, unique, primary, method, keys, include, predicate, others, comment, nullsNotDistinct);
    }

    /** The same as that of a key. */
    public TableIndex keyed(boolean primaryKey) {
        return new TableIndex(
                id,
                name,
                stored,
                unique,
                primaryKey,
                method,
                keys,
                include,
                predicate,
                options,
                comment,
                nullsNotDistinct);
    }

    /** The same with a comment; null for none. */
    public TableIndex commented(String text) {
        return new TableIndex(
                id, name, stored, unique, primary, method, keys, include, predicate, options, text, nullsNotDistinct);
    }
}
