package io.polywire.sql.tree;

/**
 * The frame of a window.
 *
 * @param unit what is counted
 * @param from first row
 * @param fromOffset for an offset
 * @param to last row; null without BETWEEN
 * @param toOffset for an offset
 * @param exclusion what is left out
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record WindowFrame(
        Unit unit,
        Bound from,
        Expression fromOffset,
        Bound to,
        Expression toOffset,
        Exclusion exclusion,
        int start,
        int end)
        implements Part {
    /** What is counted. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }
    /** Where a frame begins or ends. */
    public enum Bound {
        UNBOUNDED_PRECEDING,
        OFFSET_PRECEDING,
        CURRENT_ROW,
        OFFSET_FOLLOWING,
        UNBOUNDED_FOLLOWING
    }
    /** What is left out of a frame. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }
}
