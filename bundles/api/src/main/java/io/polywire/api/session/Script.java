package io.polywire.api.session;

/**
 * A text that was split into statements, to be prepared one after the other, since a statement may need what the one
 * before it made. Not thread-safe.
 */
public interface Script {
    /** Whether there is another statement; false for an empty text and after the last. */
    boolean hasNext();

    /**
     * The text of the next statement, without its terminator.
     *
     * @throws io.polywire.api.error.SqlFailure 42601 if the rest does not split; its position counts in the whole text
     */
    String next();

    /** Where the statement that {@link #next} gave last begins in the whole text, in characters from 0. */
    int offset();
}
