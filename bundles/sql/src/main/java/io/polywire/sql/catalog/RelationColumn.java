package io.polywire.sql.catalog;

import java.util.Objects;

/**
 * A column of a relation.
 *
 * @param name as it is stored
 * @param number its number in the relation, from 1
 * @param declared its type as the storage has it declared, which the front dialect's
 *     {@link io.polywire.sql.analyse.TypeRules} reads; may be empty
 * @param notNull whether NULL is refused
 * @param hasDefault whether the storage has a default for it
 * @param generated whether it is worked out from other columns
 * @param rowNumber whether the storage gives a number where it is left out (SQLite's INTEGER PRIMARY KEY)
 */
public record RelationColumn(
        String name,
        int number,
        String declared,
        boolean notNull,
        boolean hasDefault,
        boolean generated,
        boolean rowNumber) {
    /** Checks what the record promises. */
    public RelationColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(declared, "declared");
    }
}
