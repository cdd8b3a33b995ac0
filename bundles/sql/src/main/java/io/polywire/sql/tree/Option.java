package io.polywire.sql.tree;

/**
 * An option by name, as lists of options in parentheses have them.
 *
 * @param name its name
 * @param value a literal, a word (column reference), a row of these, a star; null if none was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Option(QualifiedName name, Expression value, int start, int end) implements Part {}
