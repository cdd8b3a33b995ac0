package io.polywire.api.storage;

/** What a storage can do, so that a renderer may use it. */
public enum Capability {
    NULLS_ORDER,
    RETURNING,
    MERGE,
    LATERAL,
    ARRAYS,
    SEQUENCES,
    ROW_LOCKS,
    STRICT_TYPES,
    /** INSERT, UPDATE, DELETE inside WITH. */
    DML_IN_WITH,
    /** More than one transaction can write at a time. */
    SEVERAL_WRITERS,
    SAVEPOINTS,
    CANCEL,
    /** Databases can be created and dropped. */
    CREATE_DATABASE,
    /** Databases may have tables of Polywire's own, in which dialects keep what the storage itself has no place for. */
    OWN_TABLES,
    BLOB_HANDLES,
    /** In tables that others made, the names of types say what columns hold; without it, what they leave open is text. */
    DECLARED_TYPES,
    /** There, times are written as seconds since 1970; without this and the next they are written as text. */
    TIMES_IN_SECONDS,
    /** There, integers in columns of times are milliseconds since 1970, not seconds, and times are written so. */
    TIMES_IN_MILLISECONDS
}
