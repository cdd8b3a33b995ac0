package io.polywire.api.storage;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The use of one storage connection, lent. One thread at a time (hand-over between threads is the holder's affair),
 * except {@link #interrupt}. Calls run at once on the calling thread and take as long as the storage takes, so they are
 * made on a strand, or on an event loop only for what is short; none of them waits for another lease.
 *
 * <p>Every method may throw {@link io.polywire.api.error.SqlFailure}; 57P03 when the storage has gone away.
 */
public interface Lease extends AutoCloseable {
    /** What it was asked for, WRITE once it has become a writer. */
    LeaseKind kind();

    /**
     * Whether it sees the schema that a new lease would see; not so in a transaction whose snapshot is older than the last
     * change. What is found out about the schema on a lease that does not is for that lease alone.
     */
    default boolean seesNewestSchema() {
        return true;
    }

    /** What the storage knows of a statement. */
    Description describe(StorageStatement statement);

    /**
     * Opens a statement; the first fetch runs it.
     *
     * @param parameters read during this call; may be null for none
     */
    Cursor open(StorageStatement statement, Parameters parameters);

    /** So many rows may {@link #load} ask for before the first of them is executed. */
    int MOST_AHEAD = 32;

    /**
     * Executes a statement once for each of many rows, as {@link #open} and a fetch to its end would; rows that it returns are
     * dropped. Inside a transaction.
     *
     * @param rows gives the parameters of the next execution; null to come back. They stay as they are until the execution is
     *     counted; up to {@link #MOST_AHEAD} are asked for before that. Without {@code changed} none is asked for ahead
     * @param changed is told, in the order of the rows, after each execution how many rows it has changed; the first that is
     *     not counted is the one that has failed. May be null
     * @return row number or key that was generated last; 0 if none was
     */
    default long load(StorageStatement statement, Supplier<Parameters> rows, LongConsumer changed) {
        long id = 0;
        for (Parameters row = rows.get(); row != null; row = rows.get()) {
            try (Cursor cursor = open(statement, row)) {
                cursor.fetch(0, null);
                if (cursor.changes() > 0) {
                    id = cursor.lastInsertId();
                }
                if (changed != null) {
                    changed.accept(cursor.changes());
                }
            }
        }
        return id;
    }

    /**
     * Begins a transaction on this connection. A READ lease has none; a PINNED one must have been {@linkplain #upgrade
     * upgraded} for a mode that writes first.
     */
    void begin(TransactionMode mode);

    /** Commits it. */
    void commit();

    /** Rolls it back; without effect if the storage has done so by itself. */
    void rollback();

    /** Whether the storage still has the transaction that was begun: some failures end it. */
    boolean inTransaction();

    /** Sets a savepoint; the caller makes the names unique. */
    void savepoint(String name);

    /** Forgets a savepoint and those after it. */
    void release(String name);

    /** Undoes what came after a savepoint, which stays. */
    void rollbackTo(String name);

    /**
     * Has foreign keys checked when the transaction ends, all of them, and no longer with each statement. It cannot be taken
     * back before the transaction has ended.
     */
    default void deferKeys() {
        throw SqlFailure.unsupported("a foreign key that is put off on this storage");
    }

    /**
     * Gives a PINNED lease the right to write, which it keeps until its transaction ends or it is closed; done at once
     * if it has it.
     *
     * @param timeoutNanos longest wait; 0 none. Over it: 55P03
     * @param reply 40001 if the snapshot is too old to write on it
     */
    void upgrade(long timeoutNanos, Reply<Void> reply);

    /**
     * Makes a READ lease one for longer, so that a result which its client reads slowly does not hold a place among the
     * short reads: it takes a place among the pinned ones, where the storage replaces it. Without effect on other kinds.
     *
     * @throws io.polywire.api.error.SqlFailure 53300 if no place is left; the lease is then still what it was
     */
    void pin();

    /**
     * Makes this the lease of a session's temporary objects: statements that {@linkplain TemporaryUse#CHANGED change} nothing
     * else need no right to write on it, and what they make lasts as long as the lease. A WRITE lease becomes a PINNED one
     * that keeps the right until its transaction ends. Without effect if it is that already.
     *
     * @throws io.polywire.api.error.SqlFailure 53300 if no place is left; the lease is then still what it was
     */
    default void host() {
        throw SqlFailure.unsupported("a temporary object on this storage");
    }

    /**
     * Ends what goes on, as {@link #close} does: open cursors, a transaction, the right to write. The connection stays, and
     * holds no snapshot. For a lease that hosts temporary objects.
     */
    default void rest() {
        throw SqlFailure.unsupported("a temporary object on this storage");
    }

    /**
     * While {@code steps} is positive, a fetch gives up with {@link StepLimitExceeded} once it did about that much work
     * without having come to its end; 0 for no limit. Guards what runs on an event loop.
     */
    void limitSteps(int steps);

    /**
     * Runs a statement once more that has just failed on a constraint, with nothing else open on this lease and at the state
     * that it began with, and undoes that run. A transaction stays what it was. The functions of the statement are called
     * again.
     *
     * @param parameters those that it ran with
     * @param failure what it failed with, as this storage told it
     * @param look reads what was noted, with statements that read; called if the statement has failed in the same way, or has
     *     come to its end where foreign keys are checked later; otherwise not at all
     * @return whether {@code look} was called; false from a storage that cannot do it
     */
    default boolean replay(
            StorageStatement statement, Parameters parameters, SqlFailure failure, Replay how, Runnable look) {
        return false;
    }

    /** Says for which session functions are called from now on, until the lease is closed. */
    default void serve(FunctionContext session) {
        // a storage without functions of ours
    }

    /** Stops what runs, or waits in {@link #upgrade}: it fails with 57014. From any thread; otherwise without effect. */
    void interrupt();

    /** Gives the connection back, rolled back if a transaction is open; idempotent. */
    @Override
    void close();
}
