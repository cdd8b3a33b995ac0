package io.polywire.api.storage;

import io.polywire.api.session.Column;
import java.util.List;

/**
 * What a storage knows of a statement without running it.
 *
 * @param columns columns of its rows; empty if it returns none
 * @param pointLookup whether its own plan shows that it finds at most one row by a key, without a scan, a sort, a
 *     sub-select or a function that is not {@linkplain io.polywire.api.function.ScalarFunction#brief brief}. Of a statement
 *     that writes: whether its plan bounds its work and it checks what it writes at once, so that it may share a commit
 *     ({@link Database#write})
 * @param brief whether it is short enough for an event loop, on a lease that has what it needs, its right to write among
 *     that: it is a point look-up, of brief functions alone also where it writes, and never waits for the disk to have
 *     written something
 * @param schemaVersion {@link Database#schemaVersion()} that this holds for
 */
public record Description(List<Column> columns, boolean pointLookup, boolean brief, long schemaVersion) {
    /** Copies the columns. */
    public Description {
        columns = List.copyOf(columns);
    }
}
