package io.polywire.sql.tree;

/**
 * DECLARE CURSOR.
 *
 * @param name its name
 * @param binary as written
 * @param insensitive null if not written; false for ASENSITIVE
 * @param scroll null if not written
 * @param hold whether it outlives its transaction
 * @param query its rows
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DeclareCursor(
        Identifier name,
        boolean binary,
        Boolean insensitive,
        Boolean scroll,
        boolean hold,
        Query query,
        int start,
        int end)
        implements StatementBody {
    @Override
    public String command() {
        return "DECLARE CURSOR";
    }
}
