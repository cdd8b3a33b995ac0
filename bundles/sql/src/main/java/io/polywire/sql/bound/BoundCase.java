package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * The result of the first branch whose condition is true.
 *
 * @param conditions one for each branch
 * @param results as many
 * @param otherwise where none is true; null for NULL
 * @param type of all results
 */
public record BoundCase(
        List<BoundExpression> conditions, List<BoundExpression> results, BoundExpression otherwise, Type type)
        implements BoundExpression {
    /** Copies the lists. */
    public BoundCase {
        conditions = List.copyOf(conditions);
        results = List.copyOf(results);
    }
}
