package io.polywire.api.function;

/**
 * A function that a statement brings along for its storage to call. Stateless and thread-safe: connections of many
 * sessions call it at once.
 */
public sealed interface StorageFunction permits ScalarFunction, AggregateFunction {
    /** Its name in the storage; one name always means the same function. Letters, digits, underscores. */
    String name();

    /** How many arguments it takes; -1 for any number. */
    int arity();
}
