package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE SCHEMA.
 *
 * @param ifNotExists whether it is no failure if it is there
 * @param name null for the name of its owner
 * @param owner null if none was written
 * @param elements what is made inside
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateSchema(
        boolean ifNotExists, Identifier name, RoleName owner, List<StatementBody> elements, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateSchema {
        elements = List.copyOf(elements);
    }

    @Override
    public String command() {
        return "CREATE SCHEMA";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
