package io.polywire.dialect.postgresql.internal.rules;

import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rows of a system relation that are asked for by the storage and, for what is worked out of them, by us. They are kept as long
 * as there is memory for them. Thread-safe.
 */
final class RememberedRows implements Supplier<List<Object[]>> {
    private final Supplier<List<Object[]>> make;
    private volatile SoftReference<List<Object[]>> made = new SoftReference<>(null);

    /** @param make makes them, again where they were let go; the same each time */
    RememberedRows(Supplier<List<Object[]>> make) {
        this.make = make;
    }

    @Override
    public List<Object[]> get() {
        List<Object[]> rows = made.get();
        if (rows == null) {
            rows = Collections.unmodifiableList(make.get());
            made = new SoftReference<>(rows);
        }
        return rows;
    }
}
