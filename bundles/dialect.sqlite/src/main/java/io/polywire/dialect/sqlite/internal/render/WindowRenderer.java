package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.AggregateFunction;
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

    /** An aggregate that is called over windows: it has a name of its own, since it must remember rows. */
    private record Over(AggregateFunction of) implements AggregateFunction {
        @Override
        public String name() {
            return of.name() + "_over";
        }

        @Override
        public int arity() {
            return of.arity();
        }

        @Override
        public Accumulator begin() {
            return of.begin();
        }

        @Override
        public boolean overWindows() {
            return true;
        }
    }

    void write(WindowValue w) {
        if (w.function() instanceof WindowFunction.Standard s) {
            out.add(s.name().toLowerCase(java.util.Locale.ROOT));
        } else if (w.function() instanceof WindowFunction.Aggregated a) {
            if (a.aggregate() instanceof Aggregate.Own own) {
                out.function(new Over(own.function()));
            } else {
                out.add(ExpressionRenderer.name((Aggregate.Standard) a.aggregate()));
            }
        }
        out.add("(");
        if (w.arguments().isEmpty() && w.function() instanceof WindowFunction.Aggregated) {
            out.add("*");
        }
        expressions.list(w.arguments());
        out.add(")");
        expressions.filter(w.filter());
        out.add(" OVER (");
        window(w.window());
        out.add(")");
    }

    private void window(BoundWindow w) {
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
            bound(f.from(), f.fromOffset());
            out.add(" AND ");
            bound(f.to(), f.toOffset());
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

    private void bound(BoundWindow.Bound bound, BoundExpression offset) {
        switch (bound) {
            case UNBOUNDED_PRECEDING -> out.add("UNBOUNDED PRECEDING");
            case CURRENT_ROW -> out.add("CURRENT ROW");
            case UNBOUNDED_FOLLOWING -> out.add("UNBOUNDED FOLLOWING");
            case OFFSET_PRECEDING, OFFSET_FOLLOWING -> {
                expressions.write(offset);
                out.add(bound == BoundWindow.Bound.OFFSET_PRECEDING ? " PRECEDING" : " FOLLOWING");
            }
        }
    }
}
