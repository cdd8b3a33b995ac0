package io.polywire.api.storage;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import java.util.List;

/**
 * A short write that commits on its own, handed to {@link Database#write}: the storage may put it into one commit with
 * others that came at the same time. Implemented by whoever asks.
 *
 * <p>Exactly one of {@link #done}, {@link #failed} and {@link #alone} is called, once, on the thread of {@link
 * Database#write} before it returns or later on a thread of the storage; none of them may block or throw.
 */
public interface AutoWrite {
    /** What runs; its {@linkplain Description#pointLookup work is bounded}. */
    StorageStatement statement();

    /** Its values; read on another thread, maybe several times, until the answer. May be null for none. */
    Parameters parameters();

    /**
     * {@link Database#schemaVersion()} that the statement was planned for; under another one the answer is alone. Asked for
     * each time that it is about to run, on the thread that has the right to write.
     */
    long schemaVersion();

    /**
     * Before the statement runs, and again if it has to run once more because another one's failure undid the commit
     * that both were in: a sink for the rows that it returns, all of them, which must not pause; what an earlier one got
     * is void. If it throws, the statement is undone and fails. Not called for a statement without columns.
     */
    RowSink rows();

    /** The session that its functions are called for; null for none. */
    default FunctionContext session() {
        return null;
    }

    /**
     * Asked for on the thread that has run the statement, each time that it has: what is committed with it and nothing else.
     * They take no values and return no rows.
     */
    default List<StorageStatement> further() {
        return List.of();
    }

    /** Whether {@link #done} is to be told the row number; otherwise it is told 0. */
    default boolean takesInsertId() {
        return true;
    }

    /** It waits, or is about to run: how it can be stopped. The stop may be called from any thread and comes to nothing
     * once the statement has run. */
    void waiting(Runnable stop);

    /**
     * It is committed, on disk where the storage promises that.
     *
     * @param changes rows that it inserted, updated or deleted
     * @param lastInsertId as {@link Cursor#lastInsertId}
     */
    void done(long changes, long lastInsertId);

    /** It failed and nothing of it is there. */
    void failed(SqlFailure failure);

    /** It has not run and cannot be run this way: under a lease it can. */
    void alone();
}
