package io.polywire.sql.tree;

/** What happens to a temporary table at the end of a transaction. */
public enum OnCommit {
    DEFAULT,
    PRESERVE_ROWS,
    DELETE_ROWS,
    DROP
}
