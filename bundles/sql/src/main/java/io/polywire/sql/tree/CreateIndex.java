package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE INDEX.
 *
 * @param unique whether keys differ
 * @param concurrently as written
 * @param ifNotExists whether it is no failure if it is there
 * @param name null for a name of the system's choice
 * @param table the table
 * @param method null if none
 * @param elements at least one
 * @param include may be empty
 * @param nullsNotDistinct whether NULLs are equal
 * @param options may be empty
 * @param tablespace null if none
 * @param where null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateIndex(
        boolean unique,
        boolean concurrently,
        boolean ifNotExists,
        Identifier name,
        NamedTable table,
        Identifier method,
        List<IndexElement> elements,
        List<IndexElement> include,
        boolean nullsNotDistinct,
        List<Option> options,
        Identifier tablespace,
        Expression where,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateIndex {
        elements = List.copyOf(elements);
        include = List.copyOf(include);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE INDEX";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
