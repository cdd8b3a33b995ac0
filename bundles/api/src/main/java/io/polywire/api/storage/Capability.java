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
    BLOB_HANDLES
}
