package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER ROLE or DATABASE ... SET or RESET.
 *
 * @param role null for a database or all roles
 * @param database null for all databases
 * @param allRoles whether ALL was written
 * @param setting SET or RESET
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterSettings(
        RoleName role, Identifier database, boolean allRoles, StatementBody setting, int start, int end)
        implements StatementBody {
    @Override
    public String command() {
        return role != null || allRoles ? "ALTER ROLE" : "ALTER DATABASE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
