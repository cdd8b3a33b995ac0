package io.polywire.sql.tree;

/**
 * NOTIFY.
 *
 * @param channel the channel
 * @param payload null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Notify(Identifier channel, Literal payload, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "NOTIFY";
    }
}
