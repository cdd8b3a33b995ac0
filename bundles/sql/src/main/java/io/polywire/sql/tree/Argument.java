package io.polywire.sql.tree;

/**
 * An argument of a function.
 *
 * @param name its name, or null
 * @param value its value
 * @param variadic whether it is an array that stands for the last arguments
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Argument(Identifier name, Expression value, boolean variadic, int start, int end) implements Part {}
