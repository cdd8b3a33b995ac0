package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER ... SET SCHEMA.
 *
 * @param object the object
 * @param ifExists whether it is no failure if it is not there
 * @param schema where it goes
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetSchema(ObjectReference object, boolean ifExists, Identifier schema, int start, int end)
        implements StatementBody {
    @Override
    public String command() {
        return "ALTER " + object.kind().words();
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
