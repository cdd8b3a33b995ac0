package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import java.util.Map;
import java.util.function.Function;

/** Puts others in place of columns of an expression, in its sub-queries too. */
final class Substitution extends Replacement {
    private final Function<BoundColumn, BoundExpression> columns;

    private Substitution(Function<BoundColumn, BoundExpression> columns) {
        this.columns = columns;
    }

    static BoundExpression of(BoundExpression e, Function<BoundColumn, BoundExpression> columns) {
        return new Substitution(columns).of(e);
    }

    /** Expressions in place of columns of one source, by the columns' names. */
    static BoundExpression replaced(BoundExpression e, int source, Map<String, BoundExpression> by) {
        return of(e, c -> c.source() == source && by.containsKey(c.name()) ? by.get(c.name()) : c);
    }

    @Override
    BoundExpression replaced(BoundExpression e, int depth) {
        return e instanceof BoundColumn c ? columns.apply(c) : null;
    }
}
