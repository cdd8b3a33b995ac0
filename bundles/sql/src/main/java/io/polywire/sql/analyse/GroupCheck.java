package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.catalog.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sees to it that what a grouped query gives has one value in each group: keys of the group, aggregates, and columns of
 * a table whose primary key is among the keys.
 */
final class GroupCheck {
    private final Analysis analysis;
    private final Scope scope;
    private final Set<BoundExpression> groupBy;
    private final List<BoundExpression> always;
    private int rows;

    /**
     * A check.
     *
     * @param groupBy what is grouped by in any set
     * @param always what is grouped by in each set: a primary key among it stands for its whole row
     */
    GroupCheck(Analysis analysis, Scope scope, List<BoundExpression> groupBy, List<BoundExpression> always) {
        this.always = always;
        this.analysis = analysis;
        this.scope = scope;
        this.groupBy = new HashSet<>(groupBy);
    }

    /** Leaves a source alone: that of functions that give rows for each group. */
    void except(int source) {
        rows = source;
    }

    /** Checks one expression; null is fine. */
    void check(BoundExpression e) {
        Columns.each(
                e,
                x -> {
                    if (groupBy.contains(x) || x instanceof AggregateValue || GroupBinder.isGrouping(x)) {
                        return true;
                    }
                    if (x instanceof InSubquery in) {
                        check(in.operand());
                        inQuery(new BoundSubquery(true, in.query(), in.type()));
                        return true;
                    }
                    // the body of a function in place of its call is no query that was written here
                    boolean query =
                            x instanceof BoundSubquery && !analysis.calls().containsValue(x);
                    if (query) {
                        inQuery(x);
                    }
                    return query;
                },
                c -> check(c, false));
    }

    /** Whatever stands in a query within reads of the groups is checked, its own aggregates' arguments too. */
    private void inQuery(BoundExpression query) {
        Columns.each(query, groupBy::contains, c -> check(c, true));
    }

    private void check(BoundColumn c, boolean inQuery) {
        if (!analysis.isLocal(scope, c) || c.source() == rows || keyIsGrouped(c)) {
            return;
        }
        Place at = analysis.expressions().named(c);
        throw (at == null ? analysis.at(0) : at)
                .build(
                        FailureKind.SEMANTIC,
                        inQuery
                                ? "subquery uses ungrouped column \"" + analysis.columnName(c) + "\" from outer query"
                                : "column \"" + analysis.columnName(c)
                                        + "\" must appear in the GROUP BY clause or be used in an aggregate function")
                .sqlState("42803")
                .build();
    }

    private boolean keyIsGrouped(BoundColumn c) {
        Relation r = analysis.relation(c.source());
        if (r == null || !r.hasLastingPrimaryKey()) {
            return false;
        }
        for (String key : r.primaryKey()) {
            boolean there = always.stream()
                    .anyMatch(g -> g instanceof BoundColumn k
                            && k.source() == c.source()
                            && k.name().equals(key));
            if (!there) {
                return false;
            }
        }
        if (analysis.viewText() != null) {
            analysis.viewText().key(r);
        }
        return true;
    }
}
