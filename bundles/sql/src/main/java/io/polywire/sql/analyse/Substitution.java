package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.OperationValue;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts other columns in place of those of an expression without sub-queries. */
final class Substitution {
    private Substitution() {}

    static BoundExpression of(BoundExpression e, UnaryOperator<BoundColumn> columns, Place at) {
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
                    of(c.otherwise(), columns, at),
                    c.type());
        }
        boolean[] reads = {false};
        Columns.each(e, x -> false, c -> reads[0] = true);
        if (reads[0]) {
            throw at.unsupported("an expression of this kind here");
        }
        return e;
    }

    private static List<BoundExpression> all(List<BoundExpression> list, UnaryOperator<BoundColumn> columns, Place at) {
        return list.stream().map(x -> of(x, columns, at)).toList();
    }
}
