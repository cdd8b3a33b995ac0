package io.polywire.api.session;

import io.polywire.api.type.Type;
import java.util.List;

/** A statement that was parsed, bound and planned. Immutable; belongs to the session that prepared it. */
public interface Prepared {
    /** Columns of its rows; empty for a statement that returns none. */
    List<Column> columns();

    /** Types of its parameters in order; {@link Type#UNKNOWN} where any value will do. */
    List<Type> parameters();

    /** What it does, as the first word or words of its command tag: "SELECT", "INSERT", "CREATE TABLE"; "" if empty. */
    String command();

    /** Whether {@link #columns()} describes rows, also when there are no columns in them. */
    boolean returnsRows();

    /** What the wire has to do for a COPY; null for another statement. */
    default Copy copy() {
        return null;
    }

    /** Whether it only reads. */
    boolean isReadOnly();

    /**
     * Whether what it names is for certain what it was when the statement was prepared or last {@linkplain #renew looked at};
     * quick. If it is not, the statement is looked at again when it runs.
     */
    default boolean isCurrent() {
        return true;
    }

    /**
     * Looks at what it names again, so that it fails now and not when it runs.
     *
     * @param reply done if it still returns what the client was told of
     */
    default void renew(Reply<Void> reply) {
        reply.done(null);
    }

    /**
     * Whether many executions of it, one behind the other in the transaction that is open now, are for everybody the same as one
     * {@link Session#load}; quick. What of them the load undoes if one fails is lost to the transaction either way.
     */
    default boolean isLoadable() {
        return false;
    }

    /** How many bytes it holds, roughly; the same for its life. */
    default int weight() {
        return 0;
    }

    /** Whether its rows go in binary form to a client that does not choose (FETCH of a binary cursor). */
    default boolean isBinary() {
        return false;
    }
}
