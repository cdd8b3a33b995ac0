package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * CALL.
 *
 * @param call the procedure and its arguments
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Call(FunctionCall call, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "CALL";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
