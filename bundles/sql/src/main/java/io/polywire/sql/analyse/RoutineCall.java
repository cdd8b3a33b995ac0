package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Routine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a call of a function of users means.
 *
 * @param routine the function
 * @param arguments for its input parameters in order, brought to their types; null for one whose default is meant
 */
public record RoutineCall(Routine routine, List<BoundExpression> arguments) {
    /** Copies the list. */
    public RoutineCall {
        arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
    }
}
