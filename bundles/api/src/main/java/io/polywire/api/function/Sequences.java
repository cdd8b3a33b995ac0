package io.polywire.api.function;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The sequences of a database as one session counts with them. What is counted is not undone with a transaction, and no
 * two calls of any sessions are given the same value unless {@link #set} or a cycle brings it back. Never blocks.
 *
 * <p>Sequences are named by their numbers in the catalog; a method fails with 42809 where that is none.
 */
@ProviderType
public interface Sequences {
    /**
     * Takes the next value.
     *
     * @throws io.polywire.api.error.SqlFailure 2200H at the end of a sequence without a cycle, 25006 if the transaction
     *     only reads
     */
    long next(long sequence);

    /**
     * The value that this session took last of a sequence.
     *
     * @throws io.polywire.api.error.SqlFailure 55000 if it took none
     */
    long current(long sequence);

    /**
     * The value that this session took last of any.
     *
     * @throws io.polywire.api.error.SqlFailure 55000 if it took none
     */
    long last();

    /**
     * Has a sequence go on from a value.
     *
     * @param called whether the value counts as taken, so that the next one follows it
     * @throws io.polywire.api.error.SqlFailure 22003 if it is out of the sequence's bounds, 25006 if the transaction only
     *     reads
     */
    void set(long sequence, long value, boolean called);

    /** The value that was taken last by whomever, or the first one if none was. */
    long value(long sequence);

    /** Whether a value was taken. */
    boolean isCalled(long sequence);
}
