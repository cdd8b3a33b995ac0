package io.polywire.sql.bound;

import java.util.List;

/**
 * A query.
 *
 * @param body what gives the rows
 * @param orderBy keys over the rows of a {@link BoundBody.Select}; may be empty
 * @param limit null for all; an INT64
 * @param offset null for none; an INT64
 */
public record BoundQuery(BoundBody body, List<BoundSort> orderBy, BoundExpression limit, BoundExpression offset) {
    /** Copies the list. */
    public BoundQuery {
        orderBy = List.copyOf(orderBy);
    }

    /** Its columns. */
    public List<BoundOutput> outputs() {
        return body.outputs();
    }
}
