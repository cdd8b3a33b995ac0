package io.polywire.sql.tree;

import java.util.List;

/**
 * SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ... WINDOW.
 *
 * @param distinct whether DISTINCT was written
 * @param distinctOn DISTINCT ON (...), may be empty
 * @param items what is selected; may be empty where a dialect allows it
 * @param into null if none
 * @param from may be empty
 * @param where null if none
 * @param groupBy null if none
 * @param having null if none
 * @param windows may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Select(
        boolean distinct,
        List<Expression> distinctOn,
        List<SelectItem> items,
        IntoTable into,
        List<TableReference> from,
        Expression where,
        GroupBy groupBy,
        Expression having,
        List<NamedWindow> windows,
        int start,
        int end)
        implements QueryBody {
    /** Copies the lists. */
    public Select {
        distinctOn = List.copyOf(distinctOn);
        items = List.copyOf(items);
        from = List.copyOf(from);
        windows = List.copyOf(windows);
    }
}
