package io.polywire.api.function;

/** A function of one row's values. */
public non-sealed interface ScalarFunction extends StorageFunction {
    /** Whether equal arguments always give equal results, so that a storage may call it once for several rows. */
    default boolean deterministic() {
        return true;
    }

    /** Whether it is NULL as soon as one of its arguments is. */
    default boolean strict() {
        return false;
    }

    /**
     * Whether a call may ask for a wait ({@link FunctionContext#sleep}, {@link io.polywire.api.lock.Locks#lock}). The rows of
     * such a statement are kept until it is over.
     */
    default boolean mayWait() {
        return false;
    }

    /**
     * Whether it asks nothing of the session and waits for nothing, and both its work and its result are bounded by the length
     * of its arguments: as short as reading them. A statement of such functions alone may run on an event loop.
     */
    default boolean brief() {
        return false;
    }

    /** Whether a call counts with {@link FunctionContext#sequences}, which the session has to get ready before. */
    default boolean usesSequences() {
        return false;
    }

    /**
     * What makes of the results of two calls, over the first and the last of some arguments, the result of one call over all
     * of them; null if nothing does. For a storage that bounds how many arguments a call has.
     */
    default ScalarFunction joins() {
        return null;
    }

    /**
     * Whether a statement that is run again after it has failed gets from it what it got before, and nothing is done twice:
     * it depends on its arguments alone, or on {@link FunctionContext#once}.
     */
    default boolean repeatable() {
        return deterministic();
    }

    /**
     * Works the value out.
     *
     * @param in the arguments; valid during this call
     * @param out takes the result; NULL if nothing is put
     * @throws io.polywire.api.error.SqlFailure ends the statement, and reaches the client as it is
     */
    void call(FunctionArguments in, FunctionResult out);
}
