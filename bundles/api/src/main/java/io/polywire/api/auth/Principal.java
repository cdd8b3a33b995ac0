package io.polywire.api.auth;

import java.util.Objects;
import java.util.Set;

/**
 * Who a session runs as.
 *
 * @param name of the user or role; never null
 * @param id number in the user store; 0 if it comes from elsewhere
 * @param superuser whether rights are not asked for
 * @param roles names of the roles that it is a member of
 * @param authenticated whether it proved to be who it says; false for an anonymous session that runs as a role that the
 *     configuration names
 */
public record Principal(String name, long id, boolean superuser, Set<String> roles, boolean authenticated) {
    /** Copies the roles. */
    public Principal {
        Objects.requireNonNull(name, "name");
        roles = Set.copyOf(roles);
    }
}
