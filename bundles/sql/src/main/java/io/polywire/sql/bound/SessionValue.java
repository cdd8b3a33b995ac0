package io.polywire.sql.bound;

/** A value that a session gives to a statement each time it runs; constant while it runs. */
public enum SessionValue {
    /** Name of the user. */
    USER,
    /** Name of the database. */
    DATABASE
}
