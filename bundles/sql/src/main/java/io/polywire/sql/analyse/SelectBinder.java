package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Literal;
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
        boolean around = expressions.calls().startQuery();
        BoundSource from = new FromBinder(analysis, scope).bind(s.from());
        BoundExpression where = s.where() == null ? null : expressions.condition(s.where(), scope, "WHERE");
        List<BoundOutput> outputs = outputs(s.items(), scope, settle);
        List<BoundExpression> keys = new ArrayList<>();
        List<BoundExpression> groupBy = groupBy(s, outputs, scope, keys);
        BoundExpression having = s.having() == null
                ? null
                : rules.condition(expressions.withAggregates(s.having(), scope), "HAVING", analysis.at(s.having()));
        List<BoundSort> sorts = new ArrayList<>();
        List<BoundExpression> sorted = new ArrayList<>();
        for (SortItem item : q.orderBy()) {
            int i = order.outputOf(item.expression(), outputs, "ORDER BY");
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
            sorts.add(order.sort(item, value));
        }
        boolean grouped = expressions.calls().endQuery(around) || s.groupBy() != null || having != null;
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
        return order.limited(new BoundQuery(body, sorts, null, null), q, scope);
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
            int i = order.outputOf(e, outputs, "GROUP BY");
            if (i >= 0) {
                return outputs.get(i).value();
            }
        }
        if (e instanceof Literal) {
            return outputs.get(order.outputOf(e, outputs, "GROUP BY")).value();
        }
        return analysis.settled(analysis.expressions().plain(e, scope, "GROUP BY"), e);
    }
}
