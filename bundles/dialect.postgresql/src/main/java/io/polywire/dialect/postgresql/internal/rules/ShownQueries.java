package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.NamedWindow;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Queries of views as PostgreSQL writes them down (get_query_def of ruleutils.c): from the query as it is kept, in which every
 * name is written out, with PostgreSQL's lines and names. What is not known here makes the whole be left as it is kept.
 */
final class ShownQueries {
    private static final int STEP = 8;
    private static final int MOST_INDENTED = 40;

    /** A query within another one: its text, and the names and types of its columns. */
    record Result(String text, List<String> names, List<Type> types) {}

    /** Something of FROM: what it is called where it is read, what PostgreSQL calls it, and its columns. */
    private record Source(String name, String shown, List<String> columns, List<Type> types) {}

    /** What one query names. */
    private static final class Scope {
        final Scope outer;
        final Map<String, Source> sources = new LinkedHashMap<>();
        final Set<String> taken;
        /** What PostgreSQL calls what stands in FROM: all have their names before any query within is written. */
        final Map<String, String> called = new LinkedHashMap<>();

        final Map<String, Result> common;

        Scope(Scope outer) {
            this.outer = outer;
            this.taken = outer == null ? new HashSet<>(Set.of("old", "new")) : new HashSet<>(outer.taken);
            this.common = outer == null ? new LinkedHashMap<>() : new LinkedHashMap<>(outer.common);
        }
    }

    private final CatalogSnapshot catalog;
    private final boolean pretty;
    private final ShownExpressions expressions;
    /** Whose columns need no table before them; null in a query. */
    private Relation own;

    /** Names that stand for values by themselves; null elsewhere. */
    private Map<String, ShownExpressions.Shown> named;

    /** Numbers of its columns that have been named. */
    private final Set<Integer> used = new java.util.LinkedHashSet<>();

    private int level;
    /** Whether a column of the query's own FROM has been named. */
    private boolean beside;

    private Scope scope;

    private ShownQueries(CatalogSnapshot catalog, boolean pretty) {
        this.catalog = catalog;
        this.pretty = pretty;
        this.expressions = new ShownExpressions(this, pretty);
    }

    CatalogSnapshot catalog() {
        return catalog;
    }

    private record Parsed(Query query) {}

    /** The query of a view as pg_get_viewdef gives it: with all parentheses, and with few; as it is kept if it is not known here. */
    static String[] of(Relation view, CatalogSnapshot catalog) {
        try {
            Query q = catalog.derived(
                            Parsed.class,
                            view,
                            () -> new Parsed((Query) ((ParsedStatement) PgDialect.parsed(view.definition())).body()))
                    .query();
            List<String> names =
                    view.columns().stream().map(RelationColumn::name).toList();
            return new String[] {
                new ShownQueries(catalog, false).whole(q, names), new ShownQueries(catalog, true).whole(q, names)
            };
        } catch (SqlFailure | ClassCastException asKept) {
            return kept(view);
        } catch (RuntimeException e) {
            if (!Deparser.isUnknown(e)) {
                throw e;
            }
            return kept(view);
        }
    }

    private static String[] kept(Relation view) {
        String text = " " + ViewNames.shown(view) + ";";
        return new String[] {text, text};
    }

    /**
     * A condition, a generated value or a key over the columns of a table.
     *
     * @throws RuntimeException that {@link Deparser} knows, for what is not known here
     */
    static String ofTable(Expression e, Relation table, CatalogSnapshot catalog, boolean pretty) {
        ShownQueries q = new ShownQueries(catalog, pretty);
        q.own = table;
        return trimmed(q.expressions.settled(e).bare());
    }

    /** Numbers of the columns that an expression over a table's names, in their order there; empty for one that is not known here. */
    static Set<Integer> columns(String source, Relation table, CatalogSnapshot catalog) {
        return known(table, catalog, Set.of(), q -> {
            q.expressions.of(Deparser.expression(source));
            return q.used;
        });
    }

