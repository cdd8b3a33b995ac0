package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.FunctionValue;
import java.util.List;

/**
 * A call of a function that gives rows.
 *
 * @param rows gives text of {@link io.polywire.sql.bound.JsonRows}
 * @param names names of its columns; a null is named by the call
 * @param types as many types
 */
public record RowsCall(FunctionValue rows, List<String> names, List<Type> types) {
    /** Keeps the names as they are, which may be null. */
    public RowsCall {
        types = List.copyOf(types);
    }
}
