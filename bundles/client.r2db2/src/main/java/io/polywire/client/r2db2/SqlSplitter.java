package io.polywire.client.r2db2;

import io.polywire.client.r2db2.internal.sql.SplitState;

/**
 * Cuts a script in SQLite's dialect into its statements while it is being read. A semicolon ends a statement unless it
 * stands in a quote, in a comment, or between the BEGIN and END of a trigger's body. Used by one thread at a time.
 *
 * <pre>{@code
 * splitter.append(text);
 * for (SqlSplitter.Part part = splitter.next(); part != null; part = splitter.next()) { ... }
 * }</pre>
 */
public final class SqlSplitter {
    private final SplitState state = new SplitState();

    /**
     * One statement.
     *
     * @param sql its text without what surrounds it: no blanks and comments before, no semicolon behind
     * @param line line of the script on which its first token stands, from 1
     */
    public record Part(String sql, int line) {}

    /** Creates a splitter at line 1 of an empty script. */
    public SqlSplitter() {
        // nothing to set up
    }

    /** Adds text, of any length and cut at any place, to the script. */
    public void append(CharSequence text) {
        state.append(text);
    }

    /** The next statement that is complete; null if more text is needed for one. */
    public Part next() {
        return state.next(false);
    }

    /** The last statement, which need not end in a semicolon; null if there is none. To be called once the script is over. */
    public Part finish() {
        return state.next(true);
    }

    /** Whether a statement, a quote or a comment was begun and not ended. */
    public boolean pending() {
        return state.pending();
    }

    /** Drops what was begun and not ended. */
    public void clear() {
        state.clear();
    }
}
