package io.polywire.api.function;

/** A function of a group of rows. */
public non-sealed interface AggregateFunction extends StorageFunction {
    /** Whether it is called over windows: its state is then asked for the value more than once. */
    default boolean overWindows() {
        return false;
    }

    /** A fresh state for one group. */
    Accumulator begin();

    /** The state of one group; used by one thread at a time. */
    interface Accumulator {
        /**
         * Takes the values of one row.
         *
         * @throws io.polywire.api.error.SqlFailure ends the statement, and reaches the client as it is
         */
        void add(FunctionArguments in);

        /**
         * Gives the value of the rows so far; called once, also for a group without rows. Over a window it is called again
         * and again with rows added in between, so it must leave the state as it is.
         */
        void result(FunctionResult out);
    }
}
