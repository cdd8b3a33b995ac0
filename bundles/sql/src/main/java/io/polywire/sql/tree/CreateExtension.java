package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE EXTENSION.
 *
 * @param ifNotExists whether it is no failure if it is there
 * @param name its name
 * @param options schema, version, cascade
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateExtension(boolean ifNotExists, Identifier name, List<Option> options, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateExtension {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE EXTENSION";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
