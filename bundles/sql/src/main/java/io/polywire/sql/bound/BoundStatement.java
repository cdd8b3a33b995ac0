package io.polywire.sql.bound;

import io.polywire.api.error.Notice;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.right.Maintained;
import java.util.List;
import java.util.Map;

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
     * @param rights what it asks rights for
     */
    record Inserts(
            Relation target,
            List<String> columns,
            BoundQuery source,
            Conflict conflict,
            List<BoundOutput> outputs,
            int number,
            ChangeRights rights)
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
     * @param key columns of the unique key that is meant; with no {@code expressions} either it is any, and nothing is done
     * @param keyed what the storage's index is over in place of such a column, by its name
     * @param expressions what else that key is over, as the storage's index has it
     * @param keyWhere condition of that key's index, over the row that is there; null if it holds all rows
     * @param columns columns that are set in the row that is there; empty for nothing
     * @param values as many, over that row and the one that was to be inserted
     * @param where which rows are set; null for all
     * @param excluded number, as a source of the expressions, of the row that was to be inserted
     * @param told columns whose values tell whether the statement meets a row twice, which is an error (21000); empty if
     *     it cannot, or {@code toldBy} does too
     * @param toldBy further values that tell it, over the inserted rows as a source of number {@code excluded} whose columns
     *     are named as those of a derived table
     * @param toldWhere which of the inserted rows can meet one at all, over the same source; null for all
     * @param exclusions indexes of the EXCLUDE constraints that are meant, too: rows that they refuse are left out
     * @param keys whether unique keys are meant
     */
    record Conflict(
            List<String> key,
            Map<String, BoundExpression> keyed,
            List<BoundExpression> expressions,
            BoundExpression keyWhere,
            List<String> columns,
            List<BoundExpression> values,
            BoundExpression where,
            int excluded,
            List<String> told,
            List<BoundExpression> toldBy,
            BoundExpression toldWhere,
            List<TableIndex> exclusions,
            boolean keys) {
        /** One that is about a unique key. */
        public Conflict(
                List<String> key,
                Map<String, BoundExpression> keyed,
                List<BoundExpression> expressions,
                BoundExpression keyWhere,
                List<String> columns,
                List<BoundExpression> values,
                BoundExpression where,
                int excluded,
                List<String> told,
                List<BoundExpression> toldBy,
                BoundExpression toldWhere) {
            this(
                    key,
                    keyed,
                    expressions,
                    keyWhere,
                    columns,
                    values,
                    where,
                    excluded,
                    told,
                    toldBy,
                    toldWhere,
                    List.of(),
                    true);
        }

        /** Copies the lists. */
        public Conflict {
            key = List.copyOf(key);
            keyed = Map.copyOf(keyed);
            expressions = List.copyOf(expressions);
            columns = List.copyOf(columns);
            values = List.copyOf(values);
            told = List.copyOf(told);
            toldBy = List.copyOf(toldBy);
            exclusions = List.copyOf(exclusions);
        }

        /** Whether it must be looked whether a row is met twice. */
        public boolean tells() {
            return !told.isEmpty() || !toldBy.isEmpty();
        }

        /** Whether any unique key is meant. */
        public boolean any() {
            return key.isEmpty() && expressions.isEmpty();
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
     * @param rights what it asks rights for
     */
    record Updates(
            Relation target,
            List<String> columns,
            List<BoundExpression> values,
            BoundSource from,
            boolean snapshot,
            BoundExpression where,
            List<BoundOutput> outputs,
            int number,
            ChangeRights rights)
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
     * @param rights what it asks rights for
     */
    record Deletes(Relation target, BoundExpression where, List<BoundOutput> outputs, int number, ChangeRights rights)
            implements BoundStatement {
        /** Copies the list. */
        public Deletes {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Rows that an EXCLUDE refuses are left out from now on, in place of a failure, or are not any more.
     *
     * @param table the table
     * @param exclusion the index that keeps the constraint
     * @param begins whether they are from now on
     */
    record Skips(Relation table, TableIndex exclusion, boolean begins) implements BoundStatement {
        @Override
        public List<BoundOutput> outputs() {
            return List.of();
        }
    }

    /**
     * Several statements as one: they run in their order, all or none.
     *
     * @param steps at least one, of which one is the statement itself
     * @param outputs what that one returns
     * @param target the table that it changes; null if it changes none
     */
    record Program(List<Step> steps, List<BoundOutput> outputs, Relation target) implements BoundStatement {
        /** Copies the lists. */
        public Program {
            steps = List.copyOf(steps);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A step of a program.
     *
     * @param statement what runs
     * @param slot number under which later steps find its rows as {@link CapturedRows}; -1 if they are not kept
     * @param counted whether its rows are counted as those of the whole
     * @param shown whether its rows are those of the whole
     * @param key the deferrable key that it looks at, which it does not while the key is deferred; null for any other step
     * @param before tables that it reads as they were before the statement, by what an earlier step has kept of them
     * @param keeps whether it keeps such a table, which is no reading of the client's
     */
    record Step(
            BoundStatement statement,
            int slot,
            boolean counted,
            boolean shown,
            TableConstraint key,
            List<KeptTable> before,
            boolean keeps) {
        /** Copies the list. */
        public Step {
            before = List.copyOf(before);
        }

        /** One that reads tables as they are. */
        public Step(BoundStatement statement, int slot, boolean counted, boolean shown, TableConstraint key) {
            this(statement, slot, counted, shown, key, List.of(), false);
        }

        /** One that looks at no deferrable key. */
        public Step(BoundStatement statement, int slot, boolean counted, boolean shown) {
            this(statement, slot, counted, shown, null);
        }
    }

    /**
     * A table as a step of a program has kept it: the number of each row, then its columns in their order.
     *
     * @param relation the table
     * @param slot number of the step's rows
     * @param types of what is kept
     */
    record KeptTable(Relation relation, int slot, List<Type> types) {
        /** Copies the list. */
        public KeptTable {
            types = List.copyOf(types);
        }
    }

    /**
     * A change of the schema: its steps are done in order, all or none.
     *
     * @param steps may be empty
     * @param notices what the client is told besides
     * @param first whether the database has no metadata of ours yet
     * @param nextId the number that the next new object gets
     * @param maintained what VACUUM or ANALYZE works on; else empty
     */
    record ChangesSchema(
            List<SchemaStep> steps, List<Notice> notices, boolean first, int nextId, List<Maintained> maintained)
            implements BoundStatement {
        /** Copies the lists. */
        public ChangesSchema {
            steps = List.copyOf(steps);
            notices = List.copyOf(notices);
            maintained = List.copyOf(maintained);
        }

        /** One that is neither VACUUM nor ANALYZE. */
        public ChangesSchema(List<SchemaStep> steps, List<Notice> notices, boolean first, int nextId) {
            this(steps, notices, first, nextId, List.of());
        }

        @Override
        public List<BoundOutput> outputs() {
            return List.of();
        }
    }
}
