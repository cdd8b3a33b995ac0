package io.polywire.api.storage;

import io.polywire.api.session.RowSink;

/**
 * An open statement of a lease, under the lease's thread rule. The end of a transaction closes its cursors: what is fetched
 * after that fails with 34000.
 */
public interface Cursor extends AutoCloseable {
    /**
     * Runs, or goes on.
     *
     * @param maxRows the most rows; 0 for no limit
     * @param sink takes the rows; may be null for a statement without columns
     * @return true at the end, false if the sink or the limit made a pause
     * @throws io.polywire.api.error.SqlFailure if it fails; the cursor is then closed
     * @throws StepLimitExceeded see {@link Lease#limitSteps}
     */
    boolean fetch(long maxRows, RowSink sink);

    /** Rows returned so far. */
    long rows();

    /** At the end: rows that were inserted, updated or deleted by the statement itself. */
    long changes();

    /** At the end and before {@link #close}: the row number that the statement inserted last; 0 if it inserted none. */
    long lastInsertId();

    /** Gives it up; idempotent. */
    @Override
    void close();
}
