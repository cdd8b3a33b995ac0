package io.polywire.api.session;

/**
 * Takes rows, column after column in order, and encodes them at once; a storage's thread writes into it while it steps.
 * No call allocates per cell. Used by one thread at a time, the one that {@link Portal#run runs} the portal.
 *
 * <p>Which call carries a value follows from the column's type ({@link io.polywire.api.type.TypeKind.Carrier}); for
 * carriers ANY the sink takes what comes.
 *
 * <p>Every method may throw {@link io.polywire.api.error.SqlFailure}: a value that cannot be encoded, a row over the
 * limit. The run then fails with it; the sink has dropped the row begun.
 */
public interface RowSink {
    /** What a sink answers to rows that it is offered together. */
    enum Taken {
        /** It wants them one by one. */
        NONE,
        /** It has taken them, and goes on. */
        ALL,
        /** It has taken them, and pauses. */
        PAUSE
    }

    /** Begins a row. */
    void startRow();

    /** The next column is NULL. */
    void putNull();

    /** The next column is an integer (or what travels as one). */
    void putLong(long value);

    /** The next column is a floating-point number. */
    void putDouble(double value);

    /** The next column is text: valid UTF-8, or what a foreign file holds as text, which the sink checks if it must. */
    void putUtf8(byte[] from, int offset, int length);

    /** The next column is binary. */
    void putBytes(byte[] from, int offset, int length);

    /**
     * Ends the row.
     *
     * @return false to pause after it: the run ends as suspended and the owner runs the portal again when it can write
     */
    boolean endRow();

    /**
     * Offers rows that came before and will come again, between two rows: who has kept what he made of them needs not make it
     * again. Nobody has to take them.
     */
    default Taken takeAll(KeptRows rows) {
        return Taken.NONE;
    }
}
