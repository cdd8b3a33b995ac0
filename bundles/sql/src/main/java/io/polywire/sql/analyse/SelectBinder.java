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
        BoundExpression where = s.where() == null ? null : expressions.condition(s.where(), scope, "WHERE");
        RowsBinder.Around rowsAround = expressions.calls().rows().start(s.items(), scope);
        List<BoundOutput> outputs = outputs(s.items(), scope, settle);
        BoundSource rows = expressions.calls().rows().end(rowsAround);
        if (rows != null) {
            from = from == null ? rows : new BoundSource.Joined(BoundSource.Kind.INNER, from, rows, null);
        }
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
        if (rows != null && !on.isEmpty()) {
            // PostgreSQL makes the rows of each that is left, where no key is one of them
            throw analysis.at(s.distinctOn().get(0)).unsupported("DISTINCT ON beside a function that gives rows");
        }
        boolean grouped = expressions.calls().endQuery(around) || s.groupBy() != null || having != null;
        if (rows != null && (grouped || ExpressionBinder.hasWindow(outputs, sorted))) {
            throw analysis.at(s).unsupported("a function that gives rows beside aggregates or window functions");
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
            outputs.forEach(o -> check.check(o.value()));
            sorted.forEach(check::check);
            on.forEach(check::check);
            check.check(having);
        }
        BoundBody.Select body = new BoundBody.Select(distinct, outputs, from, where, grouped, groups.keys(), having);
        boolean ties = q.limit() != null && q.limit().withTies();
        BoundQuery whole = new BoundQuery(body, sorts, null, null);
        Layers layers = new Layers(analysis);
        List<BoundExpression> asking = new ArrayList<>(sorted);
        outputs.forEach(o -> asking.add(o.value()));
        asking.add(having);
        if (groups.hasSets(asking)) {
            if (!on.isEmpty() || ties) {
                throw analysis.at(s.groupBy()).unsupported("a grouping set beside DISTINCT ON or WITH TIES");
            }
            return order.limited(groups.united(body, sorts, sorted), q, scope);
        }
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
        return order.limited(whole, q, scope);
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
                if (star.qualifier().isEmpty() && entries.isEmpty()) {
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
