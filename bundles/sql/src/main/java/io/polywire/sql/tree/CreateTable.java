package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE TABLE with its elements.
 *
 * @param persistence what becomes of it
 * @param ifNotExists whether it is no failure if it is there
 * @param name its name
 * @param elements may be empty
 * @param options WITH (...)
 * @param onCommit for a temporary table
 * @param method access method, or null
 * @param tablespace or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateTable(
        Persistence persistence,
        boolean ifNotExists,
        QualifiedName name,
        List<TableElement> elements,
        List<Option> options,
        OnCommit onCommit,
        Identifier method,
        Identifier tablespace,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateTable {
        elements = List.copyOf(elements);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE TABLE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
