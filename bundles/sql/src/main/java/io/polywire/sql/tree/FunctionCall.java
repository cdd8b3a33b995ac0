package io.polywire.sql.tree;

import java.util.List;

/**
 * A call of a function, an aggregate or a window function.
 *
 * @param name the function
 * @param arguments what it gets
 * @param star whether its argument is a bare star
 * @param distinct whether DISTINCT was written before the arguments
 * @param orderBy order of an aggregate's input
 * @param withinGroup WITHIN GROUP (ORDER BY ...)
 * @param filter FILTER (WHERE ...), or null
 * @param over the window, or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record FunctionCall(
        QualifiedName name,
        List<Argument> arguments,
        boolean star,
        boolean distinct,
        List<SortItem> orderBy,
        List<SortItem> withinGroup,
        Expression filter,
        WindowSpecification over,
        int start,
        int end)
        implements Expression {
    /** Copies the lists. */
    public FunctionCall {
        arguments = List.copyOf(arguments);
        orderBy = List.copyOf(orderBy);
        withinGroup = List.copyOf(withinGroup);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
