package io.polywire.sql.analyse;

import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.FunctionValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The groups of a query as rows that it reads: one query for each grouping set, one behind the other, each with the keys
 * (NULL for those that the set does not group by), the aggregates, and the GROUPING of the set. What is asked of groups
 * by sub-queries is read from there as well.
 */
final class GroupedRows extends Replacement {
    private final Analysis analysis;
    private final Scope scope;
    private final GroupBinder groups;
    private final int source;
    private final int rows;
    private final List<BoundExpression> items;

    /** @param rows number of the source of functions that give rows for each group; 0 for none */
    GroupedRows(Analysis analysis, Scope scope, GroupBinder groups, int rows) {
        this.rows = rows;
        this.analysis = analysis;
        this.scope = scope;
        this.groups = groups;
        // sub-queries have named these already, by their places
        this.items = new ArrayList<>(scope.ofGroups());
        this.source = items.isEmpty() ? analysis.newSource(null) : scope.groups();
    }

    @Override
    BoundExpression replaced(BoundExpression e, int depth) {
        boolean ofGroup = depth == 0 && (e instanceof AggregateValue || GroupBinder.isGrouping(e));
        if (ofGroup || groups.values().contains(e)) {
            return item(e);
        }
        return e instanceof BoundColumn c && analysis.isLocal(scope, c) && c.source() != rows ? item(e) : null;
    }

    private BoundExpression item(BoundExpression e) {
        int i = items.indexOf(e);
        if (i < 0) {
            i = items.size();
            items.add(e);
        }
        return new BoundColumn(source, QueryBinder.columnOf(i), e.type(), true);
    }

    /** The rows, once all that reads them has been replaced. */
    BoundSource source(BoundSource from, BoundExpression where) {
        Layers layers = new Layers(analysis);
        List<BoundBody> branches = new ArrayList<>();
        for (Set<Integer> set : groups.sets()) {
            List<BoundOutput> columns = new ArrayList<>();
            items.forEach(e -> columns.add(new BoundOutput("", in(e, set))));
            // so that a storage sees one group where there is no key
            columns.add(new BoundOutput("", layers.rows()));
            List<BoundExpression> keys =
                    set.stream().map(i -> groups.keys().get(i)).toList();
            branches.add(new BoundBody.Select(false, columns, from, where, true, keys, null));
        }
        return new BoundSource.Derived(source, new BoundQuery(Layers.united(branches), List.of(), null, null));
    }

    private BoundExpression in(BoundExpression e, Set<Integer> set) {
        int i = groups.values().indexOf(e);
        if (i >= 0) {
            return set.contains(i) ? e : Layers.none(e.type());
        }
        return GroupBinder.isGrouping(e) ? new BoundConstant(groups.bits((FunctionValue) e, set), e.type()) : e;
    }
}
