package io.polywire.sql.tree;

/**
 * What rows are ordered by.
 *
 * @param expression the key
 * @param direction as written
 * @param using the ordering operator, or null
 * @param nulls as written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SortItem(Expression expression, Direction direction, OperatorName using, Nulls nulls, int start, int end)
        implements Part {
    /** Which way. */
    public enum Direction {
        DEFAULT,
        ASCENDING,
        DESCENDING
    }
    /** Where NULL goes; the default is the dialect's. */
    public enum Nulls {
        DEFAULT,
        FIRST,
        LAST
    }
}
