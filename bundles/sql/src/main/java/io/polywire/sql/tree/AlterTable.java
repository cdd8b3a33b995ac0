package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER TABLE and what is written like it, with one or more actions.
 *
 * @param kind TABLE, INDEX, VIEW, MATERIALIZED_VIEW or SEQUENCE
 * @param ifExists whether it is no failure if it is not there
 * @param table the table
 * @param actions at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterTable(
        ObjectKind kind, boolean ifExists, NamedTable table, List<AlterTableAction> actions, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public AlterTable {
        actions = List.copyOf(actions);
    }

    @Override
    public String command() {
        return "ALTER " + kind.words();
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
