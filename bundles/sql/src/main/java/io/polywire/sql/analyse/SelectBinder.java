package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.Star;
import java.util.ArrayList;
import java.util.List;

/** Finds out what a SELECT means. */
final class SelectBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    private final OrderBinder order;

    SelectBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.order = new OrderBinder(analysis);
    }

    /**
     * A query of one selection.
     *
     * @param settle whether literals and parameters that nothing has given a type get one here
     */
    BoundQuery select(Select s, Query q, Scope scope, boolean settle) {
        return analysis.expressions().calls().windows().with(s.windows(), () -> named(s, q, scope, settle));
    }

    private BoundQuery named(Select s, Query q, Scope scope, boolean settle) {
        if (s.into() != null) {
            throw analysis.at(s.into()).unsupported("SELECT INTO");
        }
        boolean distinct = s.distinct() && s.distinctOn().isEmpty();
        ExpressionBinder expressions = analysis.expressions();
        boolean around = expressions.calls().startQuery();
        BoundSource from = new FromBinder(analysis, scope).bind(s.from());
        analysis.presence().open(from);
        expressions.subqueries().alike(scope);
        RowsBinder.Around rowsAround = expressions.calls().rows().start(s.items(), scope);
        List<BoundOutput> outputs = outputs(s.items(), scope, settle);
        BoundSource.Call rows = expressions.calls().rows().end(rowsAround);
        if (distinct && outputs.isEmpty()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "SELECT DISTINCT must have at least one column");
        }
        // behind the list: of two errors that of the list is told, and it is the first to say what parameters are
        BoundExpression where = s.where() == null ? null : expressions.condition(s.where(), scope, "WHERE");
        GroupBinder groups = new GroupBinder(analysis, order, s.groupBy(), outputs, scope);
        BoundExpression having = s.having() == null
                ? null
                : rules.condition(
                        expressions.withoutWindows(s.having(), scope, "HAVING"), "HAVING", analysis.at(s.having()));
        List<BoundSort> sorts = new ArrayList<>();
        List<BoundExpression> sorted = new ArrayList<>();
        for (SortItem item : q.orderBy()) {
            int i = order.outputOf(item.expression(), outputs, "ORDER BY");
            BoundExpression value;
            if (i >= 0) {
                value = outputs.get(i).value();
            } else {
                BoundExpression key = expressions.withAggregates(item.expression(), scope);
                if (key instanceof BoundRow row && !distinct) {
                    sorted.addAll(row.fields());
                    sorts.addAll(order.sorts(item, row));
                    continue;
                }
                value = analysis.settled(key, item.expression());
                if (distinct && outputs.stream().noneMatch(o -> o.value().equals(value))) {
                    throw analysis.at(item)
                            .build(
                                    FailureKind.SEMANTIC,
                                    "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
                            .sqlState("42P10")
                            .build();
                }
            }
            sorted.add(value);
            sorts.add(order.sort(item, value));
        }
        expressions.calls().within(null, () -> {
            expressions.calls().windows().check(scope);
            return null;
        });
        List<BoundExpression> on = new ArrayList<>();
        for (Expression e : s.distinctOn()) {
            int i = order.outputOf(e, outputs, "DISTINCT ON");
            on.add(i >= 0 ? outputs.get(i).value() : analysis.settled(expressions.withAggregates(e, scope), e));
        }
        from = analysis.presence().told(from);
        boolean asked = !scope.ofGroups().isEmpty();
        boolean grouped = expressions.calls().endQuery(around) || asked || s.groupBy() != null || having != null;
        int given = rows == null ? 0 : rows.number();
        boolean keyed = rows != null && grouped && groups.values().stream().anyMatch(e -> reads(e, given));
        if (keyed) {
            // they are keys of groups
            refuseOthers(outputs, groups.values(), given, s);
            from = beside(from, rows);
            rows = null;
        }
        if (!q.locking().isEmpty()) {
            analysis.locks().tables(q, scope);
            if (grouped) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED,
                        "FOR " + q.locking().get(0).strength().name().replace('_', ' ')
                                + " is not allowed with aggregate functions");
            }
        }
        if (grouped) {
            GroupCheck check = groups.check();
            check.except(keyed ? 0 : given);
            if (rows != null) {
                check.check(rows.rows());
            }
            outputs.forEach(o -> check.check(o.value()));
            sorted.forEach(check::check);
            on.forEach(check::check);
            check.check(having);
        }
        List<BoundExpression> asking = new ArrayList<>(sorted);
        outputs.forEach(o -> asking.add(o.value()));
        asking.addAll(on);
        asking.add(having);
        asking.addAll(scope.ofGroups());
        List<BoundExpression> keys = groups.keys();
        boolean ties = q.limit() != null && q.limit().withTies();
        boolean changing = outputs.stream().anyMatch(o -> Columns.isVolatile(o.value()));
        boolean late = isLate(outputs, sorted) && !distinct && on.isEmpty() && !ties;
        if (groups.hasSets(asking) || asked || grouped && (rows != null || late)) {
            GroupedRows read = new GroupedRows(analysis, scope, groups, keyed ? 0 : given);
            rows = rows == null ? null : read.of(rows);
            outputs = read.outputs(outputs);
            sorted = sorted.stream().map(read::of).toList();
            sorts = read.sorts(sorts);
            on = on.stream().map(read::of).toList();
            having = read.of(having);
            from = read.source(from, where);
            where = having;
            having = null;
            grouped = false;
            keys = List.of();
        }
        if (rows != null) {
            // without an order there is no sort behind which they could be left (make_sort_input_target)
            boolean early = sorted.isEmpty()
                    || on.stream().anyMatch(e -> reads(e, given))
                    || sorted.stream().anyMatch(e -> reads(e, given));
            List<BoundExpression> first = early ? List.of() : on;
            List<BoundExpression> windowed = new ArrayList<>(sorted);
            windowed.add(rows.rows());
            if (!first.isEmpty() || ExpressionBinder.hasWindow(outputs, windowed)) {
                RowsBefore before = new RowsBefore(analysis, from, where, List.of());
                outputs = before.outputs(outputs);
                List<BoundSort> order = before.sorts(sorts);
                List<BoundExpression> ordered = sorted.stream().map(before::of).toList();
                rows = before.of(rows);
                on = first.isEmpty() ? on.stream().map(before::of).toList() : List.of();
                from = before.source(first, sorts, sorted, analysis.at(s));
                where = null;
                sorts = order;
                sorted = ordered;
            }
            from = beside(from, rows);
        }
        if (late) {
            RowsBefore before = new RowsBefore(analysis, from, where, sorted);
            outputs = before.outputs(outputs);
            from = before.ordered(sorts);
            where = null;
            sorts = List.of();
            sorted = List.of();
        }
        BoundBody.Select body = new BoundBody.Select(distinct, outputs, from, where, grouped, keys, having);
        BoundQuery whole = new BoundQuery(body, sorts, null, null);
        Layers layers = new Layers(analysis);
        if (grouped
                && groups.keys().isEmpty()
                && outputs.stream().noneMatch(o -> ExpressionBinder.hasAggregate(o.value()))) {
            whole = layers.counted(whole);
        }
        if (distinct) {
            toldApart(outputs, s.items());
        }
        if (distinct
                && outputs.stream().anyMatch(o -> !rules.ordersItself(o.value().type()))) {
            whole = layers.distinct(whole, sorted, analysis.at(s));
        } else if (distinct && !ties && whole.body() == body && Layers.joinsUnions(body)) {
            whole = layers.distinctBehind(whole, sorted, analysis.at(s));
        }
        if (!on.isEmpty()) {
            if (ties || whole.body() != body) {
                throw analysis.at(s.distinctOn().get(0)).unsupported("DISTINCT ON of this query");
            }
            return order.limited(
                    layers.distinctOn(
                            whole, on, sorted, analysis.at(s.distinctOn().get(0))),
                    q,
                    scope);
        }
        if (ties && whole.body() != body) {
            throw analysis.at(q.limit()).unsupported("WITH TIES of this query");
        }
        if (ties) {
            return layers.withTies(whole, order.constantRows(q.limit()), sorted, analysis.at(q.limit()));
        }
        BoundQuery limited = order.limited(whole, q, scope);
        return changing && limited.offset() != null ? layers.behind(limited, analysis.at(q.limit())) : limited;
    }

    /** Whether volatile functions are called for what comes out and not for the order: in that order then. */
    private static boolean isLate(List<BoundOutput> outputs, List<BoundExpression> sorted) {
        return !sorted.isEmpty()
                && outputs.stream().anyMatch(o -> Columns.isVolatile(o.value()) && !sorted.contains(o.value()));
    }

    /** Functions that give rows come before groups where they are keys of them, others behind. */
    private void refuseOthers(List<BoundOutput> outputs, List<BoundExpression> keys, int rows, Select s) {
        outputs.forEach(o -> Columns.each(o.value(), keys::contains, c -> {
            if (c.source() == rows) {
                throw analysis.at(s).unsupported("functions that give rows, of which only some are grouped by");
            }
        }));
    }

    private static BoundSource beside(BoundSource from, BoundSource rows) {
        return from == null ? rows : new BoundSource.Joined(BoundSource.Kind.INNER, from, rows, null);
    }

    private static boolean reads(BoundExpression e, int source) {
        boolean[] found = {false};
        Columns.each(e, x -> false, c -> found[0] |= c.source() == source);
        return found[0];
    }

    /** That the values which come out can be told apart. */
    private void toldApart(List<BoundOutput> outputs, List<SelectItem> items) {
        for (int i = 0; i < outputs.size(); i++) {
            // behind a star the numbers are others, but there all are columns
            SelectItem item = items.get(Math.min(i, items.size() - 1));
            rules.orderKey(outputs.get(i).value(), analysis.item(outputs.get(i).value(), item));
        }
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
                if (star.qualifier().isEmpty() && entries.isEmpty() && !scope.hasTables()) {
                    throw at.failure(FailureKind.SYNTAX, "SELECT * with no tables specified is not valid");
                }
                if (analysis.viewText() != null) {
                    analysis.viewText().star(star, entries, scope);
                }
                for (Scope.Entry e : entries) {
                    outputs.add(new BoundOutput(e.name(), analysis.expressions().starEntry(e.value(), at)));
                }
                continue;
            }
            List<BoundOutput> fields = item.expression() instanceof AllFields all
                    ? analysis.expressions().rows().all(all, scope)
                    : null;
            if (fields != null) {
                if (analysis.viewText() != null) {
                    analysis.viewText()
                            .allFields(
                                    (AllFields) item.expression(),
                                    fields.stream().map(BoundOutput::name).toList());
                }
                outputs.addAll(fields);
                continue;
            }
            BoundExpression value = analysis.expressions().withAggregates(item.expression(), scope);
            if (settle) {
                value = analysis.settled(value, item.expression());
            }
            String name = item.alias() == null
                    ? rules.columnName(item.expression())
                    : item.alias().name();
            if (analysis.viewText() != null) {
                analysis.viewText().item(item, name);
            }
            outputs.add(new BoundOutput(name, value));
        }
        return outputs;
    }
}
