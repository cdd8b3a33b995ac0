package io.polywire.sql.tree;

import java.util.List;

/**
 * A key of an index.
 *
 * @param expression a column reference or an expression
 * @param collation null if none
 * @param operatorClass null if none
 * @param operatorClassOptions may be empty
 * @param direction as written
 * @param nulls as written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record IndexElement(
        Expression expression,
        QualifiedName collation,
        QualifiedName operatorClass,
        List<Option> operatorClassOptions,
        SortItem.Direction direction,
        SortItem.Nulls nulls,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public IndexElement {
        operatorClassOptions = List.copyOf(operatorClassOptions);
    }
}
