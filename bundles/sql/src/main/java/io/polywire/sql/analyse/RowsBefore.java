package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.WindowValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a query before functions of its list are called: those that give rows do so for each row that is left by
 * window functions and DISTINCT ON (ProjectSet of PostgreSQL), and volatile ones are called in the order that the rows have
 * (make_sort_input_target).
 */
final class RowsBefore extends Replacement {
    private final Analysis analysis;
    private final BoundSource from;
    private final BoundExpression where;
    private final int source;
    private final Set<Integer> sources = new HashSet<>();
    private final List<BoundExpression> items = new ArrayList<>();

    /** Expressions that are worked out with the rows. */
    private final List<BoundExpression> kept;

    /** @param kept expressions that are worked out with the rows, whatever stands in them */
    RowsBefore(Analysis analysis, BoundSource from, BoundExpression where, List<BoundExpression> kept) {
        this.kept = kept;
        this.analysis = analysis;
        this.from = from;
        this.where = where;
        this.source = analysis.newSource(null);
        note(from);
    }

    private void note(BoundSource s) {
        if (s instanceof BoundSource.Joined j) {
            note(j.left());
            note(j.right());
        } else if (s != null) {
            sources.add(Analysis.number(s));
        }
    }

    @Override
    BoundExpression replaced(BoundExpression e, int depth) {
        boolean own = depth == 0 && (e instanceof WindowValue || kept.contains(e))
                || e instanceof BoundColumn c && sources.contains(c.source());
        if (!own) {
            return null;
        }
        int i = items.indexOf(e);
        if (i < 0) {
            i = items.size();
            items.add(e);
        }
        return new BoundColumn(source, QueryBinder.columnOf(i), e.type(), true);
    }

    /**
     * The rows, once all that reads them has been replaced.
     *
     * @param on keys of DISTINCT ON; empty for all rows
     * @param sorts the query's order
     * @param sorted the values behind it
     */
    BoundSource source(List<BoundExpression> on, List<BoundSort> sorts, List<BoundExpression> sorted, Place at) {
        List<BoundOutput> outputs = new ArrayList<>();
        items.forEach(e -> outputs.add(new BoundOutput("", e)));
        BoundBody body = new BoundBody.Select(false, outputs, from, where, false, List.of(), null);
        BoundQuery query = on.isEmpty()
                ? new BoundQuery(body, List.of(), null, null)
                : new Layers(analysis).distinctOn(new BoundQuery(body, sorts, null, null), on, sorted, at);
        return new BoundSource.Derived(source, query, Columns.isVolatile(query));
    }

    /** The rows in their order, once all that reads them has been replaced. */
    BoundSource ordered(List<BoundSort> sorts) {
        List<BoundOutput> outputs = new ArrayList<>();
        items.forEach(e -> outputs.add(new BoundOutput("", e)));
        BoundBody body = new BoundBody.Select(false, outputs, from, where, false, List.of(), null);
        return new BoundSource.Derived(source, new BoundQuery(body, sorts, null, null), true);
    }
}
