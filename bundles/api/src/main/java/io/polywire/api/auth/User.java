package io.polywire.api.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A user or role as a store knows it.
 *
 * @param id number in its store; never used again for another
 * @param name folded as the store folds; never null
 * @param login whether it can log in, otherwise it is only a role
 * @param superuser whether rights are not asked for
 * @param locked whether log-ins are refused for now
 * @param expires when its passwords end, or null
 * @param roles names of the roles that it is a member of
 * @param verifiers by mechanism name, each in the mechanism's own text form; never a clear secret
 */
public record User(
        long id,
        String name,
        boolean login,
        boolean superuser,
        boolean locked,
        Instant expires,
        Set<String> roles,
        Map<String, String> verifiers) {
    /** Copies roles and verifiers. */
    public User {
        Objects.requireNonNull(name, "name");
        roles = Set.copyOf(roles);
        verifiers = Map.copyOf(verifiers);
    }

    /** Who a session of this user runs as. */
    public Principal principal() {
        return new Principal(name, id, superuser, roles, true);
    }

    /** Names the user only: verifiers do not belong in a log. */
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
