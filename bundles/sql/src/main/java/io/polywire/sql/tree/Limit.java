package io.polywire.sql.tree;

/**
 * How many rows.
 *
 * @param offset null if none
 * @param count null if none or ALL
 * @param withTies whether peers of the last row come too
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Limit(Expression offset, Expression count, boolean withTies, int start, int end) implements Part {}
