package io.polywire.api.function;

import io.polywire.api.lock.Locks;
import java.util.List;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The session on whose behalf a statement calls its functions: what they may ask of it and change in it. Valid during a
 * call, on its thread; never blocks.
 *
 * <p><b>Waiting.</b> A function that wants to wait throws what {@link #sleep} or {@link Locks#lock} throws and says so with
 * {@link ScalarFunction#mayWait()}. The session then ends that run of the statement, waits without a thread and without a
 * connection of its own, and runs the statement again from its start; {@link #once} sees to it that what changes from
 * call to call, or has an effect, is not done again.
 */
@ProviderType
public interface FunctionContext {
    /**
     * The value of a setting as it is shown.
     *
     * @return null if there is none of that name
     */
    String setting(String name);

    /**
     * Sets a setting.
     *
     * @param value null for what the session began with
     * @param local for the present transaction only
     * @return the value as it is shown
     * @throws io.polywire.api.error.SqlFailure as SET: 42704 for a name that is none, 22023 for a value that cannot be
     */
    String set(String name, String value, boolean local);

    /** Tells the client a warning. */
    void warn(String sqlState, String message);

    /** The channels that the session listens to, sorted. */
    List<String> channels();

    /** Sends a notification when the transaction commits, as NOTIFY does. */
    void notify(String channel, String payload);

    /** The sequences of the session's database. */
    Sequences sequences();

    /** The locks of the session. */
    Locks locks();

    /**
     * Waits.
     *
     * @param nanos how long; nothing for 0 and less
     * @throws io.polywire.api.error.SqlFailure to be let pass, see the head of this type
     */
    void sleep(long nanos);

    /**
     * The value of something that differs from call to call: when a statement is run again after a wait, its first calls
     * get the values that they had.
     *
     * @param kind what it is ("nextval of s"); from where the order of kinds differs nothing is repeated
     */
    long once(String kind, LongSupplier value);

    /**
     * 64 random bits.
     *
     * @see #seedRandom
     */
    long random();

    /**
     * Lets the bits of {@link #random} follow from a seed, for the rest of the session: those of the generator
     * xoroshiro128** whose state SplitMix64 makes of the seed.
     */
    void seedRandom(long seed);

    /** Number of the present transaction, ever larger, never used twice; gives one if there is none yet. */
    long transactionId();

    /**
     * Notes the row that the present statement updates, for {@link #isUpdating}.
     *
     * @param source which of the tables that a statement changes; -1 for no row
     * @param row its number
     */
    void updating(long source, long row);

    /** Whether a row is the one that was noted last. */
    boolean isUpdating(long source, long row);

    /** The number that a transaction of the server was given last. */
    long lastTransactionId();

    /** Numbers of the sessions that a session waits for: for a lock, or for the right to write; none for one that waits for nothing. */
    java.util.List<Integer> blockers(long session);

    /** Number of the present transaction, or 0 if it has none yet. */
    long assignedTransactionId();

    /**
     * Cancels what another session of this server runs, or ends that session, if the present role may (a superuser, or a
     * member of that session's role).
     *
     * @param session number of the session
     * @param end whether the session ends
     * @return false if there is no such session
     * @throws io.polywire.api.error.SqlFailure 42501
     */
    boolean signal(long session, boolean end);
}
