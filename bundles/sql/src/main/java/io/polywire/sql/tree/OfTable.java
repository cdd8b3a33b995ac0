package io.polywire.sql.tree;

/**
 * OF, behind the name of a new table: its columns are the attributes of a composite type.
 *
 * @param type the type
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record OfTable(TypeName type, int start, int end) implements TableElement {}
