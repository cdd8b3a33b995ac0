package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What tells whether a row of the other side of an outer join is there, where all its columns may be NULL: the number of a
 * function's row, and a column more of a query in FROM, which is given to it when somebody asks for its row as a whole.
 */
final class Presence {
    private final Analysis analysis;
    /** How many columns the functions have whose rows may be missing. */
    private final Map<Integer, Integer> widths = new HashMap<>();
    /** How many columns the queries have that can be given one more. */
    private final Map<Integer, Integer> open = new HashMap<>();

    private final Set<Integer> asked = new HashSet<>();

    Presence(Analysis analysis) {
        this.analysis = analysis;
    }

    /** Rows of a source may be missing. */
    void missing(BoundSource side) {
        if (side instanceof BoundSource.Call c) {
            widths.put(c.number(), c.columns().size());
        }
    }

    /** What is in FROM will be asked for by {@link #told} when all expressions over it are known. */
    void open(BoundSource from) {
        if (from instanceof BoundSource.Joined j) {
            open(j.left());
            open(j.right());
        } else if (from instanceof BoundSource.Derived d) {
            open.put(d.number(), d.query().outputs().size());
        }
    }

    /** A column that is NULL only where the row is missing; null where there is none. */
    BoundColumn of(int source, List<BoundExpression> fields) {
        Integer width = widths.get(source);
        if (width == null && fields.stream().allMatch(f -> f instanceof BoundColumn c && c.source() == source)) {
            width = open.get(source);
            if (width != null) {
                asked.add(source);
            }
        }
        return width == null
                ? null
                : new BoundColumn(
                        source, QueryBinder.columnOf(width), analysis.rules().rowCountType(), false);
    }

    /** The same with the columns that were asked for. */
    BoundSource told(BoundSource from) {
        if (from instanceof BoundSource.Joined j) {
            BoundSource left = told(j.left());
            BoundSource right = told(j.right());
            return left == j.left() && right == j.right() ? j : new BoundSource.Joined(j.kind(), left, right, j.on());
        }
        if (!(from instanceof BoundSource.Derived d)) {
            return from;
        }
        open.remove(d.number());
        return asked.remove(d.number()) ? new BoundSource.Derived(d.number(), told(d.query()), d.once(), d.view()) : d;
    }

    private BoundQuery told(BoundQuery q) {
        BoundOutput there =
                new BoundOutput("there", new BoundConstant(1L, analysis.rules().rowCountType()));
        if (q.body() instanceof BoundBody.Select s && !s.distinct() && !s.grouped()) {
            List<BoundOutput> outputs = new ArrayList<>(s.outputs());
            outputs.add(there);
            return new BoundQuery(
                    new BoundBody.Select(false, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having()),
                    q.orderBy(),
                    q.limit(),
                    q.offset());
        }
        int source = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            BoundOutput o = q.outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(),
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true)));
        }
        outputs.add(there);
        BoundSource rows = new BoundSource.Derived(source, q, Columns.isVolatile(q));
        return new BoundQuery(
                new BoundBody.Select(false, outputs, rows, null, false, List.of(), null), List.of(), null, null);
    }
}
