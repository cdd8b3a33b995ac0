package io.polywire.sql.bound;

import java.util.List;

/**
 * The rows that a window function sees.
 *
 * @param partitionBy rows with these keys equal belong together; they compare as their carriers do
 * @param orderBy their order
 * @param frame null for the standard's: from the first row to the last peer of the present one
 */
public record BoundWindow(List<BoundExpression> partitionBy, List<BoundSort> orderBy, Frame frame) {
    /** Copies the lists. */
    public BoundWindow {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
    }

    /**
     * A part of the partition around the present row.
     *
     * @param unit what is counted
     * @param from where it begins
     * @param fromOffset for an offset: not read from rows; an integer, for RANGE a number of the kind of the one order key
     * @param to where it ends
     * @param toOffset for an offset
     * @param exclusion what is left out
     */
    public record Frame(
            Unit unit,
            Bound from,
            BoundExpression fromOffset,
            Bound to,
            BoundExpression toOffset,
            Exclusion exclusion) {}

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
