package io.polywire.api.session;

/**
 * A large value by handle: written or read in pieces, possibly by several calls of the client. Belongs to a transaction;
 * under the thread rule of {@link Session}.
 */
public interface Blob extends AutoCloseable {
    /** The number under which a statement refers to it (a Firebird quad). */
    long id();

    /** Bytes in all. */
    long length();

    /**
     * Reads on.
     *
     * @param into receives at most {@code length} bytes from {@code offset}
     * @param reply how many were read; -1 at the end
     */
    void read(byte[] into, int offset, int length, Reply<Integer> reply);

    /** Writes at the end of a blob that is being created. */
    void write(byte[] from, int offset, int length, Reply<Void> reply);

    /** Goes to a position from the start, in bytes; a stream blob only. */
    void seek(long position, Reply<Long> reply);

    /** Keeps what was written; a blob that is read is just given up. */
    @Override
    void close();

    /** Drops what was written. */
    void discard();
}
