package io.polywire.api.session;

/**
 * Rows on their way in: COPY, LOAD DATA, batches. Pulled by the session's strand, one thread at a time.
 */
public interface RowSource {
    /** What a call of {@link #next} gave. */
    enum Next {
        /** The parameters hold a row. */
        ROW,
        /** Nothing is here yet; {@link #whenReady} says when. */
        WAIT,
        /** There are no more rows. */
        END
    }

    /**
     * Gives the next row.
     *
     * @param into is filled if the answer is ROW
     * @throws io.polywire.api.error.SqlFailure if the input is bad or the client gave up; the load fails with it
     */
    Next next(Parameters into);

    /**
     * After WAIT: runs {@code ready} once when there is something again, on any thread, at once if there is already. A source
     * that never says WAIT has no need of its own.
     */
    default void whenReady(Runnable ready) {
        ready.run();
    }

    /** The load is over, well or not; what is still on its way is dropped by the source. Nothing is, by default. */
    default void close() {
        // a source that holds nothing
    }
}
