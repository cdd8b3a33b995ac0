package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.OperationValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Puts other columns in place of those of an expression; within its sub-queries there may be none of them. */
final class Substitution {
    private Substitution() {}

    static BoundExpression of(BoundExpression e, UnaryOperator<BoundColumn> columns, Place at) {
        return with(e, columns::apply, at);
    }

    /** Expressions in place of columns of one source, by the columns' names. */
    static BoundExpression replaced(BoundExpression e, int source, Map<String, BoundExpression> by, Place at) {
        Function<BoundColumn, BoundExpression> columns =
                c -> c.source() == source && by.containsKey(c.name()) ? by.get(c.name()) : c;
        return with(e, columns, at);
    }

    private static BoundExpression with(BoundExpression e, Function<BoundColumn, BoundExpression> columns, Place at) {
        if (e == null) {
            return null;
        }
        if (e instanceof BoundColumn c) {
            return columns.apply(c);
        }
        if (e instanceof OperationValue o) {
            return new OperationValue(o.operation(), all(o.operands(), columns, at), o.type());
        }
        if (e instanceof FunctionValue f) {
            return new FunctionValue(f.function(), all(f.arguments(), columns, at), f.type());
        }
        if (e instanceof BoundCase c) {
            return new BoundCase(
                    all(c.conditions(), columns, at),
                    all(c.results(), columns, at),
                    with(c.otherwise(), columns, at),
                    c.type());
        }
        boolean[] reads = {false};
        // a sub-query of none of these columns may stay
        Columns.each(e, x -> false, c -> reads[0] |= columns.apply(c) != c);
        if (reads[0]) {
            throw at.unsupported("an expression of this kind here");
        }
        return e;
    }

    private static List<BoundExpression> all(
            List<BoundExpression> list, Function<BoundColumn, BoundExpression> columns, Place at) {
        return list.stream().map(x -> with(x, columns, at)).toList();
    }
}
