package io.polywire.sql.tree;

import java.util.List;

/**
 * A column.
 *
 * @param name its name
 * @param type null where a dialect allows none
 * @param collation null if none
 * @param compression null if none
 * @param constraints what was written behind the type
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ColumnDefinition(
        Identifier name,
        TypeName type,
        QualifiedName collation,
        Identifier compression,
        List<Constraint> constraints,
        int start,
        int end)
        implements TableElement {
    /** Copies the lists. */
    public ColumnDefinition {
        constraints = List.copyOf(constraints);
    }
}
