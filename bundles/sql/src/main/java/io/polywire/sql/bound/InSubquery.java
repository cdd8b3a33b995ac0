package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * Whether a value is among the rows of a query of one column, with SQL's NULLs.
 *
 * @param operand the value
 * @param query the query, of a type that compares as its carrier does
 * @param negated NOT IN
 * @param type BOOLEAN of the front dialect
 */
public record InSubquery(BoundExpression operand, BoundQuery query, boolean negated, Type type)
        implements BoundExpression {}
