package io.polywire.api.auth;

import java.util.List;
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
}
