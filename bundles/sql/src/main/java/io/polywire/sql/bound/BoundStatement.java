package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import java.util.List;

/** A statement whose names and types are known. */
public sealed interface BoundStatement {
    /** What it returns; empty if it returns no rows. */
    List<BoundOutput> outputs();

    /** The table that it changes rows of; null if there is none. */
    default Relation target() {
        return null;
    }

    /**
     * A query.
     *
     * @param query the query
     * @param locks whether the rows are locked (FOR UPDATE)
     */
    record Selects(BoundQuery query, boolean locks) implements BoundStatement {
        /** A query that locks nothing. */
        public Selects(BoundQuery query) {
            this(query, false);
        }

        @Override
        public List<BoundOutput> outputs() {
            return query.outputs();
        }
    }

    /**
     * INSERT.
     *
     * @param target the table
     * @param columns names of the columns that are given values
     * @param source rows, each as wide as the columns and of their types; null for one row of defaults
     * @param conflict what is done about rows that are there already; null for an error
     * @param outputs RETURNING
     * @param number number of the target as a source of the outputs
     */
    record Inserts(
            Relation target,
            List<String> columns,
            BoundQuery source,
            Conflict conflict,
            List<BoundOutput> outputs,
            int number)
            implements BoundStatement {
        /** Copies the lists. */
        public Inserts {
            columns = List.copyOf(columns);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * What an INSERT does about a row that is there already.
     *
     * @param key columns of the unique key that is meant; empty for any, and then nothing is done
     * @param columns columns that are set in the row that is there; empty for nothing
     * @param values as many, over that row and the one that was to be inserted
     * @param where which rows are set; null for all
     * @param excluded number, as a source of the expressions, of the row that was to be inserted
     * @param told columns whose values tell whether the statement meets a row twice, which is an error (21000); empty if
     *     it cannot
     */
    record Conflict(
            List<String> key,
            List<String> columns,
            List<BoundExpression> values,
            BoundExpression where,
            int excluded,
            List<String> told) {
        /** Copies the lists. */
        public Conflict {
            key = List.copyOf(key);
            columns = List.copyOf(columns);
            values = List.copyOf(values);
            told = List.copyOf(told);
        }
    }

    /**
     * UPDATE.
     *
     * @param target the table
     * @param columns names of the columns that are changed
     * @param values as many, of their types, over the row as it was and one of {@code from}
     * @param from further rows that each row meets; of several that it meets any one counts; null for none
     * @param snapshot whether the expressions read the table, which they must see as it was before the statement
     * @param where null for all rows
     * @param outputs RETURNING, over the row as it is then
     * @param number number of the target as a source of the expressions
     */
    record Updates(
            Relation target,
            List<String> columns,
            List<BoundExpression> values,
            BoundSource from,
            boolean snapshot,
            BoundExpression where,
            List<BoundOutput> outputs,
            int number)
            implements BoundStatement {
        /** Copies the lists. */
        public Updates {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * DELETE.
     *
     * @param target the table
     * @param where null for all rows
     * @param outputs RETURNING, over the row as it was
     * @param number number of the target as a source of the expressions
     */
    record Deletes(Relation target, BoundExpression where, List<BoundOutput> outputs, int number)
            implements BoundStatement {
        /** Copies the list. */
        public Deletes {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * CREATE TABLE.
     *
     * @param name its name
     * @param columns in order
     * @param primaryKey columns of the primary key, may be empty
     * @param unique further keys
     * @param nothing whether it is there already and nothing is done
     */
    record CreatesTable(
            String name, List<NewColumn> columns, List<String> primaryKey, List<List<String>> unique, boolean nothing)
            implements BoundStatement {
        /** Copies the lists. */
        public CreatesTable {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            unique = unique.stream().map(List::copyOf).toList();
        }

        @Override
        public List<BoundOutput> outputs() {
            return List.of();
        }
    }

    /**
     * A column of a new table.
     *
     * @param name its name
     * @param type its type
     * @param notNull whether NULL is refused
     * @param defaultValue a constant, or null for none
     */
    record NewColumn(String name, Type type, boolean notNull, BoundConstant defaultValue) {}

    /**
     * DROP TABLE.
     *
     * @param name its name; null if it is not there and nothing is done
     */
    record DropsTable(String name) implements BoundStatement {
        @Override
        public List<BoundOutput> outputs() {
            return List.of();
        }
    }
}
