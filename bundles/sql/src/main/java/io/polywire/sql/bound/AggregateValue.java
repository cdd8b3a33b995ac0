package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * The value of an aggregate over the rows of a group.
 *
 * @param aggregate which
 * @param arguments its arguments; none for count(*)
 * @param distinct whether equal arguments count once
 * @param filter only rows for which it is true; null for all
 * @param orderBy order in which it sees the rows; empty where it does not matter
 * @param type of the result
 */
public record AggregateValue(
        Aggregate aggregate,
        List<BoundExpression> arguments,
        boolean distinct,
        BoundExpression filter,
        List<BoundSort> orderBy,
        Type type)
        implements BoundExpression {
    /** Copies the list. */
    public AggregateValue {
        arguments = List.copyOf(arguments);
        orderBy = List.copyOf(orderBy);
    }

    /** An aggregate of rows in any order. */
    public AggregateValue(
            Aggregate aggregate, List<BoundExpression> arguments, boolean distinct, BoundExpression filter, Type type) {
        this(aggregate, arguments, distinct, filter, List.of(), type);
    }
}
