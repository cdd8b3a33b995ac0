package io.polywire.sql.bound;

import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;

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
     * A relation that tells of the database.
     *
     * @param number its number within the statement
     * @param relation the relation, under whose names its columns go
     */
    record System(int number, SystemRelation relation) implements BoundSource {}

    /**
     * The rows of a query, under the names of its outputs.
     *
     * @param number its number within the statement
     * @param query the query
     */
    record Derived(int number, BoundQuery query) implements BoundSource {}

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
