package io.polywire.api.session;

import java.util.List;

/**
 * A statement with its values, ready to run or in the middle of its rows. Under the thread rule of {@link Session}.
 */
public interface Portal extends AutoCloseable {
    /** The statement. */
    Prepared prepared();

    /** Columns of the present result. */
    List<Column> columns();

    /**
     * Runs the statement, or goes on where the last run was suspended.
     *
     * @param maxRows the most rows of this run; 0 for no limit
     * @param sink takes the rows; not used after the reply
     * @param reply suspended, completed or failed
     */
    void run(long maxRows, RowSink sink, RunReply reply);

    /**
     * As {@link #run}, and on the session's strand also where the statement is short enough for the calling event loop: for
     * the first of many, the rest of which the wire runs where this one's reply comes.
     */
    default void runAside(long maxRows, RowSink sink, RunReply reply) {
        run(maxRows, sink, reply);
    }

    /** First word or words of the command tag ("INSERT", "SELECT"). */
    String command();

    /** After completion: rows that were returned (by this portal in all) or affected. */
    long rows();

    /** After completion: the row number or key that the statement generated last; 0 if none, or if the
     * client {@linkplain Client#takesInsertIds() has no place for it}. */
    long lastInsertId();

    /** Of one that has failed: whether it had begun to work rows out. What fails before is about the statement as a whole. */
    default boolean isBegun() {
        return true;
    }

    /** Whether another result follows the completed one (a procedure with several results). */
    default boolean hasMore() {
        return false;
    }

    /** Goes to the next result; columns() and run() are then its own. */
    default void next(Reply<Portal> reply) {
        reply.failed(io.polywire.api.error.SqlFailure.unsupported("a further result of this statement"));
    }

    /** Gives up what it holds; without effect if it is closed. Rows not fetched are lost, effects stay. */
    @Override
    void close();
}
