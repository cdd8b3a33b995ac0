package io.polywire.sql.tree;

import java.util.List;

/**
 * GROUP BY.
 *
 * @param distinct whether equal grouping sets count once
 * @param elements at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record GroupBy(boolean distinct, List<Grouping> elements, int start, int end) implements Part {
    /** Copies the lists. */
    public GroupBy {
        elements = List.copyOf(elements);
    }
}
