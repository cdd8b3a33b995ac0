package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * AND and OR as values. SQLite works all their operands out there, and stops at the one that settles it only where it jumps
 * (WHERE, ON, CASE WHEN); PostgreSQL stops in both, so that {@code b <> 0 AND a / b > 1} does not fail.
 */
final class Logic {
    private Logic() {}

    /** The expressions that an expression is made of; none where it is made of a query, or of nothing. */
    static List<BoundExpression> parts(BoundExpression e) {
        if (e instanceof FunctionValue f) {
            return f.arguments();
        }
        if (e instanceof OperationValue o) {
            return o.operands();
        }
        if (!(e instanceof BoundCase c)) {
            return List.of();
        }
        List<BoundExpression> parts = new ArrayList<>(c.conditions());
        parts.addAll(c.results());
        if (c.otherwise() != null) {
            parts.add(c.otherwise());
        }
        return parts;
    }

    /** Whether an operand behind the first could fail, and the whole can stand twice. */
    static boolean mayFail(OperationValue o) {
        return o.operands().stream().skip(1).anyMatch(Logic::calls)
                && o.operands().stream().allMatch(Logic::isRepeatable);
    }

    /** Whether it calls functions of ours, which may fail. */
    static boolean calls(BoundExpression e) {
        return e instanceof FunctionValue || parts(e).stream().anyMatch(Logic::calls);
    }

    /** Whether it reads nothing: neither columns nor queries. */
    static boolean standsAlone(BoundExpression e) {
        boolean itself = e instanceof BoundConstant
                || e instanceof BoundParameter
                || e instanceof SessionParameter
                || e instanceof OperationValue
                || e instanceof BoundCase
                || e instanceof FunctionValue;
        return itself && parts(e).stream().allMatch(Logic::standsAlone);
    }

    private static boolean isRepeatable(BoundExpression e) {
        boolean itself = e instanceof BoundColumn
                || e instanceof BoundConstant
                || e instanceof BoundParameter
                || e instanceof SessionParameter
                || e instanceof OperationValue
                || e instanceof BoundCase
                || e instanceof FunctionValue f
                        && f.function().deterministic()
                        && !f.function().mayWait();
        return itself && parts(e).stream().allMatch(Logic::isRepeatable);
    }

    /** Whether SQLite may take an expression for an integer that stands alone, as which it makes of constant conditions. */
    static boolean isNumber(BoundExpression e) {
        if (e instanceof BoundConstant) {
            return true;
        }
        if (!(e instanceof OperationValue o)) {
            return false;
        }
        return switch (o.operation()) {
            case AS_IS -> isNumber(o.operands().get(0));
            case COALESCE -> o.operands().size() == 1 && isNumber(o.operands().get(0));
            case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                o.operands().stream().anyMatch(Logic::hasConstant);
            default -> false;
        };
    }

    private static boolean hasConstant(BoundExpression e) {
        return e instanceof BoundConstant
                || StrictNull.is(e)
                || parts(e).stream().anyMatch(Logic::hasConstant);
    }

    /** Whether it is AND or OR. */
    static boolean is(OperationValue o) {
        return o.operation() == Operation.AND || o.operation() == Operation.OR;
    }
}
