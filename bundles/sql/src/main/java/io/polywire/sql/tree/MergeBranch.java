package io.polywire.sql.tree;

import java.util.List;

/**
 * WHEN of MERGE.
 *
 * @param matched for rows that match, or that do not
 * @param condition null if none
 * @param action what is done
 * @param assignments for UPDATE
 * @param columns for INSERT; may be empty
 * @param overriding for INSERT
 * @param values for INSERT; empty for DEFAULT VALUES
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record MergeBranch(
        boolean matched,
        Expression condition,
        Action action,
        List<Assignment> assignments,
        List<Expression> columns,
        Insert.Overriding overriding,
        List<Expression> values,
        int start,
        int end)
        implements Part {
    /** What a branch does. */
    public enum Action {
        NOTHING,
        UPDATE,
        DELETE,
        INSERT
    }

    /** Copies the lists. */
    public MergeBranch {
        assignments = List.copyOf(assignments);
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }
}
