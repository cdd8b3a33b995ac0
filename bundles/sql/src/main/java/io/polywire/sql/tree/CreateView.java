package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE VIEW.
 *
 * @param persistence what becomes of it
 * @param orReplace as written
 * @param recursive as written
 * @param name its name
 * @param columns may be empty
 * @param options may be empty
 * @param query what it shows
 * @param check WITH CHECK OPTION
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateView(
        Persistence persistence,
        boolean orReplace,
        boolean recursive,
        QualifiedName name,
        List<Identifier> columns,
        List<Option> options,
        Query query,
        Check check,
        int start,
        int end)
        implements StatementBody {
    /** Which rows may be written through a view. */
    public enum Check {
        NONE,
        LOCAL,
        CASCADED
    }

    /** Copies the lists. */
    public CreateView {
        columns = List.copyOf(columns);
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE VIEW";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
