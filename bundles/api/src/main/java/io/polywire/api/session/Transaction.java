package io.polywire.api.session;

/**
 * A transaction. Wires with one per session use {@link Session#transaction()}, which begins anew after each end; a
 * Firebird wire has several from {@link Session#begin}. Under the thread rule of {@link Session}.
 */
public interface Transaction {
    /** Where a transaction stands. */
    enum State {
        /** None was begun: each statement commits on its own. */
        IDLE,
        ACTIVE,
        /** A statement failed and the dialect wants the end; everything else is refused (25P02). */
        FAILED
    }

    /** Where it stands. */
    State state();

    /**
     * Notes an error that the wire has found itself: where the dialect fails transactions for an error, one that was begun
     * is FAILED from here on. Without effect otherwise. Takes no time.
     */
    void fail();

    /** Begins explicitly; fails with 25001 if it is not idle. */
    void begin(TransactionMode mode, Reply<Void> reply);

    /** Makes its effects durable and visible; a failed one is rolled back. Fails with 25P01 if it is idle. */
    void commit(Reply<Void> reply);

    /** Undoes its effects. Fails with 25P01 if it is idle. */
    void rollback(Reply<Void> reply);

    /** As commit (or rollback), and goes on with the same snapshot where the storage can (Firebird's RETAINING). */
    default void endRetaining(boolean commit, Reply<Void> reply) {
        reply.failed(io.polywire.api.error.SqlFailure.unsupported(
                commit ? "COMMIT RETAINING on this storage" : "ROLLBACK RETAINING on this storage"));
    }

    /** Sets a savepoint; a name that is taken hides the older one. */
    void savepoint(String name, Reply<Void> reply);

    /** Forgets a savepoint and those after it; fails with 3B001 if there is none. */
    void release(String name, Reply<Void> reply);

    /** Undoes what came after a savepoint, which stays; leaves FAILED. Fails with 3B001 if there is none. */
    void rollbackTo(String name, Reply<Void> reply);
}
