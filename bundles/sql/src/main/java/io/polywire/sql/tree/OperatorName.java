package io.polywire.sql.tree;

import java.util.List;

/**
 * An operator by the name that all dialects share ("+", "||", "LIKE"), with the schema if one was written.
 *
 * @param schema empty unless written
 * @param name symbol or upper-case word
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record OperatorName(List<Identifier> schema, String name, int start, int end) implements Part {
    /** Copies the lists. */
    public OperatorName {
        schema = List.copyOf(schema);
    }
}
