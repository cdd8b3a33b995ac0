package io.polywire.sql.catalog;

import io.polywire.sql.bound.SessionValue;
import java.util.List;

/**
 * Facts that are not a database's but the server's or the session's: asked for at each execution, so that no plan shows
 * old ones. A front dialect makes its own relations of them. Booleans are 0 and 1, times microseconds since 1970 UTC.
 */
public enum LiveRelation {
    /**
     * Roles: the number of {@link #roleNumber}, whether it is the one that the installation began with, attributes, and
     * until when its password holds.
     */
    ROLES(
            SessionValue.ROLES,
            "number",
            "first",
            "name",
            "superuser",
            "inherit",
            "create_role",
            "create_database",
            "login",
            "replication",
            "bypass_rls",
            "connection_limit",
            "valid_until"),
    /** Memberships among roles, by name. */
    MEMBERSHIPS(SessionValue.MEMBERSHIPS, "role", "member", "grantor", "admin"),
    /** Databases that can be reached now, with a number made of the name, and the owner: its number, or that it is the first. */
    DATABASES(SessionValue.DATABASES, "number", "name", "owner_number", "first"),
    /** The session's settings: name, value as it is shown, value at the session's beginning, and whether it was set. */
    SETTINGS(SessionValue.SETTINGS, "name", "value", "initial", "set"),
    /** Sessions that are open. Of other roles' sessions only who, where from and since when. */
    SESSIONS(
            SessionValue.SESSIONS,
            "number",
            "database",
            "user",
            "application",
            "address",
            "port",
            "opened",
            "state",
            "statement",
            "state_changed"),
    /** Prepared statements of the session, with the numbers of their parameters' types as an array's text. */
    PREPARED_STATEMENTS(SessionValue.PREPARED_STATEMENTS, "name", "statement", "prepared", "by_sql", "parameters"),
    /** Cursors of the session. */
    CURSORS(SessionValue.CURSORS, "name", "statement", "held", "binary", "scrollable", "created"),
    /**
     * Roles with the ids of those whose rights they have, and of those that they are members of: each behind a comma, with a
     * comma at the end, "*" of a superuser.
     */
    RIGHTS(SessionValue.RIGHTS, "number", "first", "name", "id", "rights", "member"),
    /** What settings have at the beginning of sessions: number of the database and name of the role, NULL for all; and name=value of each. */
    ROLE_SETTINGS(SessionValue.ROLE_SETTINGS, "database_number", "role_name", "config"),
    /**
     * Comments on "role" and "database" by their names; that of a database is empty where it was taken away.
     */
    SHARED_COMMENTS(SessionValue.SHARED_COMMENTS, "kind", "name", "comment"),
    /**
     * Locks of the session's database: number of the session and of its transaction; the kind: "table" with the name that its
     * storage knows it by, "advisory" with the halves of its number and how it was given (1: as one, 2: as two), or
     * "transaction", each session's of its own, or "numbered", of one that has a number, which is given; the mode as in SQL;
     * whether the session has it.
     */
    LOCKS(
            SessionValue.LOCKS,
            "pid",
            "transaction_number",
            "kind",
            "stored",
            "high_half",
            "low_half",
            "halves",
            "mode",
            "granted",
            "xid"),
    /** TLS of the sessions: version and cipher, NULL without; bits of the key; subject, number and issuer of the client's certificate. */
    ENCRYPTION(SessionValue.ENCRYPTION, "pid", "tls", "version", "cipher", "bits", "subject", "serial", "issuer");

    private static final int FIRST_DATABASE = 0x2000_0000;

    private final SessionValue value;
    private final List<String> columns;

    LiveRelation(SessionValue value, String... columns) {
        this.value = value;
        this.columns = List.of(columns);
    }

    /** What gives its rows. */
    public SessionValue value() {
        return value;
    }

    /** Names of its columns, in the order of the values of a row. */
    public List<String> columns() {
        return columns;
    }

    /** A number for a role, made of its id. */
    public static int roleNumber(long id) {
        return (int) (CatalogSnapshot.FIRST_ID + id & 0x7FFF_FFFF);
    }

    /** A number for a database: a hash of its name. */
    public static int databaseNumber(String name) {
        return FIRST_DATABASE | name.hashCode() & 0x0FFF_FFFF;
    }
}
