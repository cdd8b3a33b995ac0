package io.polywire.api.auth;

import java.util.Objects;

/**
 * A value that a setting has at the beginning of sessions (ALTER ROLE ... SET, ALTER DATABASE ... SET).
 *
 * @param role whose sessions, by its id; 0 for those of all roles
 * @param database in which database; empty for all
 * @param name of the setting
 * @param value as it is shown
 */
public record RoleSetting(long role, String database, String name, String value) {
    /** Checks what the record promises. */
    public RoleSetting {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
