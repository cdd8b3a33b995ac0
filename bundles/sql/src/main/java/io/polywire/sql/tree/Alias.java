package io.polywire.sql.tree;

import java.util.List;

/**
 * A name for a table and its columns.
 *
 * @param name null where only columns are listed
 * @param columns may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Alias(Identifier name, List<Identifier> columns, int start, int end) implements Part {
    /** Copies the lists. */
    public Alias {
        columns = List.copyOf(columns);
    }
}
