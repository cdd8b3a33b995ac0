package io.polywire.sql.tree;

import java.util.List;

/**
 * What an INSERT does about rows that are there already.
 *
 * @param columns columns of the index that is meant; may be empty
 * @param columnsStart where their list begins, in front of its parenthesis; -1 without one
 * @param indexWhere condition of that index, or null
 * @param constraint the constraint that is meant, or null
 * @param assignments what is set; empty for DO NOTHING
 * @param where which rows are updated; null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record OnConflict(
        List<IndexElement> columns,
        int columnsStart,
        Expression indexWhere,
        Identifier constraint,
        List<Assignment> assignments,
        Expression where,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public OnConflict {
        columns = List.copyOf(columns);
        assignments = List.copyOf(assignments);
    }
}
