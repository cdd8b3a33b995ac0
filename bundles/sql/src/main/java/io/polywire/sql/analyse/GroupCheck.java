package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
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
    private final boolean keys;

    /**
     * A check.
     *
     * @param keys whether a primary key among what is grouped by stands for its whole row
     */
    GroupCheck(Analysis analysis, Scope scope, List<BoundExpression> groupBy, boolean keys) {
        this.keys = keys;
        this.analysis = analysis;
        this.scope = scope;
        this.groupBy = new HashSet<>(groupBy);
    }

    /** Checks one expression; null is fine. */
    void check(BoundExpression e) {
        Columns.each(
                e, x -> groupBy.contains(x) || x instanceof AggregateValue || GroupBinder.isGrouping(x), this::check);
    }

    private void check(BoundColumn c) {
        if (!analysis.isLocal(scope, c) || keyIsGrouped(c)) {
            return;
        }
        Place at = analysis.expressions().named(c);
        throw (at == null ? analysis.at(0) : at)
                .build(
                        FailureKind.SEMANTIC,
                        "column \"" + analysis.columnName(c)
                                + "\" must appear in the GROUP BY clause or be used in an aggregate function")
                .sqlState("42803")
                .build();
    }

    private boolean keyIsGrouped(BoundColumn c) {
        Relation r = analysis.relation(c.source());
        if (!keys || r == null || r.primaryKey().isEmpty()) {
            return false;
        }
        for (String key : r.primaryKey()) {
            boolean there = groupBy.stream()
                    .anyMatch(g -> g instanceof BoundColumn k
                            && k.source() == c.source()
                            && k.name().equals(key));
            if (!there) {
                return false;
            }
        }
        return true;
    }
}
