package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.CycleClause;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Limit;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NamedWindow;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.SearchClause;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.Values;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Queries of views as PostgreSQL writes them down (get_query_def of ruleutils.c): from the query as it is kept, in which every
 * name is written out, with PostgreSQL's lines and names. What is not known here makes the whole be left as it is kept.
 */
final class ShownQueries {
    static final int STEP = 8;
    private static final int MOST_INDENTED = 40;

    /** A query within another one: its text, and the names and types of its columns. */
    record Result(String text, List<String> names, List<Type> types) {}

    private final CatalogSnapshot catalog;
    private final boolean pretty;
    /** What is kept of the view; null elsewhere. */
    private final String kept;

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

    private ShownScope scope;
    /** Whether the next query does not see what stands beside it. */
    private boolean apart;

    /** Shapes of queries that are in FROM or have names, which have to be known before anything is written. */
    private final Map<Query, Result> shapes = new IdentityHashMap<>();

    private final ShownFrom tables;
    private final ShownGroups groups;

    private ShownQueries(CatalogSnapshot catalog, boolean pretty) {
        this(catalog, pretty, null);
    }

    private ShownQueries(CatalogSnapshot catalog, boolean pretty, String kept) {
        this.catalog = catalog;
        this.pretty = pretty;
        this.kept = kept;
        this.expressions = new ShownExpressions(this, pretty);
        this.tables = new ShownFrom(this, expressions, pretty, kept);
        this.groups = new ShownGroups(expressions, pretty);
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
                new ShownQueries(catalog, false, view.definition()).whole(q, names),
                new ShownQueries(catalog, true, view.definition()).whole(q, names)
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
        String text = " " + ViewNames.shown(view).replace(Relation.OWN, ' ') + ";";
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
        return text.replaceAll(" +\n", "\n").replace(ShownExpressions.LINE, '\n');
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

    /** A clause on a line of its own. */
    String clause(String word, int plus) {
        return line(word, -STEP, STEP, plus);
    }

    // --- queries --------------------------------------------------------------------------------------------------

    /**
     * Names and types of the columns of a query that is written later.
     *
     * @param beside whether it sees what stands beside it
     */
    Result shape(Query q, boolean beside) {
        Result known = shapes.get(q);
        if (known == null) {
            apart = !beside;
            known = query(q, null, null, true);
            shapes.put(q, known);
        }
        return known;
    }

    /** A query in FROM or WITH. */
    String text(Query q, boolean beside) {
        apart = !beside;
        return query(q, null, null, true).text();
    }

    /** Begins to look whether columns of the query's own FROM are named; gives what has been seen so far. */
    boolean startBeside() {
        boolean before = beside;
        beside = false;
        return before;
    }

    /** Whether one has been since. */
    boolean endBeside(boolean before) {
        boolean now = beside;
        beside = before;
        return now;
    }

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
        ShownScope outer = scope;
        scope = new ShownScope(outer, apart && outer != null);
        apart = false;
        if (q.with() != null) {
            shape(q.with());
        }
        if (q.body() instanceof Select s) {
            tables.open(s.from(), scope);
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
                b.append(groups.order(
                        q.orderBy(), x -> x, e -> ShownExpressions.column(number(e, of.names()), PgTypes.INT4)));
            }
        } else if (q.body() instanceof NestedQuery) {
            throw Deparser.unknown();
        } else {
            r = select(q.body(), q.orderBy(), names, types, visible, b);
        }
        if (q.limit() != null) {
            limit(q.limit(), b);
        }
        scope = outer;
        level = before;
        return new Result(b.toString(), r.names(), r.types());
    }

    private void limit(Limit l, StringBuilder b) {
        if (l.offset() != null) {
            b.append(clause(" OFFSET ", 0)).append(count(l.offset()));
        }
        boolean all = l.count() == null || l.count() instanceof Literal n && n.kind() == Literal.Kind.NULL;
        if (l.count() == null && l.offset() != null && !isAll(l)) {
            return;
        }
        b.append(clause(l.withTies() ? " FETCH FIRST " : " LIMIT ", 0));
        if (l.withTies()) {
            b.append('(').append(count(l.count())).append(") ROWS WITH TIES");
        } else {
            b.append(all ? "ALL" : count(l.count()));
        }
    }

    /** Whether LIMIT ALL stands beside OFFSET, which no count tells. */
    private boolean isAll(Limit l) {
        require(kept != null);
        String around = kept.substring(l.start(), l.offset().start())
                + kept.substring(l.offset().end(), l.end());
        return around.toLowerCase(Locale.ROOT).contains("all");
    }

    private String count(Expression e) {
        return expressions.typed(expressions.of(e), PgTypes.INT8).bare();
    }

    /** The number of an output, by which combined queries are sorted. */
    private static String number(Expression e, List<String> names) {
        if (e instanceof Literal l && l.kind() == Literal.Kind.INTEGER) {
            return l.value();
        }
        List<Identifier> parts = e instanceof ColumnReference c ? c.parts() : List.of();
        require(parts.size() == 1
                || parts.size() == 2 && VALUES.equals('"' + parts.get(0).name() + '"'));
        int i = names.indexOf(parts.get(parts.size() - 1).name());
        require(i >= 0);
        return Integer.toString(i + 1);
    }

    private void with(Query q, StringBuilder b) {
        level += STEP;
        b.append(' ');
        String before = q.with().recursive() ? "WITH RECURSIVE " : "WITH ";
        for (CommonTable t : q.with().tables()) {
            b.append(before).append(CatalogFunctions.quoted(t.name().name()));
            if (!t.columns().isEmpty()) {
                b.append(ShownFrom.list(names(t.columns())));
            }
            b.append(" AS ");
            b.append(
                    switch (t.materialized()) {
                        case DEFAULT -> "";
                        case ALWAYS -> "MATERIALIZED ";
                        case NEVER -> "NOT MATERIALIZED ";
                    });
            b.append('(').append(line("", 0, 0, 0));
            b.append(text((Query) t.body(), false)).append(line("", 0, 0, 0)).append(')');
            if (t.search() != null) {
                SearchClause s = t.search();
                b.append(s.breadthFirst() ? " SEARCH BREADTH FIRST BY " : " SEARCH DEPTH FIRST BY ")
                        .append(bare(s.columns()))
                        .append(" SET ")
                        .append(CatalogFunctions.quoted(s.sequence().name()));
            }
            if (t.cycle() != null) {
                cycle(t.cycle(), b);
            }
            before = ", ";
        }
        level -= STEP;
        b.append(line("", 0, 0, 0));
    }

    private void cycle(CycleClause c, StringBuilder b) {
        b.append(" CYCLE ").append(bare(c.columns())).append(" SET ");
        b.append(CatalogFunctions.quoted(c.mark().name()));
        if (c.value() != null) {
            List<ShownExpressions.Shown> both = expressions.all(List.of(c.value(), c.otherwise()));
            Type t = expressions.common(both);
            String value = expressions.typed(both.get(0), t).bare();
            String otherwise = expressions.typed(both.get(1), t).bare();
            boolean usual = t.equals(PgTypes.BOOL) && value.equals("true") && otherwise.equals("false");
            b.append(usual ? "" : " TO " + value + " DEFAULT " + otherwise);
        }
        b.append(" USING ").append(CatalogFunctions.quoted(c.path().name()));
    }

    private static List<String> names(List<Identifier> all) {
        return all.stream().map(Identifier::name).toList();
    }

    private static String bare(List<Identifier> columns) {
        return names(columns).stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", "));
    }

    /** Finds out the columns of common tables, which what they stand before reads. */
    private void shape(With with) {
        for (CommonTable t : with.tables()) {
            require(t.body() instanceof Query);
            Query body = (Query) t.body();
            String name = t.name().name();
            List<String> columns = names(t.columns());
            if (with.recursive() && body.body() instanceof SetOperation s) {
                // what it reads of itself has the types of its first side
                int at = level;
                Result first = side(s.left(), null, null, true);
                level = at;
                scope.common.put(name, new Result("", given(columns, first.names()), first.types()));
            }
            Result r = shape(body, false);
            List<String> names = given(columns, r.names());
            List<Type> types = new ArrayList<>(r.types());
            if (t.search() != null) {
                names.add(t.search().sequence().name());
                types.add(t.search().breadthFirst() ? PgTypes.RECORD : PgTypes.arrayOf(PgTypes.RECORD));
            }
            if (t.cycle() != null) {
                CycleClause c = t.cycle();
                names.add(c.mark().name());
                types.add(
                        c.value() == null
                                ? PgTypes.BOOL
                                : expressions.common(expressions.all(List.of(c.value(), c.otherwise()))));
                names.add(c.path().name());
                types.add(PgTypes.arrayOf(PgTypes.RECORD));
            }
            scope.common.put(name, new Result("", names, types));
        }
    }

    private static List<String> given(List<String> given, List<String> own) {
        require(given.size() <= own.size());
        List<String> all = new ArrayList<>(given);
        all.addAll(own.subList(given.size(), own.size()));
        return all;
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
        ShownScope outer = scope;
        scope = new ShownScope(outer, false);
        try {
            if (body instanceof Select s && s.distinctOn().isEmpty()) {
                tables.open(s.from(), scope);
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
                column.add(ShownExpressions.plain("", side.get(i)));
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
        ShownScope outer = scope;
        scope = new ShownScope(outer, false);
        if (body instanceof Select s) {
            tables.open(s.from(), scope);
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
            return values(v, orderBy, names, b);
        }
        require(body instanceof Select);
        Select s = (Select) body;
        String from = tables.write(scope);
        b.append("SELECT");
        if (!s.distinctOn().isEmpty()) {
            b.append(" DISTINCT ON (")
                    .append(s.distinctOn().stream().map(e -> groups.key(e, s)).collect(Collectors.joining(", ")))
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
            // a column is called by its name, anything else by none
            String text = e.top();
            boolean row = e.isRow();
            if (row || !name.equals(e.name()) && (visible || e.isColumn() || !name.equals("?column?"))) {
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
            b.append(clause(" GROUP BY ", 1)).append(groups.groups(s.groupBy(), s));
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
            b.append(groups.order(orderBy, x -> x, e -> settled(expressions.of(groups.output(e, s)))));
        }
        return new Result("", called, given);
    }

    private ShownExpressions.Shown settled(ShownExpressions.Shown e) {
        return PgTypes.isUnknown(e.type()) ? expressions.typed(e, PgTypes.TEXT) : e;
    }

    private Result values(Values v, List<SortItem> orderBy, List<String> names, StringBuilder b) {
        List<List<ShownExpressions.Shown>> rows = new ArrayList<>();
        for (RowExpression r : v.rows()) {
            rows.add(r.fields().stream().map(expressions::of).toList());
        }
        List<Type> types = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int at = i;
            List<ShownExpressions.Shown> column =
                    rows.stream().map(r -> r.get(at)).collect(Collectors.toList());
            Type first = column.get(0).type();
            boolean alike = !PgTypes.isUnknown(first)
                    && column.stream().allMatch(x -> x.type().equals(first));
            types.add(alike ? first : PgTypes.plain(expressions.common(column)));
            called.add("column" + (i + 1));
        }
        // they stand in a table of their own, which shows where its columns have other names
        boolean apart = names != null && !names.equals(called);
        String text = "VALUES "
                + rows.stream()
                        .map(r -> {
                            List<String> all = new ArrayList<>();
                            for (int i = 0; i < r.size(); i++) {
                                all.add(expressions
                                        .typed(r.get(i), types.get(i))
                                        .topBare());
                            }
                            return "(" + String.join(",", all) + ")";
                        })
                        .collect(Collectors.joining(", "));
        if (apart) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < called.size(); i++) {
                String name = CatalogFunctions.quoted(names.get(i));
                items.add(VALUES + "." + called.get(i) + (names.get(i).equals(called.get(i)) ? "" : " AS " + name));
            }
            b.append("SELECT ").append(items.get(0));
            for (String i : items.subList(1, items.size())) {
                b.append(", ").append(clause("", 4)).append(i);
            }
            b.append(clause(" FROM ", 2)).append('(').append(text).append(") ").append(VALUES);
        } else {
            b.append(text);
        }
        if (!orderBy.isEmpty()) {
            b.append(clause(" ORDER BY ", 1));
            b.append(groups.order(orderBy, x -> x, e -> {
                int i = Integer.parseInt(number(e, called)) - 1;
                return ShownExpressions.column("*VALUES*", called.get(i), types.get(i));
            }));
        }
        return new Result("", apart ? names : called, types);
    }

    /** What the rows of VALUES are called where they are a table. */
    private static final String VALUES = "\"*VALUES*\"";

    /** A key of a group or a window. */
    String key(Expression e) {
        return groups.key(settled(expressions.of(e)));
    }

    /** Keys with their directions. */
    String order(List<SortItem> items, UnaryOperator<ShownExpressions.Shown> as) {
        return groups.order(items, as, e -> settled(expressions.of(e)));
    }

    /** An expression over names that stand for values: VALUE of a domain, parameters of a function. */
    static String ofNamed(
            Expression e, Map<String, ShownExpressions.Shown> named, CatalogSnapshot catalog, boolean pretty) {
        ShownQueries q = new ShownQueries(catalog, pretty);
        q.named = named;
        return trimmed(q.expressions.settled(e).bare());
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
            return ShownExpressions.column(null, column.name(), ShownTypes.of(column, catalog));
        }
        require(parts.size() <= 3 && scope != null);
        String last = parts.get(parts.size() - 1).name();
        ShownScope.Found found = switch (parts.size()) {
            case 1 -> ShownScope.column(scope, last);
            case 2 -> ShownScope.column(scope, parts.get(0).name(), last);
            default ->
                ShownScope.column(scope, parts.get(0).name(), parts.get(1).name(), last);
        };
        if (found == null && parts.size() == 1) {
            return row(last);
        }
        require(found != null);
        beside |= found.within() == scope;
        if (found.column() == ShownTable.NONE) {
            require(last.equals(SystemColumns.PLACE.getKey()));
            return ShownExpressions.column(found.table().shown, last, SystemColumns.PLACE.getValue());
        }
        return ShownFrom.column(found.table(), found.column());
    }

    /** A row of a table as a whole. */
    ShownExpressions.Shown row(String table) {
        ShownScope.Found found = ShownScope.table(scope, table);
        require(found != null && found.table().row != null && found.table().shown != null);
        beside |= found.within() == scope;
        return expressions.row(found.table().shown, found.table().row);
    }
}
