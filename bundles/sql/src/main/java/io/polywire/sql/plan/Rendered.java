package io.polywire.sql.plan;

import io.polywire.api.storage.StorageStatement;
import java.util.List;

/**
 * A statement in a storage's words.
 *
 * @param statement what the storage runs; null where nothing is left to do
 * @param hidden values behind the client's parameters, in order: a {@link io.polywire.sql.bound.SessionValue}, or a Double
 *     that the storage's language cannot write to the last bit
 */
public record Rendered(StorageStatement statement, List<Object> hidden) {
    /** Copies the list. */
    public Rendered {
        hidden = List.copyOf(hidden);
    }
}
