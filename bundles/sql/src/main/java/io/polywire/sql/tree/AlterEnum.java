package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER TYPE with a label of an enumeration.
 *
 * @param name the type
 * @param ifNotExists whether it is no failure if the label is there
 * @param oldLabel the label that is renamed; null to add one
 * @param newLabel the label that is added, or the new name
 * @param neighbor where it is added; null for the end
 * @param after behind or before the neighbour
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterEnum(
        QualifiedName name,
        boolean ifNotExists,
        Literal oldLabel,
        Literal newLabel,
        Literal neighbor,
        boolean after,
        int start,
        int end)
        implements StatementBody {
    @Override
    public String command() {
        return "ALTER TYPE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
