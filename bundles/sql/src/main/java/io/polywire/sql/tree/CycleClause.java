package io.polywire.sql.tree;

import java.util.List;

/**
 * CYCLE of a recursive query.
 *
 * @param columns at least one
 * @param mark column that marks a cycle
 * @param value its value in a cycle; null for true
 * @param otherwise its value elsewhere; null for false
 * @param path column that keeps the path
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CycleClause(
        List<Identifier> columns,
        Identifier mark,
        Expression value,
        Expression otherwise,
        Identifier path,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public CycleClause {
        columns = List.copyOf(columns);
    }
}
