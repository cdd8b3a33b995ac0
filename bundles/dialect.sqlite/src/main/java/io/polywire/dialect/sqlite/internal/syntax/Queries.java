package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses queries (lang_select.html). */
abstract class Queries extends Expressions {
    Queries(String text) {
        super(text);
    }

    // --- WITH -----------------------------------------------------------------------------------------------------

    /** WITH and its tables; null if it does not come. */
    final Query.With with() {
        int from = start();
        if (!accept("WITH")) {
            return null;
        }
        boolean recursive = accept("RECURSIVE");
        List<Query.CommonTable> tables = new ArrayList<>();
        do {
            int at = start();
            String name = name();
            List<String> columns = kind() == Kind.OPEN ? names() : List.of();
            expect("AS");
            if (!accept("NOT", "MATERIALIZED")) {
                accept("MATERIALIZED");
            }
            expect(Kind.OPEN);
            Query q = nested();
            expect(Kind.CLOSE);
            tables.add(new Query.CommonTable(at, before(), name, columns, q));
        } while (accept(Kind.COMMA));
        return new Query.With(from, before(), recursive, tables);
    }

    // --- queries --------------------------------------------------------------------------------------------------

    @Override
    final Query query() {
        return query(with());
    }

    /** The query behind a WITH clause, which may be null. */
    final Query query(Query.With with) {
        int from = with == null ? start() : with.start();
        List<Query.Core> cores = new ArrayList<>();
        List<String> operators = new ArrayList<>();
        cores.add(core());
        while (true) {
            String operator = is("UNION") || is("INTERSECT") || is("EXCEPT") ? raw() : null;
            if (operator == null) {
                break;
            }
            advance();
            if (operator.equals("UNION") && accept("ALL")) {
                operator = "UNION ALL";
            }
            operators.add(operator);
            cores.add(core());
        }
        List<Query.Sort> orderBy = accept("ORDER", "BY") ? sorts() : List.of();
        Expression limit = null;
        Expression offset = null;
        if (accept("LIMIT")) {
            limit = expression();
            if (accept("OFFSET")) {
                offset = expression();
            } else if (accept(Kind.COMMA)) {
                offset = limit;
                limit = expression();
            }
        }
        return new Query(from, before(), with, cores, operators, orderBy, limit, offset);
    }

    private Query.Core core() {
        int from = start();
        if (accept("VALUES")) {
            List<Expression.Row> rows = new ArrayList<>();
            do {
                int at = start();
                expect(Kind.OPEN);
                List<Expression> items = expressions();
                expect(Kind.CLOSE);
                rows.add(new Expression.Row(at, before(), items));
            } while (accept(Kind.COMMA));
            return new Query.Values(from, before(), rows);
        }
        expect("SELECT");
        boolean distinct = accept("DISTINCT");
        if (!distinct) {
            accept("ALL");
        }
        List<Query.Output> outputs = outputs();
        Source source = accept("FROM") ? joined(false) : null;
        Expression where = accept("WHERE") ? expression() : null;
        List<Expression> groupBy = accept("GROUP", "BY") ? expressions() : List.of();
        Expression having = accept("HAVING") ? expression() : null;
        List<Query.Window> windows = new ArrayList<>();
        if (is("WINDOW") && isName(1) && isAt(2, "AS")) {
            advance();
            do {
                int at = start();
                String name = name();
                expect("AS");
                windows.add(window(name, at));
            } while (accept(Kind.COMMA));
        }
        return new Query.Select(from, before(), distinct, outputs, source, where, groupBy, having, windows);
    }

    /** What SELECT or RETURNING gives. */
    final List<Query.Output> outputs() {
        List<Query.Output> outputs = new ArrayList<>();
        do {
            outputs.add(output());
        } while (accept(Kind.COMMA));
        return outputs;
    }

    private Query.Output output() {
        int from = start();
        if (isOperator("*")) {
            advance();
            return new Query.Output(from, before(), null, null, null);
        }
        if (isName(0) && kind(1) == Kind.DOT && isOperatorAt(2, "*")) {
            String table = name();
            advance();
            advance();
            return new Query.Output(from, before(), null, null, table);
        }
        Expression value = expression();
        String alias = alias();
        return new Query.Output(from, before(), value, alias, null);
    }

    /** [AS] name; null if none comes. */
    final String alias() {
        if (accept("AS")) {
            return name();
        }
        if (!isIdentifier(0) && kind() != Kind.STRING || isClause()) {
            return null;
        }
        return name();
    }

    /** A word that begins what may follow where an alias may stand too. */
    private boolean isClause() {
        return is("INDEXED") && isAt(1, "BY") || is("WINDOW") && isName(1) && isAt(2, "AS");
    }

