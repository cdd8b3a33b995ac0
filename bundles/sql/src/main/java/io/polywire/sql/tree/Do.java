package io.polywire.sql.tree;

import java.util.Objects;

/**
 * DO: a block of statements that runs at once.
 *
 * @param block what it says
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Do(BlockStep.Block block, int start, int end) implements StatementBody {
    /** Checks what the record promises. */
    public Do {
        Objects.requireNonNull(block, "block");
    }

    @Override
    public String command() {
        return "DO";
    }
}
