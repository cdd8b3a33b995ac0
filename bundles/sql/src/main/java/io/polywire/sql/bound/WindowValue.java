package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * A value over the rows around the present one.
 *
 * @param function what is worked out
 * @param arguments its arguments; none for count(*)
 * @param filter only rows for which it is true; null for all; of aggregates only
 * @param window which rows
 * @param type of the result
 */
public record WindowValue(
        WindowFunction function, List<BoundExpression> arguments, BoundExpression filter, BoundWindow window, Type type)
        implements BoundExpression {
    /** Copies the list. */
    public WindowValue {
        arguments = List.copyOf(arguments);
    }
}