    /** The type of an expression over them, the one under a domain; null for what is not known here. */
    static Type type(String source, Relation table, CatalogSnapshot catalog) {
        return known(table, catalog, null, q -> {
            Type t = ShownTypes.based(
                    q.expressions.settled(Deparser.expression(source)).type(), catalog);
            return t.name().equals("record") ? null : t;
        });
    }

    private static <T> T known(
            Relation table, CatalogSnapshot catalog, T otherwise, java.util.function.Function<ShownQueries, T> what) {
        ShownQueries q = new ShownQueries(catalog, false);
        q.own = table;
        try {
            return what.apply(q);
        } catch (SqlFailure | ClassCastException e) {
            return otherwise;
        } catch (RuntimeException e) {
            if (!Deparser.isUnknown(e)) {
                throw e;
            }
            return otherwise;
        }
    }

    /** A default of a type. */
    static String ofDefault(Expression e, Type t, CatalogSnapshot catalog, boolean pretty) {
        ShownQueries q = new ShownQueries(catalog, pretty);
        ShownExpressions.Shown shown = q.expressions.of(e);
        return trimmed(
                PgTypes.isUnknown(shown.type()) ? q.expressions.typed(shown, t).text() : shown.bare());
    }

    /** A line that is begun takes the blanks away that stand before it; what is written here has them nowhere else. */
    private static String trimmed(String text) {
        return text.replaceAll(" +\n", "\n");
    }

    private String whole(Query q, List<String> names) {
        return trimmed(query(q, names, null, true).text()) + ";";
    }

    private static void require(boolean known) {
        if (!known) {
            throw Deparser.unknown();
        }
    }

    // --- lines ----------------------------------------------------------------------------------------------------

    /** A word on a line of its own (appendContextKeyword). */
    String line(String word, int before, int after, int plus) {
        level += before;
        int indent = Math.max(level, 0) + plus;
        require(level < MOST_INDENTED);
        level = Math.max(level + after, 0);
        return "\n" + " ".repeat(indent) + word;
    }

    private String clause(String word, int plus) {
        return line(word, -STEP, STEP, plus);
    }

    // --- queries --------------------------------------------------------------------------------------------------

    /** A query where a value stands. */
    Result nested(Query q) {
        return query(q, null, null, false);
    }

    /**
     * A query, which begins where the lines now are.
     *
     * @param names of its columns as they are known outside; null if only it gives them
     * @param types that literals without one take; null for texts
     * @param visible whether somebody sees the names
     */
    private Result query(Query q, List<String> names, List<Type> types, boolean visible) {
        require(q.locking().isEmpty());
        int before = level;
        Scope outer = scope;
        scope = new Scope(outer);
        if (q.body() instanceof Select s) {
            call(s.from());
        }
        StringBuilder b = new StringBuilder();
        if (q.with() != null) {
            with(q, b);
        }
        Result r;
        if (q.body() instanceof SetOperation s) {
            List<List<Type>> sides = new ArrayList<>();
            leaves(s, sides);
            List<Type> common = common(sides);
            r = combined(s, names, common, visible);
            b.append(r.text());
            if (!q.orderBy().isEmpty()) {
                b.append(clause(" ORDER BY ", 1));
                Result of = r;
                b.append(order(q.orderBy(), x -> x, e -> ShownExpressions.column(number(e, of.names()), PgTypes.INT4)));
            }
        } else if (q.body() instanceof NestedQuery) {
            throw Deparser.unknown();
        } else {
            r = select(q.body(), q.orderBy(), names, types, visible, b);
        }
        if (q.limit() != null) {
            if (q.limit().offset() != null) {
                b.append(clause(" OFFSET ", 0)).append(count(q.limit().offset()));
            }
            if (q.limit().count() != null) {
                require(!q.limit().withTies());
                b.append(clause(" LIMIT ", 0)).append(count(q.limit().count()));
            }
        }
        scope = outer;
        level = before;
        return new Result(b.toString(), r.names(), r.types());
    }

