package io.polywire.api.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cause of a failure of the kind {@link FailureKind#EXCLUSION}: the keys of the row that came, and behind them those of the row
 * that is there, as the storage has them. They are for who may read them, so that no message holds them.
 */
public final class ConflictingKeys extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> values;

    /** @param values long, double, text or bytes; null for NULL */
    public ConflictingKeys(List<Object> values) {
        super(null, null, false, false);
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** The keys of both rows. */
    public List<Object> values() {
        return values;
    }
}
