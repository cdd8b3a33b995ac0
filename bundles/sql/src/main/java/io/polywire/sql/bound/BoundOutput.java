package io.polywire.sql.bound;

/**
 * A column that a query gives.
 *
 * @param name as the client reads it; need not be unique
 * @param value what it is
 */
public record BoundOutput(String name, BoundExpression value) {}
