package io.polywire.api.session;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.Locks;
import io.polywire.api.type.Type;
import java.time.Instant;
import java.util.List;

/**
 * What one client has with the server: a database, a dialect, settings, transactions, statements.
 *
 * <p><b>Thread rule.</b> A session is confined: one call at a time, and after a call that takes a reply none before the
 * reply came. The reply comes on the calling thread before the call returns, or later on a thread of the session's
 * strand; whoever holds the reply may make the next call right there, which is how a pipeline of requests runs without
 * going back to its event loop each time. {@link #cancel} and {@link #close} alone may come from any thread at any time.
 *
 * <p>Calls never wait. Made on an event loop, work that is not certain to be short moves to the strand, a serial queue
 * over a bounded pool; made on the strand, it runs there. Waiting for a lease, a lock or a reader holds no thread.
 *
 * <p>Failures that leave the session usable and those that end it ({@link SqlFailure#isFatal()}) come the same way.
 */
public interface Session {
    /** Number of the session, unique while the server runs, positive. */
    int id();

    /** The secret that goes with {@link SessionFactory#cancel}; unguessable. */
    long secret();

    /** Who it runs as. */
    Principal principal();

    /** Name of its database. */
    String database();

    /** Name of its dialect. */
    String dialect();

    /**
     * Splits a text into statements.
     *
     * @throws SqlFailure 42601 where the dialect refuses a whole text for an error in it, 57P03 if the dialect is gone
     */
    Script script(String text);

    /**
     * Prepares one statement.
     *
     * @param text one statement, or none (then the command is "")
     * @param declared types of the parameters as far as the client declares them; {@link Type#UNKNOWN} for the others;
     *     may be shorter than there are parameters
     */
    void prepare(String text, List<Type> declared, Reply<Prepared> reply);

    /**
     * Prepares one statement that comes without values, as in PostgreSQL's simple protocol: naming a parameter is an error
     * (42P02) at its place.
     *
     * @param text one statement, or none (then the command is "")
     */
    default void prepareWithoutParameters(String text, Reply<Prepared> reply) {
        prepare(text, List.of(), reply);
    }

    /**
     * Prepares the call of a function that is known by its number: a query of one row and one column, whose parameters are the
     * arguments. For wires that have a message for it.
     *
     * @param reply fails with 42883 if there is none of that number, 0A000 for one that cannot be called so
     */
    default void prepareCall(int function, Reply<Prepared> reply) {
        reply.failed(SqlFailure.unsupported("a call of a function by its number"));
    }

    /**
     * Gives a statement its values. Nothing runs yet.
     *
     * @param transaction where it runs; null for the default one
     * @param parameters as many as the statement has; they belong to the portal until it is closed
     * @throws SqlFailure 08P01 for a wrong number of values
     */
    Portal bind(Prepared prepared, Transaction transaction, Parameters parameters);

    /**
     * Executes a statement once for each row of a source, as one unit: outside a transaction it is its own, inside one
     * a failure undoes what the unit did.
     *
     * @param transaction null for the default one
     */
    void load(Prepared prepared, Transaction transaction, RowSource source, LoadReply reply);

    /** The transaction that statements run in unless told otherwise. */
    Transaction transaction();

    /** Begins a further transaction, independent of the default one (Firebird). */
    void begin(TransactionMode mode, Reply<Transaction> reply);

    /**
     * Opens a unit of implicit transaction: what runs in the default transaction until {@link #endUnit} commits or fails
     * together (PostgreSQL: a simple query, or extended messages up to Sync). Costs nothing until a second statement
     * comes. A BEGIN inside makes the rest explicit.
     */
    void beginUnit();

    /**
     * Says that the statement that runs next is the last of the unit. If it is the first one too it need not be a
     * transaction: it commits on its own, maybe together with those of other sessions. {@link #endUnit} is called all the
     * same. May be left out.
     */
    default void lastOfUnit() {
        // nothing is lost but speed
    }

    /** Ends the unit: commits if {@code keep}, else rolls back; done at once where nothing is open. */
    void endUnit(boolean keep, Reply<Void> reply);

    /** Opens a blob for reading. */
    default void openBlob(Transaction transaction, long id, Reply<Blob> reply) {
        reply.failed(SqlFailure.unsupported("a BLOB handle on this storage"));
    }

    /** Creates a blob. */
    default void createBlob(Transaction transaction, Reply<Blob> reply) {
        reply.failed(SqlFailure.unsupported("a BLOB handle on this storage"));
    }

    /** The locks that this session has and asks for. */
    default Locks locks() {
        throw SqlFailure.unsupported("a lock on this session");
    }

    /** The statements and cursors that have a name. */
    default NamedObjects named() {
        return NamedObjects.NONE;
    }

    /**
     * Counts what a wire holds for the client from one statement to the next and the session does not know of, such as
     * prepared statements under numbers of the wire.
     *
     * @param bytes more, or, negative, less than before
     * @throws SqlFailure 53200 if the session would hold more than it may; what is less is always counted
     */
    default void hold(long bytes) {
        // a session that counts nothing has no bound
    }

    /** When the open transaction began, in microseconds since 1970 UTC; this moment where none is open. */
    default long transactionTime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** The value of a setting as the client reads it, or null. */
    String setting(String name);

    /** Changes to another database: MySQL's USE. Fails inside a transaction. */
    void useDatabase(String name, Reply<Void> reply);

    /** Becomes another user, with everything reset: MySQL's COM_CHANGE_USER. {@code database} may be null. */
    void changeUser(Principal principal, String database, Reply<Void> reply);

    /** Resets to the state after opening: transaction, settings, temporary objects, listened channels. */
    void reset(Reply<Void> reply);

    /**
     * Stops what runs at this moment; it fails with the reason. From any thread; without effect if nothing runs.
     *
     * @param reason usually 57014
     */
    void cancel(SqlFailure reason);

    /** Ends the session: cancels what runs, rolls back, gives everything up. From any thread; idempotent. */
    void close();
}
