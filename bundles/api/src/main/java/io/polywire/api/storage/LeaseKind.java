package io.polywire.api.storage;

/** What a lease is for. */
public enum LeaseKind {
    /** One short read: a connection of the small pool, given back within a statement. */
    READ,
    /** A transaction, an open portal, a temporary table: a connection of its own for as long as it takes. */
    PINNED,
    /** The right to write, with the connection that goes with it: one holder at a time where the storage has one writer. */
    WRITE
}
