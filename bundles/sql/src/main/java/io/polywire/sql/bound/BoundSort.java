package io.polywire.sql.bound;

/**
 * A key of an order, of a type that compares as its carrier does.
 *
 * @param key what is compared
 * @param descending whether the largest comes first
 * @param nullsFirst where NULL goes
 */
public record BoundSort(BoundExpression key, boolean descending, boolean nullsFirst) {}
