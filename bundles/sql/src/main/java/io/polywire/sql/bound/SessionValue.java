package io.polywire.sql.bound;

/** A value that a session gives to a statement each time it runs; constant while it runs. */
public enum SessionValue {
    /** Name of the role whose rights count. */
    USER,
    /** Name of the user that the session is for. */
    SESSION_USER,
    /** Name of the database. */
    DATABASE,
    /**
     * How values are read and written: DateStyle, IntervalStyle, TimeZone, bytea_output and extra_float_digits, a line for
     * each.
     */
    STYLE,
    /** When the transaction began, in microseconds since 1970 UTC. */
    TRANSACTION_TIME,
    /** When the client's present request came, in microseconds since 1970 UTC. */
    STATEMENT_TIME,
    /** Number of the session. */
    SESSION_ID,
    /** When the server began, in microseconds since 1970 UTC. */
    SERVER_TIME,
    /** Address of the client without its port; NULL where it has none. */
    CLIENT_ADDRESS,
    /** Port of the client; NULL where it has none. */
    CLIENT_PORT,
    /** Address of this server that the client has reached, without its port; NULL where it has none. */
    SERVER_ADDRESS,
    /** Port of this server that the client has reached; NULL where it has none. */
    SERVER_PORT,
    /**
     * The rows of {@link io.polywire.sql.catalog.LiveRelation#ROLES} at this moment, as text of {@link JsonRows}; so the
     * following, each of the relation of its name.
     */
    ROLES,
    MEMBERSHIPS,
    DATABASES,
    SETTINGS,
    SESSIONS,
    PREPARED_STATEMENTS,
    CURSORS,
    RIGHTS,
    ROLE_SETTINGS,
    SHARED_COMMENTS,
    LOCKS,
    ENCRYPTION
}
