package io.polywire.sql.tree;

/**
 * A role, by name or by what it is at the moment.
 *
 * @param kind how it is meant
 * @param name for NAMED
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record RoleName(Kind kind, Identifier name, int start, int end) implements Part {
    /** How a role is meant. */
    public enum Kind {
        NAMED,
        CURRENT_USER,
        CURRENT_ROLE,
        SESSION_USER,
        PUBLIC
    }
}
