package io.polywire.client.wazuh;

import java.util.List;
import java.util.Map;

/**
 * Rows and how many there are.
 *
 * @param items rows; a value is a String, Long, Double, java.math.BigInteger, Boolean, java.time.Instant, List or Map, and
 *     a column that is NULL is left out
 * @param total rows that the query finds without its limit
 */
public record WazuhRows(List<Map<String, Object>> items, long total) {
    /** Copies the list. */
    public WazuhRows {
        items = List.copyOf(items);
    }
}
