package io.polywire.sql.tree;

/**
 * DISCARD.
 *
 * @param what what is forgotten
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Discard(What what, int start, int end) implements StatementBody {
    /** What a session forgets. */
    public enum What {
        ALL,
        PLANS,
        SEQUENCES,
        TEMPORARY
    }

    @Override
    public String command() {
        return "DISCARD" + (what == What.TEMPORARY ? " TEMP" : " " + what);
    }
}
