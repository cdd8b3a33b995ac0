package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE TABLE AS.
 *
 * @param persistence what becomes of it
 * @param ifNotExists whether it is no failure if it is there
 * @param name its name
 * @param columns may be empty
 * @param options WITH (...)
 * @param onCommit for a temporary table
 * @param method access method, or null
 * @param tablespace or null
 * @param source a query or EXECUTE
 * @param withData whether it is filled
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateTableAs(
        Persistence persistence,
        boolean ifNotExists,
        QualifiedName name,
        List<Identifier> columns,
        List<Option> options,
        OnCommit onCommit,
        Identifier method,
        Identifier tablespace,
        StatementBody source,
        boolean withData,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateTableAs {
        columns = List.copyOf(columns);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE TABLE AS";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
