package io.polywire.sql.tree;

import java.util.List;

/**
 * Functions in FROM.
 *
 * @param functions one, or those of ROWS FROM
 * @param rowsFrom whether ROWS FROM was written
 * @param ordinality whether a row number is added
 * @param lateral whether LATERAL was written
 * @param alias null if none
 * @param columns column definition list, may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record FunctionTable(
        List<FunctionItem> functions,
        boolean rowsFrom,
        boolean ordinality,
        boolean lateral,
        Alias alias,
        List<ColumnDefinition> columns,
        int start,
        int end)
        implements TableReference {
    /** Copies the lists. */
    public FunctionTable {
        functions = List.copyOf(functions);
        columns = List.copyOf(columns);
    }
}
