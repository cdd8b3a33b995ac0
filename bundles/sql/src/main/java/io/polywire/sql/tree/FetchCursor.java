package io.polywire.sql.tree;

/**
 * FETCH and MOVE.
 *
 * @param move or fetch
 * @param direction where to
 * @param count how many, or which; Long.MAX_VALUE for all
 * @param cursor the cursor
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record FetchCursor(boolean move, Direction direction, long count, Identifier cursor, int start, int end)
        implements StatementBody {
    /** Where a cursor goes. */
    public enum Direction {
        FORWARD,
        BACKWARD,
        ABSOLUTE,
        RELATIVE
    }

    @Override
    public String command() {
        return move ? "MOVE" : "FETCH";
    }
}
