package io.polywire.sql.bound;

/** A value that a session gives to a statement each time it runs; constant while it runs. */
public enum SessionValue {
    /** Microseconds since 1970-01-01 00:00 UTC at the begin of the transaction. */
    TRANSACTION_TIME,
    /** Name of the user. */
    USER,
    /** Name of the database. */
    DATABASE
}
