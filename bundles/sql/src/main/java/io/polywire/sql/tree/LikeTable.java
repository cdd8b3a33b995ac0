package io.polywire.sql.tree;

import java.util.List;

/**
 * LIKE: the columns of another table.
 *
 * @param table the other table
 * @param options what comes along
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record LikeTable(QualifiedName table, List<LikeOption> options, int start, int end) implements TableElement {
    /** Copies the lists. */
    public LikeTable {
        options = List.copyOf(options);
    }
}
