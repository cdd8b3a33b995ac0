package io.polywire.sql.bound;

import io.polywire.api.function.AggregateFunction;

/** What an aggregate works out: one that every storage has, or one that the statement brings along. */
public sealed interface Aggregate {
    /** The aggregates that every storage has. */
    enum Standard implements Aggregate {
        /** Rows, or values that are not NULL. */
        COUNT,
        /** Smallest value, of a type whose carrier compares as the type does. */
        MIN,
        /** Largest value. */
        MAX,
        /** Sum of integers as a 64 bit integer; 22003 where that is too small; NULL for none. */
        SUM_INTEGERS,
        /** Texts that are not NULL one behind the other, the second argument between each two; NULL for none. */
        JOIN_TEXTS
    }

    /**
     * An aggregate that the statement brings along.
     *
     * @param function what is called
     */
    record Own(AggregateFunction function) implements Aggregate {}
}
