package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * DELETE.
 *
 * @param with null if none
 * @param target with its alias
 * @param using may be empty
 * @param where null if none
 * @param returning may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Delete(
        With with,
        NamedTable target,
        List<TableReference> using,
        Expression where,
        List<SelectItem> returning,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public Delete {
        using = List.copyOf(using);
        returning = List.copyOf(returning);
    }

    @Override
    public String command() {
        return "DELETE";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
