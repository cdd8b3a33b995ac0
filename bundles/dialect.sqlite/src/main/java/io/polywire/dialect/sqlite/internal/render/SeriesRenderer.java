package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SeriesRows;
import java.util.List;

/**
 * Series of integers as a recursive query, which holds one row at a time where the function would give all of them as one
 * text. SQLite's sub-queries in FROM cannot read the sources beside them, so this is for arguments that read no column.
 */
final class SeriesRenderer {
    private final SqlText out;
    private final ExpressionRenderer expressions;

    SeriesRenderer(SqlText out, ExpressionRenderer expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    /** Whether a function's rows can be had so. */
    static boolean serves(BoundSource.Call c) {
        return c.rows() instanceof FunctionValue f
                && f.function() instanceof SeriesRows
                && f.arguments().size() <= 3
                && f.arguments().stream().allMatch(SeriesRenderer::readsNothing);
    }

    private static boolean readsNothing(BoundExpression e) {
        if (e instanceof FunctionValue f) {
            return f.arguments().stream().allMatch(SeriesRenderer::readsNothing);
        } else if (e instanceof OperationValue o) {
            return o.operands().stream().allMatch(SeriesRenderer::readsNothing);
        }
        return e instanceof BoundConstant || e instanceof BoundParameter;
    }

    /** The series as a source with the columns {@code value} and {@code key}, its number from 0. */
    void write(BoundSource.Call c) {
        FunctionValue f = (FunctionValue) c.rows();
        List<BoundExpression> x = f.arguments();
        String given = "a" + c.number();
        String rows = "m" + c.number();
        // the arguments are worked out once, also where they are calls
        out.add("(WITH RECURSIVE " + given + "(f, t, d) AS MATERIALIZED (SELECT ");
        expressions.write(x.get(0));
        out.add(", ");
        expressions.write(x.get(1));
        out.add(", ");
        if (x.size() == 3) {
            expressions.write(x.get(2));
        } else {
            out.add("1");
        }
        String to = "(SELECT t FROM " + given + ")";
        String step = "(SELECT d FROM " + given + ")";
        out.add("), " + rows + "(value, key) AS (SELECT f, 0 FROM " + given);
        if (x.size() < 3) {
            out.add(" WHERE f <= t UNION ALL SELECT value + 1, key + 1 FROM " + rows + " WHERE value < " + to);
        } else {
            out.add(" WHERE CASE WHEN f IS NULL OR t IS NULL THEN 0 WHEN d > 0 THEN f <= t WHEN d < 0 THEN f >= t");
            out.add(" WHEN d = 0 THEN ");
            // which raises its error
            expressions.write(f);
            out.add(" IS NULL END UNION ALL SELECT value + " + step + ", key + 1 FROM " + rows);
            // the next value may lie beyond 64 bits, so what is left is compared: beyond them it is exact enough
            out.add(" WHERE CASE WHEN " + step + " > 0 THEN " + to + " - value >= " + step);
            out.add(" ELSE value - " + to + " >= -" + step + " END");
        }
        out.add(") SELECT value, key FROM " + rows + ")");
    }
}
