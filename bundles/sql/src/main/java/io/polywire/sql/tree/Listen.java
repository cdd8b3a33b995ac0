package io.polywire.sql.tree;

/**
 * LISTEN and UNLISTEN.
 *
 * @param listen or no longer
 * @param channel null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Listen(boolean listen, Identifier channel, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return listen ? "LISTEN" : "UNLISTEN";
    }
}
