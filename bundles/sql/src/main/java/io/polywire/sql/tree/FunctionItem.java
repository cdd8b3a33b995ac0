package io.polywire.sql.tree;

import java.util.List;

/**
 * A function in FROM.
 *
 * @param call the call
 * @param columns column definition list, may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record FunctionItem(Expression call, List<ColumnDefinition> columns, int start, int end) implements Part {
    /** Copies the lists. */
    public FunctionItem {
        columns = List.copyOf(columns);
    }
}
