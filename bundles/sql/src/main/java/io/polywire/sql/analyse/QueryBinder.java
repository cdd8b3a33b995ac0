package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** Finds out what queries mean. */
final class QueryBinder {
    private final Analysis analysis;
    /** Whether the query is a side of a set operation, whose other side may decide what its literals are. */
    private boolean side;

    private final TypeRules rules;

    QueryBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /**
     * A query.
     *
     * @param outer scope of what is around it; null at the top
     */
    BoundQuery bind(Query q, Scope outer) {
        if (!q.locking().isEmpty()) {
            throw analysis.at(q.locking().get(0)).unsupported("FOR UPDATE or SHARE");
        }
        Scope scope = new Scope(outer);
        commonTables(q, scope);
        if (q.body() instanceof Select s) {
            return select(s, q, scope);
        }
        BoundBody body = body(q.body(), scope);
        if (q.orderBy().isEmpty()) {
            return limited(new BoundQuery(body, List.of(), null, null), q, scope);
        }
        // an order over the columns that come out: of a query around this one
        int source = analysis.newSource(null);
        Scope outside = new Scope(scope);
        analysis.own(source, outside);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < body.outputs().size(); i++) {
            BoundOutput o = body.outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(), new BoundColumn(source, columnOf(i), o.value().type(), true)));
        }
        List<BoundSort> order = new ArrayList<>();
        for (SortItem item : q.orderBy()) {
            int i = outputOf(item.expression(), outputs, "ORDER BY");
            if (i < 0) {
                throw analysis.at(item)
                        .build(FailureKind.UNSUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                        .detail("Only result column names can be used, not expressions or functions.")
                        .build();
            }
            order.add(sort(item, outputs.get(i).value()));
        }
        BoundBody around = new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, new BoundQuery(body, List.of(), null, null)),
                null,
                false,
                List.of(),
                null);
        return limited(new BoundQuery(around, order, null, null), q, scope);
    }

    private void commonTables(Query q, Scope scope) {
        if (q.with() == null) {
            return;
        }
        if (q.with().recursive()) {
            throw analysis.at(q.with()).unsupported("WITH RECURSIVE");
        }
        for (CommonTable t : q.with().tables()) {
            if (!(t.body() instanceof Query inner)) {
                throw analysis.at(t).unsupported(t.body().command() + " in WITH");
            }
            if (t.search() != null || t.cycle() != null) {
                throw analysis.at(t).unsupported("SEARCH or CYCLE");
            }
            Scope seen = new Scope(scope.outer);
            seen.common.putAll(scope.common);
            // bound once here, so that what is wrong with it shows also if nobody names it
            bind(inner, seen);
            CommonQuery common = new CommonQuery(
                    inner, t.columns().stream().map(Identifier::name).toList(), seen);
            if (scope.common.put(t.name().name(), common) != null) {
                throw analysis.at(t)
                        .build(
                                FailureKind.SEMANTIC,
                                "WITH query name \"" + t.name().name() + "\" specified more than once")
                        .sqlState("42712")
                        .build();
            }
        }
    }

    // --- bodies ---------------------------------------------------------------------------------------------------

    private BoundBody body(QueryBody body, Scope scope) {
        if (body instanceof SetOperation s) {
            return combined(s, scope);
        }
        if (body instanceof Values v) {
            return values(v, scope);
        }
        if (body instanceof NestedQuery n) {
            return whole(bind(n.query(), scope));
        }
        return bind(new Query(null, body, List.of(), null, List.of(), body.start(), body.end()), scope)
                .body();
    }

    private BoundBody side(QueryBody body, Scope scope) {
        side = body instanceof Select;
        try {
            return body(body, scope);
        } finally {
            side = false;
        }
    }

    /** A query with an order or a limit of its own as a body. */
    private BoundBody whole(BoundQuery q) {
        if (q.orderBy().isEmpty() && q.limit() == null && q.offset() == null) {
            return q.body();
        }
        int source = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            BoundOutput o = q.outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(), new BoundColumn(source, columnOf(i), o.value().type(), true)));
        }
        return new BoundBody.Select(false, outputs, new BoundSource.Derived(source, q), null, false, List.of(), null);
    }

    private BoundBody combined(SetOperation s, Scope scope) {
        BoundBody left = side(s.left(), scope);
        BoundBody right = side(s.right(), scope);
        String word = s.kind().name();
        if (left.outputs().size() != right.outputs().size()) {
            throw itemOf(s.right(), 0)
                    .failure(FailureKind.SYNTAX, "each " + word + " query must have the same number of columns");
        }
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < left.outputs().size(); i++) {
            Type t = rules.common(
                    List.of(
                            left.outputs().get(i).value(),
                            right.outputs().get(i).value()),
                    word,
                    List.of(itemOf(s.left(), i), itemOf(s.right(), i)));
            boolean unionAll = s.all() && s.kind() == SetOperation.Kind.UNION;
            if (!unionAll && !rules.ordersItself(t)) {
                throw analysis.at(s).unsupported(word + " of columns of type " + rules.display(t));
            }
            types.add(t);
        }
        if (s.all() && s.kind() != SetOperation.Kind.UNION) {
            throw analysis.at(s).unsupported(word + " ALL");
        }
        return new BoundBody.Combined(
                BoundBody.Kind.valueOf(word),
                s.all(),
                new BoundQuery(brought(left, types, s.left()), List.of(), null, null),
                new BoundQuery(brought(right, types, s.right()), List.of(), null, null));
    }

    /** Where a column of a side stands. */
    private Place itemOf(QueryBody body, int column) {
        return analysis.at(
                body instanceof Select s && column < s.items().size()
                        ? s.items().get(column)
                        : body);
    }

    /** A body whose columns are brought to types. */
    BoundBody brought(BoundBody body, List<Type> types, Part at) {
        boolean same = true;
        for (int i = 0; i < types.size(); i++) {
            same &= body.outputs().get(i).value().type().equals(types.get(i));
        }
        if (same) {
            return body;
        }
        if (body instanceof BoundBody.Select s && !s.distinct()) {
            List<BoundOutput> outputs = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                BoundOutput o = s.outputs().get(i);
                outputs.add(new BoundOutput(o.name(), rules.coerce(o.value(), types.get(i), analysis.at(at))));
            }
            return new BoundBody.Select(false, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
        }
        if (body instanceof BoundBody.Rows r) {
            List<List<BoundExpression>> rows = new ArrayList<>();
            for (List<BoundExpression> row : r.rows()) {
                List<BoundExpression> out = new ArrayList<>();
                for (int i = 0; i < types.size(); i++) {
                    out.add(rules.coerce(row.get(i), types.get(i), analysis.at(at)));
                }
                rows.add(out);
            }
            return rows(rows);
        }
        int source = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            BoundOutput o = body.outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(),
                    rules.coerce(
                            new BoundColumn(source, columnOf(i), o.value().type(), true),
                            types.get(i),
                            analysis.at(at))));
        }
        return new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, new BoundQuery(body, List.of(), null, null)),
                null,
                false,
                List.of(),
                null);
    }

    private BoundBody values(Values v, Scope scope) {
        List<List<BoundExpression>> rows = new ArrayList<>();
        List<List<Place>> places = new ArrayList<>();
        int width = v.rows().get(0).fields().size();
        for (RowExpression row : v.rows()) {
            if (row.fields().size() != width) {
                throw analysis.at(row.fields().get(0))
                        .failure(FailureKind.SYNTAX, "VALUES lists must all be the same length");
            }
            List<BoundExpression> bound = new ArrayList<>();
            List<Place> at = new ArrayList<>();
            for (Expression f : row.fields()) {
                bound.add(analysis.expressions().plain(f, scope, "VALUES"));
                at.add(analysis.at(f));
            }
            rows.add(bound);
            places.add(at);
        }
        for (int c = 0; c < width; c++) {
            List<BoundExpression> column = new ArrayList<>();
            List<Place> at = new ArrayList<>();
            for (int r = 0; r < rows.size(); r++) {
                column.add(rows.get(r).get(c));
                at.add(places.get(r).get(c));
            }
            Type t = rules.common(column, "VALUES", at);
            for (int r = 0; r < rows.size(); r++) {
                rows.get(r).set(c, rules.coerce(column.get(r), t, at.get(r)));
            }
        }
        return rows(rows);
    }

    static BoundBody.Rows rows(List<List<BoundExpression>> rows) {
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            outputs.add(new BoundOutput("column" + (i + 1), rows.get(0).get(i)));
        }
        return new BoundBody.Rows(outputs, rows);
    }

    /** Name of an output of a derived table; renderers give the same. */
    static String columnOf(int index) {
        return "c" + (index + 1);
    }

    // --- SELECT ---------------------------------------------------------------------------------------------------

    private BoundQuery select(Select s, Query q, Scope scope) {
        boolean unsettled = side;
        side = false;
        if (s.items().isEmpty()) {
            throw analysis.at(s).unsupported("SELECT without columns");
        }
        if (s.into() != null) {
            throw analysis.at(s.into()).unsupported("SELECT INTO");
        }
        if (!s.distinctOn().isEmpty()) {
            throw analysis.at(s.distinctOn().get(0)).unsupported("DISTINCT ON");
        }
        if (!s.windows().isEmpty()) {
            throw analysis.at(s.windows().get(0)).unsupported("WINDOW");
        }
        ExpressionBinder expressions = analysis.expressions();
        boolean around = expressions.startQuery();
        BoundSource from = new FromBinder(analysis, scope).bind(s.from());
        BoundExpression where = s.where() == null ? null : expressions.condition(s.where(), scope, "WHERE");
        List<BoundOutput> outputs = outputs(s.items(), scope, !unsettled);
        List<BoundExpression> keys = new ArrayList<>();
        List<BoundExpression> groupBy = groupBy(s, outputs, scope, keys);
        BoundExpression having = s.having() == null
                ? null
                : rules.condition(expressions.withAggregates(s.having(), scope), "HAVING", analysis.at(s.having()));
        List<BoundSort> order = new ArrayList<>();
        List<BoundExpression> sorted = new ArrayList<>();
        for (SortItem item : q.orderBy()) {
            int i = outputOf(item.expression(), outputs, "ORDER BY");
            BoundExpression value;
            if (i >= 0) {
                value = outputs.get(i).value();
            } else {
                value = analysis.settled(expressions.withAggregates(item.expression(), scope), item.expression());
                if (s.distinct() && outputs.stream().noneMatch(o -> o.value().equals(value))) {
                    throw analysis.at(item)
                            .build(
                                    FailureKind.SEMANTIC,
                                    "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
                            .sqlState("42P10")
                            .build();
                }
            }
            sorted.add(value);
            order.add(sort(item, value));
        }
        boolean grouped = expressions.endQuery(around) || s.groupBy() != null || having != null;
        if (having != null
                && groupBy.isEmpty()
                && outputs.stream().noneMatch(o -> ExpressionBinder.hasAggregate(o.value()))) {
            throw analysis.at(s.having()).unsupported("HAVING without groups or aggregates in the result");
        }
        if (grouped) {
            GroupCheck check = new GroupCheck(analysis, scope, groupBy);
            outputs.forEach(o -> check.check(o.value()));
            sorted.forEach(check::check);
            check.check(having);
        }
        if (s.distinct()) {
            for (BoundOutput o : outputs) {
                if (!rules.ordersItself(o.value().type())) {
                    throw analysis.at(s)
                            .unsupported("DISTINCT of columns of type "
                                    + rules.display(o.value().type()));
                }
            }
        }
        BoundBody body = new BoundBody.Select(s.distinct(), outputs, from, where, grouped, keys, having);
        return limited(new BoundQuery(body, order, null, null), q, scope);
    }

    /**
     * The outputs of a SELECT or RETURNING list.
     *
     * @param settle whether literals and parameters that nothing has given a type get one here
     */
    List<BoundOutput> outputs(List<SelectItem> items, Scope scope, boolean settle) {
        List<BoundOutput> outputs = new ArrayList<>();
        for (SelectItem item : items) {
            if (item.expression() instanceof Star star) {
                Place at = analysis.at(star);
                List<Scope.Entry> entries =
                        star.qualifier().isEmpty() ? scope.visible : analysis.table(star.qualifier(), scope, at);
                if (star.qualifier().isEmpty() && entries.isEmpty()) {
                    throw at.failure(FailureKind.SYNTAX, "SELECT * with no tables specified is not valid");
                }
                for (Scope.Entry e : entries) {
                    outputs.add(new BoundOutput(e.name(), analysis.expressions().starEntry(e.value(), at)));
                }
                continue;
            }
            BoundExpression value = analysis.expressions().withAggregates(item.expression(), scope);
            if (settle) {
                value = analysis.settled(value, item.expression());
            }
            String name = item.alias() == null
                    ? rules.columnName(item.expression())
                    : item.alias().name();
            outputs.add(new BoundOutput(name, value));
        }
        return outputs;
    }

    /**
     * What is grouped by.
     *
     * @param keys takes what groups are told apart by
     */
    private List<BoundExpression> groupBy(
            Select s, List<BoundOutput> outputs, Scope scope, List<BoundExpression> keys) {
        List<BoundExpression> values = new ArrayList<>();
        if (s.groupBy() == null) {
            return values;
        }
        if (s.groupBy().distinct()) {
            throw analysis.at(s.groupBy()).unsupported("GROUP BY DISTINCT");
        }
        for (Grouping g : s.groupBy().elements()) {
            if (g.kind() != Grouping.Kind.VALUE) {
                throw analysis.at(g).unsupported("a grouping set");
            }
            for (Expression e : g.expressions()) {
                BoundExpression value = groupItem(e, outputs, scope);
                if (ExpressionBinder.hasAggregate(value)) {
                    throw analysis.at(e)
                            .build(FailureKind.SEMANTIC, "aggregate functions are not allowed in GROUP BY")
                            .sqlState("42803")
                            .build();
                }
                values.add(value);
                keys.add(rules.orderKey(value, analysis.at(e)));
            }
        }
        return values;
    }

    /** A name is a column of FROM first, an output's second; an integer is an output's number. */
    private BoundExpression groupItem(Expression e, List<BoundOutput> outputs, Scope scope) {
        if (e instanceof ColumnReference c
                && c.parts().size() == 1
                && Scope.one(scope.visible, c.parts().get(0).name(), analysis.at(e)) == null) {
            int i = outputOf(e, outputs, "GROUP BY");
            if (i >= 0) {
                return outputs.get(i).value();
            }
        }
        if (e instanceof Literal) {
            return outputs.get(outputOf(e, outputs, "GROUP BY")).value();
        }
        return analysis.settled(analysis.expressions().plain(e, scope, "GROUP BY"), e);
    }

    /** Index of the output that a key of ORDER BY or GROUP BY means by number or name, or -1. */
    private int outputOf(Expression e, List<BoundOutput> outputs, String clause) {
        Place at = analysis.at(e);
        if (e instanceof Literal l) {
            if (l.kind() != Literal.Kind.INTEGER) {
                throw at.failure(FailureKind.SYNTAX, "non-integer constant in " + clause);
            }
            int n = l.value().length() > 9 ? 0 : Integer.parseInt(l.value());
            if (n < 1 || n > outputs.size()) {
                throw at.build(FailureKind.SEMANTIC, clause + " position " + l.value() + " is not in select list")
                        .sqlState("42P10")
                        .build();
            }
            return n - 1;
        }
        if (!(e instanceof ColumnReference c) || c.parts().size() != 1) {
            return -1;
        }
        String name = c.parts().get(0).name();
        int found = -1;
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(name)) {
                if (found >= 0
                        && !outputs.get(found).value().equals(outputs.get(i).value())) {
                    throw at.failure(FailureKind.AMBIGUOUS, clause + " \"" + name + "\" is ambiguous");
                }
                found = found < 0 ? i : found;
            }
        }
        return found;
    }

    private BoundSort sort(SortItem item, BoundExpression value) {
        if (item.using() != null) {
            throw analysis.at(item).unsupported("ORDER BY ... USING");
        }
        boolean descending = item.direction() == SortItem.Direction.DESCENDING;
        boolean nullsFirst = switch (item.nulls()) {
            case DEFAULT -> rules.nullsFirst(descending);
            case FIRST -> true;
            case LAST -> false;
        };
        return new BoundSort(rules.orderKey(value, analysis.at(item)), descending, nullsFirst);
    }

    private BoundQuery limited(BoundQuery q, Query tree, Scope scope) {
        if (tree.limit() == null) {
            return q;
        }
        if (tree.limit().withTies()) {
            throw analysis.at(tree.limit()).unsupported("WITH TIES");
        }
        return new BoundQuery(
                q.body(),
                q.orderBy(),
                count(tree.limit().count(), scope, "LIMIT"),
                count(tree.limit().offset(), scope, "OFFSET"));
    }

    private BoundExpression count(Expression e, Scope scope, String clause) {
        if (e == null) {
            return null;
        }
        BoundExpression value = analysis.expressions().plain(e, new Scope(scope.outer), clause);
        Type want = rules.rowCountType();
        if (value.type().kind() == TypeKind.UNKNOWN) {
            return rules.coerce(value, want, analysis.at(e));
        }
        return switch (value.type().kind()) {
            case INT16, INT32, INT64 -> rules.coerce(value, want, analysis.at(e));
            default -> throw limitType(value, clause, e);
        };
    }

    private SqlFailure limitType(BoundExpression value, String clause, Expression e) {
        if (value.type().kind() == TypeKind.DECIMAL
                || value.type().kind() == TypeKind.FLOAT64
                || value.type().kind() == TypeKind.FLOAT32) {
            return analysis.at(e).unsupported(clause + " with a value that is no integer");
        }
        return analysis.at(e)
                .failure(
                        FailureKind.TYPE_MISMATCH,
                        "argument of " + clause + " must be type " + rules.display(rules.rowCountType()) + ", not type "
                                + rules.display(value.type()));
    }
}
