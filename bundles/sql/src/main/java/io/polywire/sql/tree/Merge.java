package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * MERGE.
 *
 * @param with null if none
 * @param target with its alias
 * @param source what is merged in
 * @param on how rows match
 * @param branches at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Merge(
        With with,
        NamedTable target,
        TableReference source,
        Expression on,
        List<MergeBranch> branches,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public Merge {
        branches = List.copyOf(branches);
    }

    @Override
    public String command() {
        return "MERGE";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
