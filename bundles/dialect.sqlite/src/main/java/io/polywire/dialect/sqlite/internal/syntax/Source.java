package io.polywire.dialect.sqlite.internal.syntax;

import java.util.List;

/** What stands in FROM. */
public sealed interface Source extends Part {
    /** Its alias, or null. */
    String alias();

    /**
     * A table or view.
     *
     * @param schema or null
     * @param indexed the index that INDEXED BY names, or null
     */
    record Table(int start, int end, String schema, String name, String alias, String indexed) implements Source {
        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /** A table-valued function. */
    record Function(int start, int end, String schema, String name, List<Expression> arguments, String alias)
            implements Source {
        @Override
        public List<Part> parts() {
            return Part.list(arguments);
        }
    }

    /** A query in parentheses. */
    record Derived(int start, int end, Query query, String alias) implements Source {
        @Override
        public List<Part> parts() {
            return List.of(query);
        }
    }

    /**
     * Joins from left to right; in parentheses it may have an alias.
     *
     * @param items at least one
     */
    record Joined(int start, int end, List<Item> items, String alias) implements Source {
        @Override
        public List<Part> parts() {
            return Part.list(items);
        }
    }

    /**
     * A source with what joins it to those before it.
     *
     * @param operator words in upper case; "," or "" for the first one
     * @param on or null
     * @param using names of columns; empty if there are none
     */
    record Item(int start, int end, String operator, Source source, Expression on, List<String> using) implements Part {
        /** Whether all columns of one name are compared. */
        public boolean natural() {
            return operator.contains("NATURAL");
        }

        @Override
        public List<Part> parts() {
            return Part.list(source, on);
        }
    }
}
