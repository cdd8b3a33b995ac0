package io.polywire.sql.plan;

import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.catalog.TableConstraint;
import java.util.List;

/**
 * A step of a statement that takes several.
 *
 * @param statement what the storage runs
 * @param hidden values behind the client's parameters, as {@link Rendered#hidden}, or {@link Captured} rows
 * @param slot number under which its rows are kept for later steps; -1 if they are not
 * @param carriers of its columns, where its rows are kept
 * @param counted whether its rows are counted as those of the whole
 * @param shown whether its rows are those of the whole
 * @param key the deferrable key that it looks at, which it does not while the key is deferred; null for any other step
 */
public record Step(
        StorageStatement statement,
        List<Object> hidden,
        int slot,
        List<TypeKind.Carrier> carriers,
        boolean counted,
        boolean shown,
        TableConstraint key) {
    /** Copies the lists. */
    public Step {
        hidden = List.copyOf(hidden);
        carriers = List.copyOf(carriers);
    }
}
