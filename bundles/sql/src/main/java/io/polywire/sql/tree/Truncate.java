package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * TRUNCATE.
 *
 * @param tables at least one
 * @param restartIdentity whether sequences start again
 * @param behavior what happens to tables that refer to them
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Truncate(List<NamedTable> tables, boolean restartIdentity, Behavior behavior, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public Truncate {
        tables = List.copyOf(tables);
    }

    @Override
    public String command() {
        return "TRUNCATE TABLE";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
