package io.polywire.sql.tree;

import java.util.Objects;

/**
 * DO: a block of code that runs at once. What the code says is found out when it runs, by its language.
 *
 * @param body the code
 * @param language its name; null for the dialect's usual one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Do(Literal body, String language, int start, int end) implements StatementBody {
    /** Checks what the record promises. */
    public Do {
        Objects.requireNonNull(body, "body");
    }

    @Override
    public String command() {
        return "DO";
    }
}
