package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.Values;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds out what queries mean. */
final class QueryBinder {
    private final Analysis analysis;
    /** Whether the query is a side of a set operation, whose other side may decide what its literals are. */
    private boolean side;

    private final TypeRules rules;
    private final SelectBinder selects;
    private final OrderBinder order;

    QueryBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.selects = new SelectBinder(analysis);
        this.order = new OrderBinder(analysis);
    }

    /**
     * A query.
     *
     * @param outer scope of what is around it; null at the top
     */
    BoundQuery bind(Query q, Scope outer) {
        return analysis.expressions().calls().below(outer, () -> bound(q, outer));
    }

    private BoundQuery bound(Query q, Scope outer) {
        boolean settle = !side;
        side = false;
        if (!q.locking().isEmpty()) {
            analysis.locks().check(q, outer);
        }
        Scope scope = new Scope(outer);
        commonTables(q.with(), scope);
        if (q.body() instanceof Select s) {
            return selects.select(s, q, scope, settle);
        }
        BoundBody body = body(q.body(), scope);
        if (q.orderBy().isEmpty()) {
            return order.limited(new BoundQuery(body, List.of(), null, null), q, scope);
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
        List<BoundSort> sorts = new ArrayList<>();
        for (SortItem item : q.orderBy()) {
            Expression key = q.body() instanceof Values ? ofValues(item.expression()) : item.expression();
            int i = order.outputOf(key, outputs, "ORDER BY");
            if (i < 0) {
                Scope names = Scope.beside(scope);
                outputs.forEach(o -> names.visible.add(new Scope.Entry(o.name(), o.value())));
                analysis.expressions().bind(item.expression(), names);
                throw analysis.at(item)
                        .build(FailureKind.UNSUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                        .detail("Only result column names can be used, not expressions or functions.")
                        .hint("Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
                        .build();
            }
            sorts.add(order.sort(item, outputs.get(i).value()));
        }
        BoundBody around = new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, new BoundQuery(body, List.of(), null, null)),
                null,
                false,
                List.of(),
                null);
        return order.limited(new BoundQuery(around, sorts, null, null), q, scope);
    }

    /** A query whose literals and parameters in the list of a selection wait for the types of the columns that they become. */
    BoundQuery bindForColumns(Query q, Scope outer) {
        side = q.body() instanceof Select s && !s.distinct();
        try {
            return bind(q, outer);
        } finally {
            side = false;
        }
    }

    /** Orders and limits. */
    OrderBinder order() {
        return order;
    }

    /** The selections of queries. */
    SelectBinder selects() {
        return selects;
    }

    /** Puts the tables of a WITH, which may be null, into a scope. */
    void commonTables(With with, Scope scope) {
        new CommonTables(analysis).bind(with, scope);
    }

    // --- bodies ---------------------------------------------------------------------------------------------------

    BoundBody body(QueryBody body, Scope scope) {
        if (body instanceof SetOperation s) {
            return combined(s, scope);
        }
        if (body instanceof Values v) {
            return values(v, scope);
        }
        if (body instanceof NestedQuery n) {
            return whole(bind(n.query(), scope));
        }
        return bind(new Query(null, body, List.of(), null, List.of(), false, body.start(), body.end()), scope)
                .body();
    }

    private BoundBody side(QueryBody body, Scope scope) {
        // what DISTINCT compares has its type before the other side is looked at: a literal is a text
        side = body instanceof Select s && !(s.distinct() && s.distinctOn().isEmpty());
        try {
            BoundBody bound = body(body, scope);
            if (!(body instanceof SetOperation)) {
                scope.ranges()
                        .addSide(bound.outputs().stream().map(BoundOutput::name).toList());
            }
            return bound;
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
        String word = s.kind().name();
        // as checkWellFormedSelectStmt of parse_cte.c has it
        boolean rightOnly = s.kind() == SetOperation.Kind.EXCEPT && !s.all();
        BoundBody left = barred(s, rightOnly, () -> side(s.left(), scope));
        BoundBody right = barred(s, false, () -> side(s.right(), scope));
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
            types.add(t);
            if (!s.all()) {
                // that its values can be told apart
                rules.orderKey(left.outputs().get(i).value(), itemOf(s.left(), i));
            }
        }
        BoundBody first = brought(left, types, s.left());
        BoundBody second = brought(right, types, s.right());
        Layers layers = new Layers(analysis);
        boolean keyed = types.stream().anyMatch(t -> !rules.ordersItself(t));
        if (s.kind() != SetOperation.Kind.UNION && (s.all() || keyed)) {
            // the second of two equal rows is another one than the first
            int width = types.size();
            BoundBody one = s.all() ? layers.numbered(first, analysis.at(s)) : first;
            BoundBody other = s.all() ? layers.numbered(second, analysis.at(s)) : second;
            BoundBody all = keyed
                    ? layers.matched(one, other, s.kind() == SetOperation.Kind.INTERSECT, analysis.at(s))
                    : combination(BoundBody.Kind.valueOf(word), false, one, other);
            return layers.narrowed(all, width);
        }
        if (!s.all() && keyed) {
            BoundBody all = combination(BoundBody.Kind.UNION, true, first, second);
            return layers.distinct(layers.narrowedQuery(all, types.size()), List.of(), analysis.at(s))
                    .body();
        }
        return combination(BoundBody.Kind.valueOf(word), s.all(), first, second);
    }

    /** Binds a side in which a recursive common table may not be named, unless it may. */
    private BoundBody barred(SetOperation s, boolean may, Supplier<BoundBody> side) {
        boolean bars = s.kind() == SetOperation.Kind.EXCEPT || s.kind() == SetOperation.Kind.INTERSECT && s.all();
        return bars && !may ? analysis.barred().in(s.kind().name(), side) : side.get();
    }

    static BoundBody combination(BoundBody.Kind kind, boolean all, BoundBody left, BoundBody right) {
        return new BoundBody.Combined(
                kind, all, new BoundQuery(left, List.of(), null, null), new BoundQuery(right, List.of(), null, null));
    }

    /** Where a column of a side stands. */
    private Place itemOf(QueryBody body, int column) {
        return body instanceof Select s && column < s.items().size()
                ? analysis.leftmost(s.items().get(column).expression())
                : analysis.at(body);
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

    /** A column of VALUES without the name that VALUES has as a table. */
    private static Expression ofValues(Expression e) {
        return e instanceof ColumnReference c
                        && c.parts().size() == 2
                        && c.parts().get(0).name().equals("*VALUES*")
                ? new ColumnReference(List.of(c.parts().get(1)), c.start(), c.end())
                : e;
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
                at.add(analysis.leftmost(f));
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
}
