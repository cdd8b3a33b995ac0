package io.polywire.client.wazuh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a client reaches Wazuh-db. Immutable; {@code with} methods give another one.
 *
 * @param socket path of the socket
 * @param timeout longest time for one request and its answer
 * @param connections to the server at most, of a pool or of an asynchronous client
 * @param waiting requests that may wait for a connection
 * @param slice rows of the first page
 * @param maxSlice rows of a page at most
 * @param maxReply longest answer of the HTTP interface, in bytes
 * @param connectRetries further attempts to connect of the HTTP client
 */
public record WazuhDbOptions(
        Path socket,
        Duration timeout,
        int connections,
        int waiting,
        int slice,
        int maxSlice,
        int maxReply,
        int connectRetries) {
    private static final int SLICE = 500;
    private static final int MAX_SLICE = 32_000;
    private static final int MAX_REPLY = 64 * 1024 * 1024;

    /** Checks the bounds. */
    public WazuhDbOptions {
        Objects.requireNonNull(socket, "socket");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is not positive");
        }
        if (connections < 1 || waiting < 0 || slice < 1 || maxSlice < slice || maxReply < 1 || connectRetries < 0) {
            throw new IllegalArgumentException("a bound is out of its range");
        }
    }

    /** Ten seconds, 8 connections, 1,000 waiting, pages of 500 rows and more, answers of 64 MiB, 5 more attempts. */
    public static WazuhDbOptions of(Path socket) {
        return new WazuhDbOptions(socket, Duration.ofSeconds(10), 8, 1000, SLICE, MAX_SLICE, MAX_REPLY, 5);
    }

    /** With another time-out. */
    public WazuhDbOptions withTimeout(Duration other) {
        return new WazuhDbOptions(socket, other, connections, waiting, slice, maxSlice, maxReply, connectRetries);
    }

    /** With other bounds of connections and of requests that wait for one. */
    public WazuhDbOptions withConnections(int most, int mostWaiting) {
        return new WazuhDbOptions(socket, timeout, most, mostWaiting, slice, maxSlice, maxReply, connectRetries);
    }

    /** With other pages. */
    public WazuhDbOptions withSlice(int first, int most) {
        return new WazuhDbOptions(socket, timeout, connections, waiting, first, most, maxReply, connectRetries);
    }

    /** With another number of further attempts to connect. */
    public WazuhDbOptions withConnectRetries(int more) {
        return new WazuhDbOptions(socket, timeout, connections, waiting, slice, maxSlice, maxReply, more);
    }
}
