package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * UPDATE.
 *
 * @param with null if none
 * @param target with its alias
 * @param assignments at least one
 * @param from may be empty
 * @param where null if none
 * @param returning may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Update(
        With with,
        NamedTable target,
        List<Assignment> assignments,
        List<TableReference> from,
        Expression where,
        List<SelectItem> returning,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public Update {
        assignments = List.copyOf(assignments);
        from = List.copyOf(from);
        returning = List.copyOf(returning);
    }

    @Override
    public String command() {
        return "UPDATE";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
