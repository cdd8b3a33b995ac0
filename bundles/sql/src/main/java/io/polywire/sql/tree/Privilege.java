package io.polywire.sql.tree;

import java.util.List;

/**
 * A privilege, or a role that is granted.
 *
 * @param name folded; ALL for all
 * @param columns may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Privilege(String name, List<Identifier> columns, int start, int end) implements Part {
    /** Copies the lists. */
    public Privilege {
        columns = List.copyOf(columns);
    }
}
