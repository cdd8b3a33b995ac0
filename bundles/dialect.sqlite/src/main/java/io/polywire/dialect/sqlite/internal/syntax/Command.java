package io.polywire.dialect.sqlite.internal.syntax;

import java.util.List;

/** A statement. */
public sealed interface Command extends Part {
    /** The name of a table, index or the like. */
    record Named(int start, int end, String schema, String name) implements Part {
        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /** A query as a statement. */
    record Selects(int start, int end, Query query) implements Command {
        @Override
        public List<Part> parts() {
            return List.of(query);
        }
    }

    /**
     * INSERT, REPLACE.
     *
     * @param or the word behind OR in upper case, REPLACE for REPLACE; null if there is none
     * @param alias or null
     * @param columns names; empty if none are given
     * @param columnsEnd offset behind the columns, or behind the table's name
     * @param source null for DEFAULT VALUES
     */
    record Insert(
            int start,
            int end,
            Query.With with,
            String or,
            Named table,
            String alias,
            List<String> columns,
            int columnsEnd,
            Query source,
            List<Upsert> upserts,
            List<Query.Output> returning)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(with, table, source, upserts, returning);
        }
    }

    /**
     * ON CONFLICT.
     *
     * @param target keys; empty for any
     * @param nothing whether nothing is done
     */
    record Upsert(
            int start,
            int end,
            List<Query.Sort> target,
            Expression targetWhere,
            boolean nothing,
            List<Assignment> set,
            Expression where)
            implements Part {
        @Override
        public List<Part> parts() {
            return Part.list(target, targetWhere, set, where);
        }
    }

    /**
     * column = value, or (columns) = value.
     *
     * @param listed whether the columns stand in parentheses
     */
    record Assignment(int start, int end, List<String> columns, boolean listed, Expression value) implements Part {
        @Override
        public List<Part> parts() {
            return List.of(value);
        }
    }

    /** UPDATE. */
    record Update(
            int start,
            int end,
            Query.With with,
            String or,
            Named table,
            String alias,
            String indexed,
            List<Assignment> set,
            Source from,
            Expression where,
            List<Query.Output> returning,
            boolean limited)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(with, table, set, from, where, returning);
        }
    }

    /** DELETE. */
    record Delete(
            int start,
            int end,
            Query.With with,
            Named table,
            String alias,
            String indexed,
            Expression where,
            List<Query.Output> returning,
            boolean limited)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(with, table, where, returning);
        }
    }

    /**
     * A column of CREATE TABLE or ALTER TABLE ... ADD.
     *
     * @param type words of its type as they are written; empty if it has none
     * @param constraints keywords of its constraints in upper case: "NOT NULL", "PRIMARY KEY", ...
     * @param defaultValue text of its default as it is written, or null
     */
    record ColumnDefinition(int start, int end, String name, String type, List<String> constraints, String defaultValue)
            implements Part {
        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /**
     * A foreign key of a table that is made.
     *
     * @param table the one that it refers to
     * @param columns those that it refers to; empty for the primary key
     */
    record Reference(String table, List<String> columns) {}

    /**
     * CREATE TABLE.
     *
     * @param query of AS; null where columns are written out
     */
    record CreateTable(
            int start,
            int end,
            boolean temporary,
            boolean lenient,
            Named name,
            List<ColumnDefinition> columns,
            List<Reference> references,
            Query query)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(name, columns, query);
        }
    }

    /** CREATE VIEW. */
    record CreateView(
            int start, int end, boolean temporary, boolean lenient, Named name, List<String> columns, Query query)
            implements Command {
        @Override
        public List<Part> parts() {
            return List.of(name, query);
        }
    }

    /** CREATE INDEX. */
    record CreateIndex(
            int start,
            int end,
            boolean unique,
            boolean lenient,
            Named name,
            String table,
            List<Query.Sort> keys,
            Expression where)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(name, keys, where);
        }
    }

    /**
     * CREATE TRIGGER.
     *
     * @param event INSERT, UPDATE or DELETE
     * @param body statements
     */
    record CreateTrigger(
            int start,
            int end,
            boolean temporary,
            boolean lenient,
            Named name,
            Named table,
            String event,
            List<String> columns,
            Expression when,
            List<Command> body)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(name, table, when, body);
        }
    }

    /**
     * CREATE VIRTUAL TABLE.
     *
     * @param arguments all that stands in the parentheses, as it is written
     */
    record CreateVirtualTable(int start, int end, boolean lenient, Named name, String module, String arguments)
            implements Command {
        @Override
        public List<Part> parts() {
            return List.of(name);
        }
    }

    /** DROP of a TABLE, VIEW, INDEX or TRIGGER. */
    record Drop(int start, int end, String what, boolean lenient, Named name) implements Command {
        @Override
        public List<Part> parts() {
            return List.of(name);
        }
    }

    /**
     * ALTER TABLE.
     *
     * @param action RENAME TO, RENAME COLUMN, ADD COLUMN or DROP COLUMN
     * @param from the column that is renamed or dropped, or null
     * @param to the new name, or null
     * @param added or null
     */
    record AlterTable(
            int start,
            int end,
            Named name,
            String action,
            String from,
            String to,
            ColumnDefinition added,
            List<Reference> references)
            implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(name, added);
        }
    }

    /**
     * What is about the whole file or the connection: PRAGMA, ANALYZE, REINDEX, VACUUM, ATTACH, DETACH, and those about
     * transactions.
     *
     * @param verb its first word, in upper case
     * @param name what it is about, or null
     */
    record Other(int start, int end, String verb, Named name, List<Expression> values) implements Command {
        @Override
        public List<Part> parts() {
            return Part.list(name, values);
        }
    }

    /** EXPLAIN [QUERY PLAN]. */
    record Explain(int start, int end, boolean plan, Command explained) implements Command {
        @Override
        public List<Part> parts() {
            return List.of(explained);
        }
    }
}
