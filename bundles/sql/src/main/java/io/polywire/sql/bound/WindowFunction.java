package io.polywire.sql.bound;

/** What is worked out over a window. */
public sealed interface WindowFunction {
    /** The functions of windows that every storage has, as the SQL standard means them. */
    enum Standard implements WindowFunction {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST,
        /** Number of the group of as many groups as its argument says; the argument is positive. */
        NTILE,
        /** Value, distance (not negative) and what is given where there is no such row; the last two may be left out. */
        LAG,
        LEAD,
        FIRST_VALUE,
        LAST_VALUE,
        /** Value and number of the row within the frame, positive. */
        NTH_VALUE
    }

    /**
     * An aggregate over the frame.
     *
     * @param aggregate which
     */
    record Aggregated(Aggregate aggregate) implements WindowFunction {}
}
