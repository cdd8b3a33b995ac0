package io.polywire.client.wazuh.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection whose reads and writes have a deadline by {@link System#nanoTime()}. Used by one thread at a time. */
public interface Wire extends AutoCloseable {
    /**
     * Writes all of it.
     *
     * @throws java.net.SocketTimeoutException over the deadline
     */
    void write(ByteBuffer bytes, long deadline) throws IOException;

    /**
     * Reads what is there, at least one byte; -1 at the end.
     *
     * @throws java.net.SocketTimeoutException over the deadline
     */
    int some(ByteBuffer bytes, long deadline) throws IOException;

    @Override
    void close() throws IOException;
}
