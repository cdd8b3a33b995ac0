package io.polywire.sql.tree;

import java.util.List;

/**
 * An element of GROUP BY.
 *
 * @param kind what it is
 * @param expressions one for VALUE; what ROLLUP and CUBE list
 * @param sets elements of SETS
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Grouping(Kind kind, List<Expression> expressions, List<Grouping> sets, int start, int end)
        implements Part {
    /** What an element is; VALUE also for a row, which groups by its fields. */
    public enum Kind {
        VALUE,
        EMPTY,
        ROLLUP,
        CUBE,
        SETS
    }

    /** Copies the lists. */
    public Grouping {
        expressions = List.copyOf(expressions);
        sets = List.copyOf(sets);
    }
}
