package io.polywire.sql.plan;

import io.polywire.api.storage.StorageStatement;
import java.util.List;

/**
 * One of several statements that run as one.
 *
 * @param statement what the storage runs; takes the client's parameters, if any, and the hidden ones behind them
 * @param hidden values behind the client's parameters ({@link Rendered#hidden})
 * @param counted whether the rows that it changes are what the client is told of, as those of a SELECT
 */
public record ProgramStep(StorageStatement statement, List<Object> hidden, boolean counted) {
    /** Copies the list. */
    public ProgramStep {
        hidden = List.copyOf(hidden);
    }

    /** A statement without values. */
    public ProgramStep(StorageStatement statement) {
        this(statement, List.of(), false);
    }
}