    @Override
    final List<Query.Sort> sorts() {
        List<Query.Sort> sorts = new ArrayList<>();
        do {
            int from = start();
            Expression key = expression();
            boolean descending = accept("DESC");
            if (!descending) {
                accept("ASC");
            }
            if (!accept("NULLS", "FIRST")) {
                accept("NULLS", "LAST");
            }
            sorts.add(new Query.Sort(from, before(), key, descending));
        } while (accept(Kind.COMMA));
        return sorts;
    }

    // --- windows --------------------------------------------------------------------------------------------------

    @Override
    final Query.Window window(String name, int start) {
        expect(Kind.OPEN);
        String base = null;
        boolean clause = is("PARTITION") && isAt(1, "BY")
                || is("ORDER")
                || (is("ROWS") || is("RANGE") || is("GROUPS")) && kind(1) != Kind.CLOSE;
        if (!clause && isName(0)) {
            base = name();
        }
        List<Expression> partitionBy = accept("PARTITION", "BY") ? expressions() : List.of();
        List<Query.Sort> orderBy = accept("ORDER", "BY") ? sorts() : List.of();
        List<Expression> frame = new ArrayList<>();
        String unit = is("ROWS") || is("RANGE") || is("GROUPS") ? raw() : null;
        if (unit != null) {
            advance();
            if (accept("BETWEEN")) {
                bound(frame);
                expect("AND");
            }
            bound(frame);
            if (accept("EXCLUDE")) {
                if (!accept("NO", "OTHERS") && !accept("CURRENT", "ROW") && !accept("GROUP")) {
                    expect("TIES");
                }
            }
        }
        expect(Kind.CLOSE);
        return new Query.Window(start, before(), name, base, partitionBy, orderBy, unit, frame);
    }

    private void bound(List<Expression> frame) {
        if (is("UNBOUNDED") && (isAt(1, "PRECEDING") || isAt(1, "FOLLOWING"))) {
            advance();
            advance();
            return;
        }
        if (accept("CURRENT", "ROW")) {
            return;
        }
        frame.add(expression());
        if (!accept("PRECEDING")) {
            expect("FOLLOWING");
        }
    }

    // --- FROM -----------------------------------------------------------------------------------------------------

    /** Joins; one source without an operator is itself. */
    final Source joined(boolean parentheses) {
        int from = start();
        List<Source.Item> items = new ArrayList<>();
        String operator = "";
        do {
            int at = start();
            Source source = source();
            Expression on = null;
            List<String> using = List.of();
            if (accept("ON")) {
                on = expression();
            } else if (accept("USING")) {
                using = names();
            }
            items.add(new Source.Item(at, before(), operator, source, on, using));
            operator = operator();
        } while (operator != null);
        Source.Item only = items.get(0);
        if (!parentheses
                && items.size() == 1
                && only.on() == null
                && only.using().isEmpty()) {
            return only.source();
        }
        return new Source.Joined(from, before(), items, null);
    }

    /** "," or words that end with JOIN; null if none comes. */
    private String operator() {
        if (accept(Kind.COMMA)) {
            return ",";
        }
        if (!isJoin(0)) {
            return null;
        }
        StringBuilder words = new StringBuilder();
        while (isJoin(0)) {
            String word = raw();
            words.append(words.isEmpty() ? "" : " ").append(word);
            advance();
            if (word.equals("JOIN")) {
                return words.toString();
            }
        }
        throw unexpected();
    }

    private Source source() {
        int from = start();
        if (accept(Kind.OPEN)) {
            if (isQuery()) {
                Query q = nested();
                expect(Kind.CLOSE);
                String alias = alias();
                return new Source.Derived(from, before(), q, alias);
            }
            Source.Joined inner = (Source.Joined) joined(true);
            expect(Kind.CLOSE);
            String alias = alias();
            return new Source.Joined(from, before(), inner.items(), alias);
        }
        return named(true);
    }

    private Source named(boolean aliased) {
        int from = start();
        Command.Named name = named();
        if (accept(Kind.OPEN)) {
            List<Expression> arguments = kind() == Kind.CLOSE ? List.of() : expressions();
            expect(Kind.CLOSE);
            String alias = aliased ? alias() : null;
            return new Source.Function(from, before(), name.schema(), name.name(), arguments, alias);
        }
        String alias = aliased ? alias() : null;
        String indexed = aliased ? indexed() : null;
        return new Source.Table(from, before(), name.schema(), name.name(), alias, indexed);
    }

    /** INDEXED BY name; null also for NOT INDEXED. */
    final String indexed() {
        if (accept("INDEXED", "BY")) {
            return name();
        }
        accept("NOT", "INDEXED");
        return null;
    }

    @Override
    final Source inTable() {
        return named(false);
    }
}
