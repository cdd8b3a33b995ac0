package io.polywire.sql.bound;

import java.util.List;

/** What gives the rows of a query. */
public sealed interface BoundBody {
    /** Its columns. */
    List<BoundOutput> outputs();

    /**
     * A selection.
     *
     * @param distinct whether equal rows count once; all outputs then compare as their carriers do
     * @param outputs what is given
     * @param from null for one row without columns
     * @param where null for all rows
     * @param grouped whether rows are put together, in one group if {@code groupBy} is empty
     * @param groupBy keys of the groups, which compare as their carriers do
     * @param having null for all groups
     */
    record Select(
            boolean distinct,
            List<BoundOutput> outputs,
            BoundSource from,
            BoundExpression where,
            boolean grouped,
            List<BoundExpression> groupBy,
            BoundExpression having)
            implements BoundBody {
        /** Copies the lists. */
        public Select {
            outputs = List.copyOf(outputs);
            groupBy = List.copyOf(groupBy);
        }
    }

    /**
     * Rows written out.
     *
     * @param outputs names and types of the columns; their expressions are those of the first row
     * @param rows the rows, each as wide as the outputs
     */
    record Rows(List<BoundOutput> outputs, List<List<BoundExpression>> rows) implements BoundBody {
        /** Copies the lists. */
        public Rows {
            outputs = List.copyOf(outputs);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Rows of a query, and those of a second one over them, and over what that gives, as long as it gives any.
     *
     * @param table number of the second one's {@link BoundSource.Working}
     * @param all whether equal rows are kept; otherwise all columns compare as their carriers do
     * @param first what it starts with
     * @param next a selection that has the working table once in FROM, of the same types
     */
    record Recursive(int table, boolean all, BoundQuery first, BoundQuery next) implements BoundBody {
        @Override
        public List<BoundOutput> outputs() {
            return first.body().outputs();
        }
    }

    /**
     * Rows of two queries put together; all columns compare as their carriers do unless it is UNION ALL.
     *
     * @param kind how
     * @param all whether equal rows are kept
     * @param left first
     * @param right second, of the same types
     */
    record Combined(Kind kind, boolean all, BoundQuery left, BoundQuery right) implements BoundBody {
        @Override
        public List<BoundOutput> outputs() {
            return left.body().outputs();
        }
    }

    /** How rows of two queries are put together. */
    enum Kind {
        UNION,
        INTERSECT,
        EXCEPT
    }
}
