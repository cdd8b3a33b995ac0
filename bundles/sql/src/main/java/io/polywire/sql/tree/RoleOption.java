package io.polywire.sql.tree;

import java.util.List;

/**
 * An option of a role.
 *
 * @param name upper-case words, or the word as written in lower case for what has no word of its own ("SUPERUSER", "PASSWORD", "IN ROLE")
 * @param value password, limit or date; null if none
 * @param roles for memberships
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record RoleOption(String name, Expression value, List<RoleName> roles, int start, int end) implements Part {
    /** Copies the lists. */
    public RoleOption {
        roles = List.copyOf(roles);
    }
}
