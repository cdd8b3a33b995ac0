package io.polywire.sql.tree;

/**
 * UNION, INTERSECT or EXCEPT.
 *
 * @param kind which
 * @param all whether duplicates stay
 * @param left first input
 * @param right second input
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetOperation(Kind kind, boolean all, QueryBody left, QueryBody right, int start, int end)
        implements QueryBody {
    /** Which operation. */
    public enum Kind {
        UNION,
        INTERSECT,
        EXCEPT
    }
}
