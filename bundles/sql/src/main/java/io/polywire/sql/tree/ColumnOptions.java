package io.polywire.sql.tree;

import java.util.List;

/**
 * WITH OPTIONS of a column of a table that is OF a type.
 *
 * @param name of the column
 * @param constraints what was written behind it
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ColumnOptions(Identifier name, List<Constraint> constraints, int start, int end) implements TableElement {
    /** Copies the list. */
    public ColumnOptions {
        constraints = List.copyOf(constraints);
    }
}
