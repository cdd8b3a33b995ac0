package io.polywire.sql.tree;

/**
 * SHOW of a setting.
 *
 * @param name folded; null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ShowVariable(String name, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "SHOW";
    }
}
