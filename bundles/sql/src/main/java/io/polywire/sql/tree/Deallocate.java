package io.polywire.sql.tree;

/**
 * DEALLOCATE.
 *
 * @param name null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Deallocate(Identifier name, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return name == null ? "DEALLOCATE ALL" : "DEALLOCATE";
    }
}
