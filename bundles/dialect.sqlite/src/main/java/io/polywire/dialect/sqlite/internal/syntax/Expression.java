package io.polywire.dialect.sqlite.internal.syntax;

import java.util.List;

/** An expression. */
public sealed interface Expression extends Part {
    /** A number, a blob, NULL, CURRENT_TIMESTAMP and its like. */
    record Constant(int start, int end, String text) implements Expression {
        /** Whether it is NULL. */
        public boolean isNull() {
            return text.equalsIgnoreCase("NULL");
        }

        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /** A text in single quotes. */
    record Text(int start, int end, String value) implements Expression {
        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /** A parameter by the number that SQLite gives it. */
    record Parameter(int start, int end, int number) implements Expression {
        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /**
     * A name: of a column, with its table and schema where these are given.
     *
     * @param names one to three
     * @param doubled whether it is one name in double quotes, which is a text where there is no such column
     */
    record Name(int start, int end, List<String> names, boolean doubled) implements Expression {
        /** The column's name. */
        public String column() {
            return names.get(names.size() - 1);
        }

        /** The table's name, or null. */
        public String table() {
            return names.size() > 1 ? names.get(names.size() - 2) : null;
        }

        /** The schema's name, or null. */
        public String schema() {
            return names.size() > 2 ? names.get(0) : null;
        }

        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /**
     * An operator with one, two or (LIKE ... ESCAPE) three operands.
     *
     * @param operator as it is written, in upper case, one blank between words; == is =, != is &lt;&gt;, ISNULL is IS NULL
     */
    record Operation(int start, int end, String operator, List<Expression> operands) implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(operands);
        }
    }

    /** COLLATE. */
    record Collate(int start, int end, Expression operand, String collation) implements Expression {
        @Override
        public List<Part> parts() {
            return List.of(operand);
        }
    }

    /** [NOT] BETWEEN. */
    record Between(int start, int end, Expression operand, boolean negated, Expression low, Expression high)
            implements Expression {
        @Override
        public List<Part> parts() {
            return List.of(operand, low, high);
        }
    }

    /**
     * [NOT] IN.
     *
     * @param list what stands in parentheses; null if a query or table does
     * @param query the query; null for a list or a table
     * @param table the table or function; null for a list or a query
     */
    record In(int start, int end, Expression operand, boolean negated, List<Expression> list, Query query, Source table)
            implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(operand, list, query, table);
        }
    }

    /**
     * CASE.
     *
     * @param operand what is compared, or null
     * @param branches WHEN, THEN, WHEN, THEN, ...
     * @param otherwise null for NULL
     */
    record Case(int start, int end, Expression operand, List<Expression> branches, Expression otherwise)
            implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(operand, branches, otherwise);
        }
    }

    /** CAST. */
    record Cast(int start, int end, Expression operand, String type) implements Expression {
        @Override
        public List<Part> parts() {
            return List.of(operand);
        }
    }

    /**
     * A call of a function.
     *
     * @param name as it is written
     * @param star whether its argument is *
     * @param orderBy within the parentheses
     * @param filter null for all rows
     * @param over null where it is not called over windows
     */
    record Call(
            int start,
            int end,
            String name,
            boolean distinct,
            boolean star,
            List<Expression> arguments,
            List<Query.Sort> orderBy,
            Expression filter,
            Query.Window over)
            implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(arguments, orderBy, filter, over);
        }
    }

    /** EXISTS, or a query as a value. */
    record Subquery(int start, int end, boolean exists, Query query) implements Expression {
        @Override
        public List<Part> parts() {
            return List.of(query);
        }
    }

    /** Parentheses: around one expression, or a row of several. */
    record Row(int start, int end, List<Expression> items) implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(items);
        }
    }

    /** RAISE, in a trigger. */
    record Raise(int start, int end, Expression message) implements Expression {
        @Override
        public List<Part> parts() {
            return Part.list(message);
        }
    }
}
