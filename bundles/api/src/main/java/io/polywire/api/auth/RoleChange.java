package io.polywire.api.auth;

import java.util.Map;

/** A change of a {@link UserStore}, one of those that {@link UserStore#apply} makes together. */
public sealed interface RoleChange {
    /**
     * A new role, without memberships.
     *
     * @param user its id is one of {@link UserStore#reserveId}; its roles are not looked at
     */
    record Create(User user) implements RoleChange {}

    /**
     * New name, flags or end of a role.
     *
     * @param user found by its id; its roles and verifiers are not looked at
     */
    record Alter(User user) implements RoleChange {}

    /**
     * New verifiers in place of all older ones.
     *
     * @param id of the role
     * @param verifiers as {@link UserStore#verifiers} made them; empty for no password
     */
    record Password(long id, Map<String, String> verifiers) implements RoleChange {
        /** Copies the verifiers. */
        public Password {
            verifiers = Map.copyOf(verifiers);
        }

        /** Names the role only: verifiers do not belong in a log. */
        @Override
        public String toString() {
            return "Password[" + id + "]";
        }
    }

    /**
     * The end of a role and of its memberships.
     *
     * @param id of the role
     */
    record Drop(long id) implements RoleChange {}

    /**
     * A membership, in place of one of the same role and member.
     *
     * @param membership the membership
     */
    record Join(Membership membership) implements RoleChange {}

    /**
     * A value for the beginning of sessions, in place of one of the same role, database and setting.
     *
     * @param role 0 for all
     * @param database empty for all
     * @param name of the setting; null for all that the role has in the database, which then end
     * @param value null to end it
     */
    record Setting(long role, String database, String name, String value) implements RoleChange {}

    /**
     * A database has another name, or is gone, and the values for its sessions with it.
     *
     * @param database the name that it had
     * @param name the one that it has; null for none
     */
    record Database(String database, String name) implements RoleChange {}

    /**
     * The end of a membership.
     *
     * @param role of what
     * @param member of whom
     */
    record Leave(long role, long member) implements RoleChange {}
}
