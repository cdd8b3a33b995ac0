package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import java.util.List;

/**
 * Expressions that are NULL because an operand is one, as PostgreSQL's planner finds them before anything is worked out
 * (eval_const_expressions): what stands beside the NULL is not looked at any more, unless it is constant too and was worked
 * out before.
 */
final class StrictNull {
    private StrictNull() {}

    static boolean is(BoundExpression e) {
        if (e instanceof BoundConstant c) {
            return c.isNull();
        }
        boolean some = false;
        List<BoundExpression> operands = strict(e);
        for (int i = 0; i < operands.size() && !some; i++) {
            some = is(operands.get(i));
        }
        return some && operands.stream().noneMatch(StrictNull::isWorkedOut);
    }

    /** The operands of which a NULL makes the whole NULL; empty if none does. */
    private static List<BoundExpression> strict(BoundExpression e) {
        if (e instanceof FunctionValue f) {
            return f.function().strict() ? f.arguments() : List.of();
        }
        if (!(e instanceof OperationValue o)) {
            return List.of();
        }
        return switch (o.operation()) {
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_EQUAL,
                    GREATER,
                    GREATER_EQUAL,
                    NOT,
                    CONCAT,
                    LENGTH,
                    AS_IS,
                    TO_DOUBLE,
                    INTEGER_TO_TEXT -> o.operands();
            default -> List.of();
        };
    }

    /** A constant, or a literal that is read in the session's style. */
    private static boolean isConstant(BoundExpression e) {
        return e instanceof BoundConstant
                || e instanceof FunctionValue f
                        && f.arguments().size() > 1
                        && f.arguments().get(0) instanceof BoundConstant
                        && f.arguments().stream()
                                .allMatch(a -> a instanceof BoundConstant || a instanceof SessionParameter);
    }

    /** Whether a part of it can be worked out from constants, and may fail. */
    private static boolean isWorkedOut(BoundExpression e) {
        List<BoundExpression> parts = Logic.parts(e);
        if (parts.isEmpty() || is(e)) {
            return false;
        }
        return parts.stream().allMatch(StrictNull::isConstant) || parts.stream().anyMatch(StrictNull::isWorkedOut);
    }
}
