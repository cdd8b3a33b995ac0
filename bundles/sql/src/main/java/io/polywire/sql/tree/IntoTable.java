package io.polywire.sql.tree;

/**
 * The new table that SELECT INTO makes.
 *
 * @param persistence what becomes of it
 * @param name its name
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record IntoTable(Persistence persistence, QualifiedName name, int start, int end) implements Part {}
