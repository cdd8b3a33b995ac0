package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * An operation on values.
 *
 * @param operation which
 * @param operands as many as it takes
 * @param type of the result
 */
public record OperationValue(Operation operation, List<BoundExpression> operands, Type type)
        implements BoundExpression {
    /** Copies the list. */
    public OperationValue {
        operands = List.copyOf(operands);
    }
}
