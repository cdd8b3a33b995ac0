package io.polywire.api.lock;

/** How long a lock is held. */
public enum LockScope {
    /** Until it is given back or the session ends; counted: as often given back as taken. */
    SESSION,
    /** Until the transaction ends, or is rolled back to a savepoint from before it was taken. */
    TRANSACTION
}
