package io.polywire.api.session;

import io.polywire.api.error.SqlFailure;

/** Takes the outcome of {@link Session#load}, under the thread rule of {@link Session}. */
public interface LoadReply {
    /**
     * A row was executed. Called in order, before the outcome, which may still undo it.
     *
     * @param affected rows that it affected
     */
    void row(long affected);

    /**
     * All rows were executed and, outside a transaction, committed.
     *
     * @param affected rows affected in all
     * @param lastInsertId see {@link Portal#lastInsertId()}
     */
    void completed(long affected, long lastInsertId);

    /**
     * None took effect.
     *
     * @param index of the row that failed, from 0; -1 if it was none of them
     */
    void failed(long index, SqlFailure failure);
}
