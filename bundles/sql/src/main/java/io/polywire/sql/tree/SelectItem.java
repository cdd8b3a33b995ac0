package io.polywire.sql.tree;

/**
 * One item of a select list.
 *
 * @param expression a value or a star
 * @param alias null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SelectItem(Expression expression, Identifier alias, int start, int end) implements Part {}
