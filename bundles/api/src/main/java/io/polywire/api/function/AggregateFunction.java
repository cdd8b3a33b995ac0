package io.polywire.api.function;

/** A function of a group of rows. */
public non-sealed interface AggregateFunction extends StorageFunction {
    /** Whether it is called over windows: its state is then asked for the value more than once. */
    default boolean overWindows() {
        return false;
    }

    /**
     * Whether it counts frames itself. It is then called over windows whose frame is the whole partition: its state is given
     * all rows of one in the window's order, and then asked for the value of each row in turn. A storage keeps no rows for it.
     */
    default boolean countsFrames() {
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
         * and again with rows added in between, so it must leave the state as it is, unless it
         * {@link AggregateFunction#countsFrames counts frames}.
         */
        void result(FunctionResult out);
    }
}
