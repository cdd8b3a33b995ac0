package io.polywire.api.storage;

/** What a statement may do to a database; decided by the dialect before anything runs. */
public enum Access {
    /** Only reads. */
    READ,
    /** Changes rows. */
    WRITE,
    /** Changes the schema (and, it may be, rows). */
    SCHEMA,
    /** Works on the file as a whole and cannot run inside a transaction (VACUUM). */
    MAINTENANCE
}
