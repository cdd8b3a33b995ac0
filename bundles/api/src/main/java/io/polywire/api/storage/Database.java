package io.polywire.api.storage;

import io.polywire.api.session.Reply;

/** One database of a storage. Thread-safe; leases are not. */
public interface Database {
    /** Its name as clients write it. */
    String name();

    /**
     * A number that changes with the schema, whoever changed it, at the latest when a lease sees the change; plans made
     * under another number are made again.
     */
    long schemaVersion();

    /**
     * Asks for a lease; waits in line, without a thread, if there is none.
     *
     * @param timeoutNanos longest wait; over it 55P03 (WRITE) or 53300 (READ, PINNED)
     * @param reply the lease, on the calling thread or on the one that gave it back; must not block
     */
    void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> reply);

    /** A lease if there is one free at once and nobody waits for it, else null. */
    Lease tryAcquire(LeaseKind kind);

    /**
     * Runs a short write that commits on its own. What arrives while another commit is under way shares the next one;
     * nothing waits to fill it. Never waits and never runs a statement, so an event loop may call it.
     *
     * @param timeoutNanos longest wait for its turn; over it 55P03
     */
    default void write(AutoWrite write, long timeoutNanos) {
        write.alone();
    }
}
