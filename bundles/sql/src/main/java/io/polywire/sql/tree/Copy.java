package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * COPY.
 *
 * @param table null for a query
 * @param columns empty for all
 * @param query null for a table
 * @param from into the table, or out of it
 * @param program whether the file is a command
 * @param file null for the client's own stream
 * @param options may be empty
 * @param where which rows come in; null for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Copy(
        QualifiedName table,
        List<Identifier> columns,
        StatementBody query,
        boolean from,
        boolean program,
        Literal file,
        List<Option> options,
        Expression where,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public Copy {
        columns = List.copyOf(columns);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "COPY";
    }

    @Override
    public Access access() {
        return from ? Access.WRITE : query == null ? Access.READ : query.access();
    }
}
