package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE MATERIALIZED VIEW.
 *
 * @param persistence what becomes of it
 * @param ifNotExists whether it is no failure if it is there
 * @param name its name
 * @param columns may be empty
 * @param method access method, or null
 * @param options may be empty
 * @param tablespace or null
 * @param query what it keeps
 * @param withData whether it is filled
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateMaterializedView(
        Persistence persistence,
        boolean ifNotExists,
        QualifiedName name,
        List<Identifier> columns,
        Identifier method,
        List<Option> options,
        Identifier tablespace,
        Query query,
        boolean withData,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateMaterializedView {
        columns = List.copyOf(columns);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE MATERIALIZED VIEW";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
