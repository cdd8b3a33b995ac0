package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER ... RENAME.
 *
 * @param object the object
 * @param ifExists whether it is no failure if it is not there
 * @param only whether ONLY was written
 * @param partKind COLUMN, CONSTRAINT, or null if the object itself is renamed
 * @param part the column or constraint, or null
 * @param newName the new name
 * @param behavior for attributes of a type
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Rename(
        ObjectReference object,
        boolean ifExists,
        boolean only,
        ObjectKind partKind,
        Identifier part,
        Identifier newName,
        Behavior behavior,
        int start,
        int end)
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
