package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.TableIndex;
import java.util.List;

/** Where rows come from. */
public sealed interface BoundSource {
    /**
     * A table.
     *
     * @param number its number within the statement
     * @param relation the table
     * @param without rows that are not seen, as they came behind what the statement sees
     * @param through views by which a change names it, the one that the statement names first: it is read with the right of
     *     the last one's owner
     */
    record Table(int number, Relation relation, List<Added> without, List<Relation> through) implements BoundSource {
        /** Copies the lists. */
        public Table {
            without = List.copyOf(without);
            through = List.copyOf(through);
        }

        /** A table under its own name. */
        public Table(int number, Relation relation, List<Added> without) {
            this(number, relation, without, List.of());
        }

        /** All rows of a table. */
        public Table(int number, Relation relation) {
            this(number, relation, List.of());
        }
    }

    /**
     * Keys that several rows of a table have at the moment, which they must not have for long. Its columns are those of the
     * key, in its order, named c1, c2, ...
     *
     * @param number its number within the statement
     * @param table the table
     * @param index that of a deferrable key
     */
    record Duplicates(int number, Relation table, TableIndex index) implements BoundSource {}

    /**
     * Rows that an earlier step of a {@link BoundStatement.Program} has inserted.
     *
     * @param rows what the step returned
     * @param column which of its columns is the row's number
     */
    record Added(CapturedRows rows, int column) {}

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
     * @param once whether its rows must be worked out once, since it calls functions whose value differs from call to call
     * @param view the view whose query it is, which is read with the rights of the view's owner, or the sequence whose state
     *     it tells; null for none
     */
    record Derived(int number, BoundQuery query, boolean once, Relation view) implements BoundSource {
        /** A query of no view. */
        public Derived(int number, BoundQuery query, boolean once) {
            this(number, query, once, null);
        }

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

    /**
     * The rows that a function gives, as {@link JsonRows} has them; it may be of columns of the sources before it.
     * Columns are named c1, c2, ... ; one behind those of the function is the number of the row, from 1.
     *
     * @param number its number within the statement
     * @param rows a function that gives text of {@link JsonRows}, never NULL, or {@link CapturedRows}
     * @param columns types of the function's columns
     */
    record Call(int number, BoundExpression rows, List<Type> columns) implements BoundSource {
        /** Copies the list. */
        public Call {
            columns = List.copyOf(columns);
        }
    }

    /** Which rows without a partner a join keeps. */
    enum Kind {
        INNER,
        LEFT,
        RIGHT,
        FULL
    }
}
