package io.polywire.sql.tree;

/**
 * CLOSE.
 *
 * @param cursor null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CloseCursor(Identifier cursor, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return cursor == null ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
    }
}
