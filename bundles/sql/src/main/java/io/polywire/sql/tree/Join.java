package io.polywire.sql.tree;

import java.util.List;

/**
 * Two things of FROM brought together.
 *
 * @param kind how
 * @param natural whether NATURAL was written
 * @param left first input
 * @param right second input
 * @param on null if none
 * @param using may be empty
 * @param usingAlias name for the columns of USING, or null
 * @param alias name of a join in parentheses, or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Join(
        Kind kind,
        boolean natural,
        TableReference left,
        TableReference right,
        Expression on,
        List<Identifier> using,
        Identifier usingAlias,
        Alias alias,
        int start,
        int end)
        implements TableReference {
    /** How two tables are joined. */
    public enum Kind {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    /** Copies the lists. */
    public Join {
        using = List.copyOf(using);
    }
}
