package io.polywire.sql.analyse;

import io.polywire.api.function.StorageFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import java.util.List;

/**
 * What an analysis has found.
 *
 * @param statement what it means
 * @param parameters types of its parameters
 * @param functions what expressions that the storage keeps call (conditions, generated columns, indexes): whoever changes
 *     the database brings them along
 */
public record Analysed(BoundStatement statement, List<Type> parameters, List<StorageFunction> functions) {
    /** Copies the lists. */
    public Analysed {
        parameters = List.copyOf(parameters);
        functions = List.copyOf(functions);
    }

    /** A statement that changes nothing. */
    public Analysed(BoundStatement statement, List<Type> parameters) {
        this(statement, parameters, List.of());
    }
}
