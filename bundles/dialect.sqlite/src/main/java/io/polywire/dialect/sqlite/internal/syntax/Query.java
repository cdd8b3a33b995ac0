package io.polywire.dialect.sqlite.internal.syntax;

import java.util.List;

/**
 * A query.
 *
 * @param with null if there is none
 * @param cores one, or several that are put together
 * @param operators between these: UNION, UNION ALL, INTERSECT, EXCEPT
 * @param orderBy keys
 * @param limit null for all
 * @param offset null for none; of LIMIT a, b it is the first, and then it stands before the limit
 */
public record Query(
        int start,
        int end,
        With with,
        List<Core> cores,
        List<String> operators,
        List<Sort> orderBy,
        Expression limit,
        Expression offset)
        implements Part {
    @Override
    public List<Part> parts() {
        return limit != null && offset != null && offset.start() < limit.start()
                ? Part.list(with, cores, orderBy, offset, limit)
                : Part.list(with, cores, orderBy, limit, offset);
    }

    /** What gives rows. */
    public sealed interface Core extends Part {}

    /**
     * SELECT.
     *
     * @param from null for one row without columns
     * @param windows of WINDOW
     */
    public record Select(
            int start,
            int end,
            boolean distinct,
            List<Output> outputs,
            Source from,
            Expression where,
            List<Expression> groupBy,
            Expression having,
            List<Window> windows)
            implements Core {
        @Override
        public List<Part> parts() {
            return Part.list(outputs, from, where, groupBy, having, windows);
        }
    }

    /** VALUES: rows of one width. */
    public record Values(int start, int end, List<Expression.Row> rows) implements Core {
        @Override
        public List<Part> parts() {
            return Part.list(rows);
        }
    }

    /**
     * What SELECT or RETURNING gives.
     *
     * @param value null for *
     * @param alias null if there is none
     * @param table of {@code table.*}; null otherwise
     */
    public record Output(int start, int end, Expression value, String alias, String table) implements Part {
        @Override
        public List<Part> parts() {
            return Part.list(value);
        }
    }

    /** A key of an order. */
    public record Sort(int start, int end, Expression key, boolean descending) implements Part {
        @Override
        public List<Part> parts() {
            return List.of(key);
        }
    }

    /**
     * A window, in WINDOW or behind OVER.
     *
     * @param name its own in WINDOW, or the one that OVER names without parentheses; null otherwise
     * @param base the window in parentheses that it goes on from, or null
     * @param unit ROWS, RANGE or GROUPS of its frame; null if it has none
     * @param frame expressions of its frame's bounds
     */
    public record Window(
            int start,
            int end,
            String name,
            String base,
            List<Expression> partitionBy,
            List<Sort> orderBy,
            String unit,
            List<Expression> frame)
            implements Part {
        @Override
        public List<Part> parts() {
            return Part.list(partitionBy, orderBy, frame);
        }
    }

    /** WITH. */
    public record With(int start, int end, boolean recursive, List<CommonTable> tables) implements Part {
        @Override
        public List<Part> parts() {
            return Part.list(tables);
        }
    }

    /**
     * A table of WITH.
     *
     * @param columns empty if they are those of the query
     */
    public record CommonTable(int start, int end, String name, List<String> columns, Query query) implements Part {
        @Override
        public List<Part> parts() {
            return List.of(query);
        }
    }
}