    private String count(Expression e) {
        require(e instanceof Literal l
                && l.kind() == Literal.Kind.INTEGER
                && l.value().length() < 10);
        return ((Literal) e).value();
    }

    /** The number of an output, by which combined queries are sorted. */
    private static String number(Expression e, List<String> names) {
        if (e instanceof Literal l && l.kind() == Literal.Kind.INTEGER) {
            return l.value();
        }
        require(e instanceof ColumnReference c && c.parts().size() == 1);
        int i = names.indexOf(((ColumnReference) e).parts().get(0).name());
        require(i >= 0);
        return Integer.toString(i + 1);
    }

    private void with(Query q, StringBuilder b) {
        level += STEP;
        b.append(' ');
        String before = q.with().recursive() ? "WITH RECURSIVE " : "WITH ";
        for (CommonTable t : q.with().tables()) {
            require(t.body() instanceof Query && t.search() == null && t.cycle() == null);
            String name = t.name().name();
            List<String> columns = t.columns().stream().map(Identifier::name).toList();
            b.append(before).append(CatalogFunctions.quoted(name));
            if (!columns.isEmpty()) {
                b.append(columns.stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", ", "(", ")")));
            }
            b.append(" AS ");
            b.append(
                    switch (t.materialized()) {
                        case DEFAULT -> "";
                        case ALWAYS -> "MATERIALIZED ";
                        case NEVER -> "NOT MATERIALIZED ";
                    });
            b.append('(').append(line("", 0, 0, 0));
            Query body = (Query) t.body();
            if (q.with().recursive() && body.body() instanceof SetOperation s) {
                // what it reads of itself has the types of its first side
                int at = level;
                Result first = side(s.left(), null, null, true);
                level = at;
                scope.common.put(name, new Result("", columns.isEmpty() ? first.names() : columns, first.types()));
            }
            Result r = query(body, null, null, true);
            b.append(r.text()).append(line("", 0, 0, 0)).append(')');
            require(columns.isEmpty() || columns.size() == r.names().size());
            scope.common.put(name, new Result("", columns.isEmpty() ? r.names() : columns, r.types()));
            before = ", ";
        }
        level -= STEP;
        b.append(line("", 0, 0, 0));
    }

    // --- combined queries -------------------------------------------------------------------------------------------

    private void leaves(QueryBody body, List<List<Type>> sides) {
        if (body instanceof SetOperation s) {
            leaves(s.left(), sides);
            leaves(s.right(), sides);
        } else {
            int at = level;
            sides.add(outputs(body));
            level = at;
        }
    }

    /** Types of the outputs of a side, unknown for literals that have none. */
    private List<Type> outputs(QueryBody body) {
        Scope outer = scope;
        scope = new Scope(outer);
        try {
            if (body instanceof Select s && s.distinctOn().isEmpty()) {
                call(s.from());
                from(s.from());
                return s.items().stream()
                        .map(i -> expressions.of(i.expression()).type())
                        .toList();
            }
            if (body instanceof NestedQuery n) {
                return query(n.query(), null, null, true).types();
            }
            return side(body, null, null, true).types();
        } finally {
            scope = outer;
        }
    }

    private List<Type> common(List<List<Type>> sides) {
        List<Type> all = new ArrayList<>();
        for (int i = 0; i < sides.get(0).size(); i++) {
            List<ShownExpressions.Shown> column = new ArrayList<>();
            for (List<Type> side : sides) {
                column.add(ShownExpressions.column("", side.get(i)));
            }
            all.add(PgTypes.plain(expressions.common(column)));
        }
        return all;
    }

    private Result combined(SetOperation s, List<String> names, List<Type> types, boolean visible) {
        StringBuilder b = new StringBuilder();
        boolean left = s.left() instanceof SetOperation l && !(l.kind() == s.kind() && l.all() == s.all());
        if (left) {
            b.append('(').append(line("", STEP, 0, 0));
        }
        Result first = side(s.left(), names, types, visible);
        b.append(first.text());
        b.append(left ? line(") ", -STEP, 0, 0) : line("", 0, 0, 0));
        b.append(s.kind().name()).append(' ').append(s.all() ? "ALL " : "");
        boolean right = s.right() instanceof SetOperation;
        if (right) {
            b.append('(');
        }
        b.append(line("", right ? STEP : 0, 0, 0));
        b.append(side(s.right(), names, types, false).text());
        level -= right ? STEP : 0;
        if (right) {
            b.append(line(")", 0, 0, 0));
        }
        return new Result(b.toString(), first.names(), types);
    }

    private Result side(QueryBody body, List<String> names, List<Type> types, boolean visible) {
        if (body instanceof SetOperation s) {
            return combined(s, names, types, visible);
        }
        if (body instanceof NestedQuery n) {
            Result r = query(n.query(), names, types, visible);
            boolean apart = n.query().with() != null
                    || !n.query().orderBy().isEmpty()
                    || n.query().limit() != null;
            return apart ? new Result("(" + r.text() + ")", r.names(), r.types()) : r;
        }
        int before = level;
        Scope outer = scope;
        scope = new Scope(outer);
        if (body instanceof Select s) {
            call(s.from());
        }
        StringBuilder b = new StringBuilder();
        Result r = select(body, List.of(), names, types, visible, b);
        scope = outer;
        level = before;
        return new Result(b.toString(), r.names(), r.types());
    }

    // --- SELECT -----------------------------------------------------------------------------------------------------

    private Result select(
            QueryBody body,
            List<SortItem> orderBy,
            List<String> names,
            List<Type> types,
            boolean visible,
            StringBuilder b) {
        level += STEP;
        b.append(' ');
        if (body instanceof Values v) {
            require(orderBy.isEmpty());
            return values(v, names, b);
        }
        require(body instanceof Select);
        Select s = (Select) body;
        String from = from(s.from());
        b.append("SELECT");
        if (!s.distinctOn().isEmpty()) {
            b.append(" DISTINCT ON (")
                    .append(s.distinctOn().stream().map(e -> key(e, s)).collect(Collectors.joining(", ")))
                    .append(')');
        } else if (s.distinct()) {
            b.append(" DISTINCT");
        }
        List<String> called = new ArrayList<>();
        List<Type> given = new ArrayList<>();
        for (int i = 0; i < s.items().size(); i++) {
            SelectItem item = s.items().get(i);
            ShownExpressions.Shown e = expressions.of(item.expression());
            e = types != null && PgTypes.isUnknown(e.type()) ? expressions.typed(e, types.get(i)) : settled(e);
            String own = item.alias() == null
                    ? ColumnNames.of(item.expression())
                    : item.alias().name();
            String name = names == null || i >= names.size() ? own : names.get(i);
            called.add(name);
            given.add(e.type());
            String text = e.text();
            // a column is called by its name, anything else by none
            String bare = e.isColumn() ? text.substring(text.lastIndexOf('.') + 1) : null;
            if (!CatalogFunctions.quoted(name).equals(bare) && (visible || bare != null || !name.equals("?column?"))) {
                text += " AS " + CatalogFunctions.quoted(name);
            }
            b.append(i == 0 ? " " : ", ");
            if (i > 0 && !text.startsWith("\n")) {
                b.append(clause("", 4));
            }
            b.append(text);
        }
        if (from != null) {
            b.append(from);
        }
        if (s.where() != null) {
            b.append(clause(" WHERE ", 1)).append(expressions.condition(s.where()));
        }
        if (s.groupBy() != null) {
            require(!s.groupBy().distinct());
            b.append(clause(" GROUP BY ", 1));
            b.append(s.groupBy().elements().stream().map(g -> group(g, s)).collect(Collectors.joining(", ")));
        }
        if (s.having() != null) {
            b.append(clause(" HAVING ", 0)).append(expressions.condition(s.having()));
        }
        for (int i = 0; i < s.windows().size(); i++) {
            NamedWindow w = s.windows().get(i);
            b.append(i == 0 ? clause(" WINDOW ", 1) : ", ");
            b.append(CatalogFunctions.quoted(w.name().name())).append(" AS ").append(expressions.window(w.window()));
        }
        if (!orderBy.isEmpty()) {
            b.append(clause(" ORDER BY ", 1));
            b.append(order(orderBy, x -> x, e -> settled(expressions.of(output(e, s)))));
        }
        return new Result("", called, given);
    }

    private ShownExpressions.Shown settled(ShownExpressions.Shown e) {
        return PgTypes.isUnknown(e.type()) ? expressions.typed(e, PgTypes.TEXT) : e;
    }

    private Result values(Values v, List<String> names, StringBuilder b) {
        List<List<ShownExpressions.Shown>> rows = new ArrayList<>();
        for (RowExpression r : v.rows()) {
            rows.add(r.fields().stream().map(expressions::of).toList());
        }
        List<Type> types = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int at = i;
            types.add(PgTypes.plain(
                    expressions.common(rows.stream().map(r -> r.get(at)).collect(Collectors.toList()))));
            called.add("column" + (i + 1));
        }
        require(names == null || names.equals(called));
        b.append("VALUES ");
        b.append(rows.stream()
                .map(r -> {
                    List<String> all = new ArrayList<>();
                    for (int i = 0; i < r.size(); i++) {
                        all.add(expressions.typed(r.get(i), types.get(i)).text());
                    }
                    return "(" + String.join(",", all) + ")";
                })
                .collect(Collectors.joining(", ")));
        return new Result("", called, types);
    }

    /** What a key of an order or a group means: an output by its number or name, or an expression. */
    private Expression output(Expression e, Select s) {
        if (e instanceof Literal l && l.kind() == Literal.Kind.INTEGER) {
            int i = Integer.parseInt(l.value()) - 1;
            require(i >= 0 && i < s.items().size());
            return s.items().get(i).expression();
        }
        if (e instanceof ColumnReference c && c.parts().size() == 1) {
            for (SelectItem i : s.items()) {
                if (i.alias() != null
                        && i.alias().name().equals(c.parts().get(0).name())) {
                    return i.expression();
                }
            }
        }
        return e;
    }

    private String group(Grouping g, Select s) {
        String keys = g.expressions().stream().map(e -> key(e, s)).collect(Collectors.joining(", "));
        return switch (g.kind()) {
            case VALUE -> keys;
            case ROLLUP, CUBE -> {
                // a list in a list has parentheses of its own, which nothing here tells apart
                require(g.sets().isEmpty());
                yield g.kind().name() + "(" + keys + ")";
            }
            default -> throw Deparser.unknown();
        };
    }

    private String key(Expression e, Select s) {
        return key(settled(expressions.of(output(e, s))));
    }

    /** A key of a group or a window (get_rule_sortgroupclause). */
    String key(Expression e) {
        return key(settled(expressions.of(e)));
    }

    private String key(ShownExpressions.Shown e) {
        return e.isColumn() || !pretty && !e.isCall() ? e.text() : "(" + e.text() + ")";
    }

    /** Keys with their directions (get_rule_orderby). */
    String order(List<SortItem> items, UnaryOperator<ShownExpressions.Shown> as) {
        return order(items, as, e -> settled(expressions.of(e)));
    }

    private String order(
            List<SortItem> items,
            UnaryOperator<ShownExpressions.Shown> as,
            java.util.function.Function<Expression, ShownExpressions.Shown> of) {
        List<String> all = new ArrayList<>();
        for (SortItem i : items) {
            require(i.using() == null);
            boolean down = i.direction() == SortItem.Direction.DESCENDING;
            String nulls = i.nulls() == (down ? SortItem.Nulls.LAST : SortItem.Nulls.FIRST)
                    ? " NULLS " + i.nulls().name()
                    : "";
            all.add(key(as.apply(of.apply(i.expression()))) + (down ? " DESC" : "") + nulls);
        }
        return String.join(", ", all);
    }

    // --- FROM -------------------------------------------------------------------------------------------------------

    /** FROM with all that is in it, which is then named in the query; null without it. */
    private String from(List<TableReference> items) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            String before = i == 0 ? clause(" FROM ", 2) : ", ";
            String item = item(items.get(i));
            b.append(before);
            if (i > 0 && !item.startsWith("\n")) {
                b.append(clause("", 4));
            }
            b.append(item);
        }
        return b.isEmpty() ? null : b.toString();
    }

    private String item(TableReference t) {
        if (t instanceof Join j) {
            return join(j);
        }
        if (t instanceof NamedTable n) {
            return table(n);
        }
        if (t instanceof DerivedTable d) {
            require(d.alias() != null && d.alias().name() != null);
            Result r = query(d.query(), null, null, true);
            List<String> columns =
                    d.alias().columns().stream().map(Identifier::name).toList();
            require(columns.isEmpty() || columns.size() == r.names().size());
            String name = d.alias().name().name();
            String shown = named(name, columns.isEmpty() ? r.names() : columns, r.types());
            return (d.lateral() ? "LATERAL (" : "(") + r.text() + ") " + CatalogFunctions.quoted(shown)
                    + (columns.isEmpty() ? "" : list(columns));
        }
        if (t instanceof FunctionTable f) {
            return function(f);
        }
        throw Deparser.unknown();
    }

    private static String list(List<String> columns) {
        return columns.stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Calls what stands in FROM by names that nothing around it has (set_rtable_names). */
    private void call(List<TableReference> items) {
        for (TableReference t : items) {
            if (t instanceof Join j) {
                call(List.of(j.left(), j.right()));
                continue;
            }
            String name = name(t);
            String shown = name;
            for (int i = 1; !scope.taken.add(shown); i++) {
                shown = name + "_" + i;
            }
            require(scope.called.put(name, shown) == null);
        }
    }

    private static String name(TableReference t) {
        Alias alias = t instanceof NamedTable n
                ? n.alias()
                : t instanceof DerivedTable d ? d.alias() : t instanceof FunctionTable f ? f.alias() : null;
        if (alias != null && alias.name() != null) {
            return alias.name().name();
        }
        if (t instanceof NamedTable n) {
            return n.name().last().name();
        }
        require(t instanceof FunctionTable f && f.functions().size() == 1);
        return ColumnNames.of(((FunctionTable) t).functions().get(0).call());
    }

    private String named(String name, List<String> columns, List<Type> types) {
        String shown = scope.called.get(name);
        require(scope.sources.put(name, new Source(name, shown, columns, types)) == null);
        return shown;
    }

    private String function(FunctionTable f) {
        require(!f.rowsFrom()
                && !f.ordinality()
                && !f.lateral()
                && f.columns().isEmpty()
                && f.functions().size() == 1
                && f.functions().get(0).columns().isEmpty()
                && f.functions().get(0).call() instanceof FunctionCall);
        beside = false;
        ShownExpressions.Shown call = expressions.of(f.functions().get(0).call());
        String lateral = beside ? "LATERAL " : "";
        require(!PgTypes.isRecord(call.type()));
        String name = name(f);
        List<String> columns = f.alias() == null || f.alias().columns().isEmpty()
                ? List.of(name)
                : f.alias().columns().stream().map(Identifier::name).toList();
        require(columns.size() == 1);
        String shown = named(name, columns, List.of(call.type()));
        return lateral + call.text() + " " + CatalogFunctions.quoted(shown) + list(columns);
    }

    private String table(NamedTable n) {
        require(!n.only() && n.sample() == null);
        Alias alias = n.alias();
        List<Identifier> parts = n.name().parts();
        require(parts.size() <= 2 && (alias == null || alias.columns().isEmpty() && alias.name() != null));
        String bare = parts.get(parts.size() - 1).name();
        String name = name(n);
        String written;
        List<String> columns;
        List<Type> types;
        Result common = parts.size() == 1 ? scope.common.get(bare) : null;
        if (common != null) {
            written = CatalogFunctions.quoted(bare);
            columns = common.names();
            types = common.types();
        } else {
            // relations of the system have no schema in what is kept
            String schema = parts.size() == 2 ? parts.get(0).name() : Visibility.SYSTEM;
            Relation r = catalog.relation(schema, bare);
            if (r == null) {
                SystemRelation s = CatalogRelations.find(schema, bare, catalog);
                require(s != null);
                boolean seen = schema.equals(Visibility.SYSTEM) && Visibility.hiding(bare, catalog) == null;
                written = (seen ? "" : CatalogFunctions.quoted(schema) + ".") + CatalogFunctions.quoted(bare);
                columns = s.columns().stream().map(SystemRelation.Column::name).toList();
                types = s.columns().stream().map(SystemRelation.Column::type).toList();
            } else {
                written = (Visibility.of(r, catalog) ? "" : CatalogFunctions.quoted(r.schema()) + ".")
                        + CatalogFunctions.quoted(r.name());
                columns = r.columns().stream().map(RelationColumn::name).toList();
                types = new ArrayList<>();
                r.columns().forEach(c -> types.add(ShownTypes.of(c, catalog)));
            }
        }
        String shown = named(name, columns, types);
        return shown.equals(bare) ? written : written + " " + CatalogFunctions.quoted(shown);
    }

    /** An expression over names that stand for values: VALUE of a domain, parameters of a function. */
    static String ofNamed(
            Expression e, Map<String, ShownExpressions.Shown> named, CatalogSnapshot catalog, boolean pretty) {
        ShownQueries q = new ShownQueries(catalog, pretty);
        q.named = named;
        return trimmed(q.expressions.settled(e).bare());
    }

    private String join(Join j) {
        require(j.alias() == null && j.usingAlias() == null && !j.natural());
        String left = item(j.left());
        StringBuilder b = new StringBuilder(pretty ? "" : "(").append(left);
        boolean conditional = j.on() != null || !j.using().isEmpty();
        b.append(line(
                switch (j.kind()) {
                    case INNER, CROSS -> conditional ? " JOIN " : " CROSS JOIN ";
                    default -> " " + j.kind().name() + " JOIN ";
                },
                -STEP,
                STEP,
                4));
        String right = item(j.right());
        b.append(pretty && j.right() instanceof Join ? "(" + right + ")" : right);
        if (!j.using().isEmpty()) {
            b.append(" USING ")
                    .append(list(j.using().stream().map(Identifier::name).toList()));
        } else if (j.on() != null) {
            String on = expressions.condition(j.on());
            b.append(" ON ").append(pretty ? on : "(" + on + ")");
        } else if (j.kind() != Join.Kind.INNER && j.kind() != Join.Kind.CROSS) {
            b.append(" ON TRUE");
        }
        return b.append(pretty ? "" : ")").toString();
    }

    /** A column: of a table that the query or one around it names. */
    ShownExpressions.Shown column(ColumnReference c) {
        List<Identifier> parts = c.parts();
        if (named != null && scope == null) {
            ShownExpressions.Shown value = named.get(parts.get(0).name());
            require(parts.size() == 1 && value != null);
            return value;
        }
        if (own != null && scope == null) {
            int i = own.index(parts.get(parts.size() - 1).name());
            require(parts.size() == 1 && i >= 0);
            RelationColumn column = own.columns().get(i);
            used.add(column.number());
            return ShownExpressions.column(CatalogFunctions.quoted(column.name()), ShownTypes.of(column, catalog));
        }
        require(parts.size() == 2);
        String table = parts.get(0).name();
        for (Scope s = scope; s != null; s = s.outer) {
            Source source = s.sources.get(table);
            if (source != null) {
                String name = parts.get(1).name();
                int i = source.columns().indexOf(name);
                require(i >= 0 || name.equals(SystemColumns.PLACE.getKey()));
                beside |= s == scope;
                return ShownExpressions.column(
                        CatalogFunctions.quoted(source.shown()) + "." + CatalogFunctions.quoted(name),
                        i < 0 ? SystemColumns.PLACE.getValue() : source.types().get(i));
            }
        }
        throw Deparser.unknown();
    }
}
