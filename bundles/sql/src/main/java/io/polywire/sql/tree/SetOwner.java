package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER ... OWNER TO for what has no other actions.
 *
 * @param object the object
 * @param owner the new owner
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetOwner(ObjectReference object, RoleName owner, int start, int end) implements StatementBody {
    @Override
    public String command() {
        return "ALTER " + object.kind().words();
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
