package io.polywire.sql.tree;

import java.util.List;

/**
 * A statement with a name whose rows others read.
 *
 * @param name its name
 * @param columns may be empty
 * @param materialized as written
 * @param body a query, or INSERT, UPDATE, DELETE with RETURNING
 * @param search null if none
 * @param cycle null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CommonTable(
        Identifier name,
        List<Identifier> columns,
        Materialized materialized,
        StatementBody body,
        SearchClause search,
        CycleClause cycle,
        int start,
        int end)
        implements Part {
    /** Whether it is worked out once. */
    public enum Materialized {
        DEFAULT,
        ALWAYS,
        NEVER
    }

    /** Copies the lists. */
    public CommonTable {
        columns = List.copyOf(columns);
    }
}
