package io.polywire.sql.tree;

/**
 * RESET of a setting.
 *
 * @param name folded; null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ResetVariable(String name, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "RESET";
    }
}
