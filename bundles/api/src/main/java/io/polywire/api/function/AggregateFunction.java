package io.polywire.api.function;

/** A function of a group of rows. */
public non-sealed interface AggregateFunction extends StorageFunction {
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

        /** Gives the value of the group; called once, also for a group without rows. */
        void result(FunctionResult out);
    }
}
