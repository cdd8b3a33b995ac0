package io.polywire.sql.tree;

import java.util.List;

/**
 * VALUES with its rows.
 *
 * @param rows at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Values(List<RowExpression> rows, int start, int end) implements QueryBody {
    /** Copies the lists. */
    public Values {
        rows = List.copyOf(rows);
    }
}
