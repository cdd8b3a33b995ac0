package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import java.util.List;

/**
 * What an analysis gives.
 *
 * @param statement the statement
 * @param parameters types of its parameters
 */
public record Analysed(BoundStatement statement, List<Type> parameters) {
    /** Copies the list. */
    public Analysed {
        parameters = List.copyOf(parameters);
    }
}
