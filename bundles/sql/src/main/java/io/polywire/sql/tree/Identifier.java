package io.polywire.sql.tree;

/**
 * A name as a dialect reads it: folded by its rules unless it was quoted; the text between the positions says how it was written.
 *
 * @param name the name, folded unless quoted
 * @param quoted whether it was written in quotes
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Identifier(String name, boolean quoted, int start, int end) implements Part {}
