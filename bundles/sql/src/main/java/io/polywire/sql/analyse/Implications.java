package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.List;

/**
 * Whether rows of which one condition is true must meet another, as far as can be seen: a part of one is the other's, a number
 * that is compared with a constant lies on the right side of another, and what was compared is not NULL (predtest.c of PostgreSQL
 * proves such, too). "No" means that it was not seen.
 */
final class Implications {
    private Implications() {}

    /** Whether the one condition implies the other. */
    static boolean implies(BoundExpression given, BoundExpression wanted) {
        List<BoundExpression> known = parts(given);
        return parts(wanted).stream().allMatch(w -> known.stream().anyMatch(g -> g.equals(w) || one(g, w)));
    }

    private static List<BoundExpression> parts(BoundExpression condition) {
        return condition instanceof OperationValue o && o.operation() == Operation.AND
                ? o.operands().stream().flatMap(x -> parts(x).stream()).toList()
                : List.of(condition);
    }

    private static boolean one(BoundExpression given, BoundExpression wanted) {
        Comparison g = Comparison.of(given);
        if (g == null) {
            return false;
        }
        if (wanted instanceof OperationValue o && o.operation() == Operation.IS_NOT_NULL) {
            return o.operands().get(0).equals(g.value());
        }
        Comparison w = Comparison.of(wanted);
        return w != null && w.value().equals(g.value()) && g.implies(w);
    }

    /** A value that is compared with a number. */
    private record Comparison(BoundExpression value, Operation with, long number) {
        /** Null for any other condition. */
        static Comparison of(BoundExpression e) {
            if (!(e instanceof OperationValue o) || o.operands().size() != 2) {
                return null;
            }
            Operation turned = turned(o.operation());
            if (turned == null) {
                return null;
            }
            BoundExpression a = o.operands().get(0);
            BoundExpression b = o.operands().get(1);
            if (b instanceof BoundConstant c && c.value() instanceof Long n) {
                return new Comparison(a, o.operation(), n);
            }
            return a instanceof BoundConstant c && c.value() instanceof Long n ? new Comparison(b, turned, n) : null;
        }

        private static Operation turned(Operation o) {
            return switch (o) {
                case EQUAL, NOT_EQUAL -> o;
                case LESS -> Operation.GREATER;
                case LESS_EQUAL -> Operation.GREATER_EQUAL;
                case GREATER -> Operation.LESS;
                case GREATER_EQUAL -> Operation.LESS_EQUAL;
                default -> null;
            };
        }

        boolean implies(Comparison w) {
            int order = Long.compare(number, w.number);
            return switch (with) {
                case EQUAL ->
                    switch (w.with) {
                        case EQUAL -> order == 0;
                        case NOT_EQUAL -> order != 0;
                        case LESS -> order < 0;
                        case LESS_EQUAL -> order <= 0;
                        case GREATER -> order > 0;
                        default -> order >= 0;
                    };
                case GREATER ->
                    switch (w.with) {
                        case GREATER, GREATER_EQUAL, NOT_EQUAL -> order >= 0;
                        default -> false;
                    };
                case GREATER_EQUAL ->
                    switch (w.with) {
                        case GREATER, NOT_EQUAL -> order > 0;
                        case GREATER_EQUAL -> order >= 0;
                        default -> false;
                    };
                case LESS ->
                    switch (w.with) {
                        case LESS, LESS_EQUAL, NOT_EQUAL -> order <= 0;
                        default -> false;
                    };
                case LESS_EQUAL ->
                    switch (w.with) {
                        case LESS, NOT_EQUAL -> order < 0;
                        case LESS_EQUAL -> order <= 0;
                        default -> false;
                    };
                default -> false;
            };
        }
    }
}
