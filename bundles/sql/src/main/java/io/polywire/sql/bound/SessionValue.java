package io.polywire.sql.bound;

/** A value that a session gives to a statement each time it runs; constant while it runs. */
public enum SessionValue {
    /** Name of the role whose rights count. */
    USER,
    /** Name of the user that the session is for. */
    SESSION_USER,
    /** Name of the database. */
    DATABASE
}
