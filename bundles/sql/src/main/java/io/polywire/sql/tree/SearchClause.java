package io.polywire.sql.tree;

import java.util.List;

/**
 * SEARCH of a recursive query.
 *
 * @param breadthFirst or depth first
 * @param columns at least one
 * @param sequence column that is made
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SearchClause(boolean breadthFirst, List<Identifier> columns, Identifier sequence, int start, int end)
        implements Part {
    /** Copies the lists. */
    public SearchClause {
        columns = List.copyOf(columns);
    }
}
