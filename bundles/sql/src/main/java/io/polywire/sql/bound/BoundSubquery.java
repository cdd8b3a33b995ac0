package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * A query in place of a value.
 *
 * @param exists whether it is asked for rows only; otherwise it gives its one column of at most one row, and a second row
 *     is an error (21000)
 * @param query the query
 * @param type of the value
 */
public record BoundSubquery(boolean exists, BoundQuery query, Type type) implements BoundExpression {}
