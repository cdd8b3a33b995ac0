package io.polywire.sql.tree;

/**
 * A branch of CASE.
 *
 * @param condition condition or value
 * @param result what it gives
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record When(Expression condition, Expression result, int start, int end) implements Part {}
