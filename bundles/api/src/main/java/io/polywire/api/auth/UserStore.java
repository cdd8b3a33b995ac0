package io.polywire.api.auth;

import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where users and roles are kept; one store behind all wires. A service; another bundle (LDAP) may provide it. May touch
 * a disk or a network: not for an event loop. Thread-safe.
 *
 * <p>Methods throw {@link io.polywire.api.error.SqlFailure}: 42704 for a user that is not there, 42710 for one that is,
 * 0A000 from a store that cannot be written.
 */
@ConsumerType
public interface UserStore {
    /** A user with its verifiers, or null. */
    User find(String name);

    /** All users and roles, sorted by name. */
    List<User> list();

    /** Creates a user without a password. */
    User create(String name, boolean login, boolean superuser);

    /**
     * Sets a password: stores the verifiers of every enabled mechanism, in place of all older ones.
     *
     * @param password its characters; the caller wipes them. Null takes the password away
     */
    void setPassword(String name, char[] password);

    /** Stores what is changed in {@code user}, found by its id: name, login, superuser, locked, expires, roles. */
    void update(User user);

    /** Stores the verifier of one mechanism beside the others. */
    void addVerifier(String name, String mechanism, String verifier);

    /** Removes a user. */
    void drop(String name);

    /**
     * All roles and memberships at this moment; the same object as long as nothing changes, if the store can tell. The
     * default is for stores that know names of roles only.
     */
    default Roles roles() {
        List<User> users = list();
        Map<String, Long> ids = new HashMap<>();
        users.forEach(u -> ids.put(u.name(), u.id()));
        List<Membership> memberships = new ArrayList<>();
        for (User u : users) {
            for (String role : u.roles()) {
                if (ids.containsKey(role)) {
                    memberships.add(new Membership(ids.get(role), u.id(), 0, false));
                }
            }
        }
        return new Roles(users, memberships);
    }

    /** An id for a role that is to be created; it is given to no other, whether or not the role comes to be. */
    default long reserveId() {
        throw SqlFailure.unsupported("the creation of roles in this user store");
    }

    /**
     * The verifiers of a password for every enabled mechanism. May take long and memory; runs one after the other.
     *
     * @param name of the role that it is for
     * @param password its characters, or a verifier of PostgreSQL's text forms ({@code SCRAM-SHA-256$...}, {@code md5...}),
     *     which is kept as it is; the caller wipes them
     */
    default Map<String, String> verifiers(String name, char[] password) {
        throw SqlFailure.unsupported("passwords in this user store");
    }

    /**
     * Makes changes in their order, all or none.
     *
     * @param changes in their order
     * @param last runs when all of them could be made and before they are kept: the commit of what belongs to them. If it
     *     throws, nothing is changed
     * @throws SqlFailure if one of them cannot be made; nothing is changed then
     */
    default void apply(List<RoleChange> changes, Runnable last) {
        throw SqlFailure.unsupported("changes of this user store");
    }

    /** As {@link #apply(List, Runnable)} with nothing that belongs to them. */
    default void apply(List<RoleChange> changes) {
        apply(changes, () -> {});
    }
}
