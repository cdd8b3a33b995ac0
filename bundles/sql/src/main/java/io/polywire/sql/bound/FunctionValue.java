package io.polywire.sql.bound;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import java.util.List;

/**
 * A call of a function that the statement brings along.
 *
 * @param function what is called
 * @param arguments its arguments
 * @param type of the result
 */
public record FunctionValue(ScalarFunction function, List<BoundExpression> arguments, Type type)
        implements BoundExpression {
    /** Copies the list. */
    public FunctionValue {
        arguments = List.copyOf(arguments);
    }
}
