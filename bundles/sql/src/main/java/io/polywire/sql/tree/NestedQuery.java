package io.polywire.sql.tree;

/**
 * A query in parentheses with an order, a limit or names of its own.
 *
 * @param query the query
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record NestedQuery(Query query, int start, int end) implements QueryBody {}
