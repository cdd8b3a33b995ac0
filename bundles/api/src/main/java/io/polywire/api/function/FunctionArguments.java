package io.polywire.api.function;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;

/** The arguments of one call, numbered from 0; valid during that call, on its thread. */
public interface FunctionArguments {
    /** How many there are. */
    int size();

    /** How argument {@code i} is kept by the storage. */
    Parameters.Kind kind(int i);

    /** Whether argument {@code i} is NULL. */
    default boolean isNull(int i) {
        return kind(i) == Parameters.Kind.NULL;
    }

    /** Argument {@code i} as an integer. */
    long getLong(int i);

    /** Argument {@code i} as a floating-point number; NaN also where the storage keeps it as a word. */
    double getDouble(int i);

    /** Argument {@code i} as text; null for NULL. */
    String getText(int i);

    /** Argument {@code i} as bytes; null for NULL. */
    byte[] getBytes(int i);

    /**
     * Asks whether to go on; work that may take longer than some milliseconds calls it now and then.
     *
     * @throws SqlFailure 57014 if the statement was cancelled meanwhile
     */
    default void checkCancelled() {
        // nobody can cancel it
    }

    /**
     * The session that the statement runs for.
     *
     * @throws SqlFailure XX000 if it runs for none
     */
    default FunctionContext context() {
        throw SqlFailure.of(FailureKind.INTERNAL, "a function of a session was called outside of one");
    }
}
