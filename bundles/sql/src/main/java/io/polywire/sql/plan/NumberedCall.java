package io.polywire.sql.plan;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * The call of a function that is known by its number, as a query of one row and one column.
 *
 * @param text the query; the arguments are its parameters
 * @param parameters their types
 */
public record NumberedCall(String text, List<Type> parameters) {
    /** Copies the list. */
    public NumberedCall {
        parameters = List.copyOf(parameters);
    }
}
