package io.polywire.sql.tree;

/**
 * A window with a name.
 *
 * @param name its name
 * @param window what it is
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record NamedWindow(Identifier name, WindowSpecification window, int start, int end) implements Part {}
