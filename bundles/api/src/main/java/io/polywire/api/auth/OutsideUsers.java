package io.polywire.api.auth;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Users of the store for those whose identity is proved elsewhere: by a token's issuer, by a certificate authority. It
 * finds the user or makes it, and brings its memberships in line with what the proof says of it. Asks the store: not for an
 * event loop. Immutable; any thread.
 */
public final class OutsideUsers {
    private static final int LONGEST_NAME = 63;

    private final boolean create;
    private final Map<String, Set<String>> roles = new TreeMap<>();
    private final Set<String> managed = new HashSet<>();

    /**
     * What is done with users.
     *
     * @param create whether one that is not stored is made
     * @param key of the configuration that {@code roleRules} come from, for messages
     * @param roleRules {@code value:role}: whose proof has the value is a member of the role, and who is not, is not.
     *     Memberships of roles that no rule names are left alone
     * @throws SqlFailure of kind CONFIGURATION for a rule of another form
     */
    public OutsideUsers(boolean create, String key, List<String> roleRules) {
        this.create = create;
        for (String rule : roleRules) {
            int colon = rule.lastIndexOf(':');
            if (colon <= 0 || colon == rule.length() - 1) {
                throw SqlFailure.of(
                        FailureKind.CONFIGURATION, key + " = " + rule + " is not possible; a rule is value:role");
            }
            String role = rule.substring(colon + 1).strip();
            managed.add(role);
            roles.computeIfAbsent(rule.substring(0, colon).strip(), v -> new HashSet<>())
                    .add(role);
        }
    }

    /**
     * Who a proved identity is.
     *
     * @param store the user store
     * @param name of the user
     * @param values what the proof says about roles
     * @return the user as it is stored now
     * @throws Refused if it cannot get in, with the reason for the operator
     * @throws SqlFailure if the store cannot be read or changed
     */
    public Principal admit(UserStore store, String name, Set<String> values) throws Refused {
        User user = store.find(name);
        if (user == null && create) {
            user = create(store, name);
        }
        if (user == null) {
            throw new Refused("there is no such user");
        }
        if (!user.login()) {
            throw new Refused("it is a role that cannot log in");
        }
        if (user.locked()) {
            throw new Refused("the user is locked");
        }
        if (managed.isEmpty()) {
            return user.principal();
        }
        return align(store, user, wanted(values)) ? found(store, name).principal() : user.principal();
    }

    private static User found(UserStore store, String name) throws Refused {
        User user = store.find(name);
        if (user == null) {
            throw new Refused("the user was dropped meanwhile");
        }
        return user;
    }

    private Set<String> wanted(Set<String> values) {
        Set<String> wanted = new HashSet<>();
        values.forEach(v -> wanted.addAll(roles.getOrDefault(v, Set.of())));
        return wanted;
    }

    private User create(UserStore store, String name) throws Refused {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                || name.isBlank()
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refused("its name cannot be one of the store");
        }
        try {
            return store.create(name, true, false);
        } catch (SqlFailure f) {
            // two log-ins of a new user at once: the other one made it
            User made = store.find(name);
            if (made != null) {
                return made;
            }
            throw f;
        }
    }

    /** Whether anything had to be changed. */
    private boolean align(UserStore store, User user, Set<String> wanted) throws Refused {
        Roles all = store.roles();
        List<RoleChange> changes = new ArrayList<>();
        for (String name : managed) {
            User role = all.find(name);
            if (role == null) {
                if (wanted.contains(name)) {
                    throw new Refused("role " + name + " of the configuration does not exist");
                }
                continue;
            }
            boolean is = all.membership(role.id(), user.id()) != null;
            if (wanted.contains(name) && !is) {
                changes.add(new RoleChange.Join(new Membership(role.id(), user.id(), 0, false)));
            } else if (is && !wanted.contains(name)) {
                changes.add(new RoleChange.Leave(role.id(), user.id()));
            }
        }
        if (changes.isEmpty()) {
            return false;
        }
        store.apply(changes);
        return true;
    }

    /** Why someone cannot get in; for the security log, not for the client. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** With the reason. */
        public Refused(String reason) {
            // no stack: it says all
            super(reason, null, false, false);
        }
    }
}
