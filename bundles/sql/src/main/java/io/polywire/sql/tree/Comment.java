package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * COMMENT ON.
 *
 * @param object what is commented on
 * @param text null takes the comment away
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Comment(ObjectReference object, Literal text, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "COMMENT";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
