package io.polywire.query;

import java.util.List;

/**
 * What a request found.
 *
 * @param items rows as maps, nested where a field's name has a dot; or plain values
 * @param total rows that fit, without limits; 0 if it was not asked for
 */
public record QueryResult(List<?> items, long total) {
    /** Copies the items. */
    public QueryResult {
        items = List.copyOf(items);
    }
}
