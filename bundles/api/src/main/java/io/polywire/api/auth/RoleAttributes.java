package io.polywire.api.auth;

/**
 * What a role may do beside its rights on objects.
 *
 * @param inherit whether it has the rights of the roles that it is a member of without SET ROLE
 * @param createRole whether it creates, changes and drops roles
 * @param createDatabase whether it creates databases
 * @param replication whether it may replicate
 * @param bypassRls whether row filters do not apply to it
 * @param connectionLimit most connections of it at a time; -1 for no limit
 */
public record RoleAttributes(
        boolean inherit,
        boolean createRole,
        boolean createDatabase,
        boolean replication,
        boolean bypassRls,
        int connectionLimit) {
    /** Of a role of which nothing else was said. */
    public static final RoleAttributes DEFAULT = new RoleAttributes(true, false, false, false, false, -1);
}
