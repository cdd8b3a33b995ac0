package io.polywire.sql.bound;

import io.polywire.sql.catalog.Relation;

/** Where rows come from. */
public sealed interface BoundSource {
    /**
     * A table.
     *
     * @param number its number within the statement
     * @param relation the table
     */
    record Table(int number, Relation relation) implements BoundSource {}

    /**
     * The rows of a query, under the names of its outputs.
     *
     * @param number its number within the statement
     * @param query the query
     * @param once whether its rows must be worked out once, since it calls functions whose value differs from call to call
     */
    record Derived(int number, BoundQuery query, boolean once) implements BoundSource {
        /** A query without such functions. */
        public Derived(int number, BoundQuery query) {
            this(number, query, false);
        }
    }

    /**
     * The rows of a {@link BoundBody.Recursive} that the second query goes on from.
     *
     * @param number its number within the statement
     * @param table number of the recursive one
     */
    record Working(int number, int table) implements BoundSource {}

    /**
     * Two sources side by side.
     *
     * @param kind which rows without a partner are kept
     * @param left first
     * @param right second
     * @param on null for all pairs
     */
    record Joined(Kind kind, BoundSource left, BoundSource right, BoundExpression on) implements BoundSource {}

    /** Which rows without a partner a join keeps. */
    enum Kind {
        INNER,
        LEFT,
        RIGHT,
        FULL
    }
}
