package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;

/** Writes calls over windows. */
final class WindowRenderer {
    private final SqlText out;
    private final ExpressionRenderer expressions;
    private final QueryRenderer queries;

    WindowRenderer(SqlText out, ExpressionRenderer expressions, QueryRenderer queries) {
        this.out = out;
        this.expressions = expressions;
        this.queries = queries;
    }

    void write(WindowValue w) {
        if (w.function() instanceof WindowFunction.Aggregated a && a.aggregate() instanceof Aggregate.Own own) {
            own(own, w);
            return;
        }
        if (w.function() instanceof WindowFunction.Standard s) {
            out.add(s.name().toLowerCase(java.util.Locale.ROOT));
        } else if (w.function() instanceof WindowFunction.Aggregated a) {
            out.add(ExpressionRenderer.name((Aggregate.Standard) a.aggregate()));
        }
        out.add("(");
        if (w.arguments().isEmpty() && w.function() instanceof WindowFunction.Aggregated) {
            out.add("*");
        }
        arguments(w);
        out.add(")");
        expressions.filter(w.filter());
        over(w.window(), false, false);
    }

    /**
     * A function of ours. sqlite-jdbc ends the process where SQLite asks one for its value that has been given no row, so
     * that each row is given to it, whether it counts or not, and a frame that can be empty is read anew for each row.
     */
    private void own(Aggregate.Own own, WindowValue w) {
        BoundWindow.Frame f = w.window().frame();
        boolean crossing = canCross(f);
        boolean some = w.filter() != null || crossing;
        out.function(new OverWindow(own.function(), some)).add("(");
        if (some) {
            out.add("CASE WHEN ");
            if (w.filter() != null) {
                expressions.condition(w.filter());
            }
            if (crossing) {
                out.add(w.filter() == null ? "" : " AND ");
                inOrder(f);
            }
            out.add(" THEN 1 ELSE 0 END");
            out.add(w.arguments().isEmpty() ? "" : ", ");
        } else if (w.arguments().isEmpty()) {
            out.add("*");
        }
        arguments(w);
        out.add(")");
        over(w.window(), canBeEmpty(f), crossing);
    }

    /** SQLite works them out for all rows; PostgreSQL does for those that FILTER lets through. */
    private void arguments(WindowValue w) {
        boolean guarded = w.filter() != null && w.arguments().stream().anyMatch(Logic::calls);
        for (int i = 0; i < w.arguments().size(); i++) {
            out.add(i == 0 ? "" : ", ");
            if (guarded) {
                out.add("CASE WHEN ");
                expressions.condition(w.filter());
                out.add(" THEN ");
            }
            expressions.write(w.arguments().get(i));
            out.add(guarded ? " END" : "");
        }
    }

    /**
     * The window.
     *
     * @param anew whether SQLite must begin at each row
     * @param uncrossed whether a frame that ends before it begins, for which SQLite gives no row at all, has one row
     */
    private void over(BoundWindow w, boolean anew, boolean uncrossed) {
        out.add(" OVER (");
        window(w, uncrossed);
        if (anew && w.frame().exclusion() == BoundWindow.Exclusion.NO_OTHERS) {
            out.add(" EXCLUDE NO OTHERS");
        }
        out.add(")");
    }

    /** Whether a row may have no rows in its frame, itself included. */
    private static boolean canBeEmpty(BoundWindow.Frame f) {
        return f != null
                && (f.from() == BoundWindow.Bound.OFFSET_FOLLOWING || f.to() == BoundWindow.Bound.OFFSET_PRECEDING);
    }

    /** Whether it may end before it begins. */
    private static boolean canCross(BoundWindow.Frame f) {
        return f != null
                && f.from() == f.to()
                && (f.from() == BoundWindow.Bound.OFFSET_FOLLOWING || f.from() == BoundWindow.Bound.OFFSET_PRECEDING);
    }

    /** The condition that it does not. */
    private void inOrder(BoundWindow.Frame f) {
        expressions.write(f.fromOffset());
        out.add(f.from() == BoundWindow.Bound.OFFSET_PRECEDING ? " >= " : " <= ");
        expressions.write(f.toOffset());
    }

    /** The distance of the bound that is further away; with a function SQLite takes it for no constant. */
    private void further(BoundWindow.Frame f) {
        boolean before = f.from() == BoundWindow.Bound.OFFSET_PRECEDING;
        out.add("CASE WHEN ");
        inOrder(f);
        out.add(" THEN ");
        expressions.write(before ? f.fromOffset() : f.toOffset());
        out.add(" ELSE ");
        expressions.write(before ? f.toOffset() : f.fromOffset());
        out.add(" END");
    }

    private void window(BoundWindow w, boolean uncrossed) {
        for (int i = 0; i < w.partitionBy().size(); i++) {
            out.add(i == 0 ? "PARTITION BY " : ", ");
            BoundExpression key = w.partitionBy().get(i);
            if (queries.canBeNull(key)) {
                // NULL's partition comes last
                out.add("(");
                expressions.write(key);
                out.add(" IS NULL), ");
            }
            queries.key(key);
        }
        queries.order(w.orderBy());
        if (w.frame() != null) {
            BoundWindow.Frame f = w.frame();
            out.add(" ").add(f.unit().name()).add(" BETWEEN ");
            boolean before = f.from() == BoundWindow.Bound.OFFSET_PRECEDING;
            bound(f.from(), f.fromOffset(), uncrossed && before ? f : null);
            out.add(" AND ");
            bound(f.to(), f.toOffset(), uncrossed && !before ? f : null);
            switch (f.exclusion()) {
                case NO_OTHERS -> {
                    // as it is
                }
                case CURRENT_ROW -> out.add(" EXCLUDE CURRENT ROW");
                case GROUP -> out.add(" EXCLUDE GROUP");
                case TIES -> out.add(" EXCLUDE TIES");
            }
        }
    }

    private void bound(BoundWindow.Bound bound, BoundExpression offset, BoundWindow.Frame further) {
        switch (bound) {
            case UNBOUNDED_PRECEDING -> out.add("UNBOUNDED PRECEDING");
            case CURRENT_ROW -> out.add("CURRENT ROW");
            case UNBOUNDED_FOLLOWING -> out.add("UNBOUNDED FOLLOWING");
            case OFFSET_PRECEDING, OFFSET_FOLLOWING -> {
                if (further == null) {
                    expressions.write(offset);
                } else {
                    further(further);
                }
                out.add(bound == BoundWindow.Bound.OFFSET_PRECEDING ? " PRECEDING" : " FOLLOWING");
            }
        }
    }
}
