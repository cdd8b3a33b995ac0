package io.polywire.client.r2db2.internal.wire;

/**
 * How a statement is to be run.
 *
 * @param owner the JDBC statement: who may cancel it
 * @param timeoutNanos most time to wait for the server, per message exchange; 0: no limit
 * @param paged rows come in pages through a portal; otherwise all at once
 * @param pageSize rows of a page
 * @param maxRows most rows to give; 0: all
 */
public record Request(Object owner, long timeoutNanos, boolean paged, int pageSize, long maxRows) {
    /** For statements of the driver itself, whose answers are small. */
    public static Request internal(Object owner) {
        return new Request(owner, 0, false, 0, 0);
    }
}
