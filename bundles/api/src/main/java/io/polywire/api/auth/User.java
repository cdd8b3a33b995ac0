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
 * @param attributes what it may do beside its rights on objects
 */
public record User(
        long id,
        String name,
        boolean login,
        boolean superuser,
        boolean locked,
        Instant expires,
        Set<String> roles,
        Map<String, String> verifiers,
        RoleAttributes attributes) {
    /** Copies roles and verifiers. */
    public User {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(attributes, "attributes");
        roles = Set.copyOf(roles);
        verifiers = Map.copyOf(verifiers);
    }

    /** A user with the attributes of one of which nothing was said. */
    public User(
            long id,
            String name,
            boolean login,
            boolean superuser,
            boolean locked,
            Instant expires,
            Set<String> roles,
            Map<String, String> verifiers) {
        this(id, name, login, superuser, locked, expires, roles, verifiers, RoleAttributes.DEFAULT);
    }

    /** The same under another name. */
    public User withName(String next) {
        return new User(id, next, login, superuser, locked, expires, roles, verifiers, attributes);
    }

    /** The same, locked or not. */
    public User withLocked(boolean next) {
        return new User(id, name, login, superuser, next, expires, roles, verifiers, attributes);
    }

    /** The same with another end of its passwords; null for none. */
    public User withExpires(Instant next) {
        return new User(id, name, login, superuser, locked, next, roles, verifiers, attributes);
    }

    /** The same as a member of these roles and no others. */
    public User withRoles(Set<String> next) {
        return new User(id, name, login, superuser, locked, expires, next, verifiers, attributes);
    }

    /** The same with these verifiers. */
    public User withVerifiers(Map<String, String> next) {
        return new User(id, name, login, superuser, locked, expires, roles, next, attributes);
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
