package io.polywire.api.wire;

/**
 * The bounds of a listener that its protocol keeps.
 *
 * @param messageBeforeAuth longest message before authentication, in bytes
 * @param message longest message after it, in bytes
 * @param handshakeMillis longest time from the connection to the end of authentication
 * @param idleMillis longest silence of an authenticated client between statements; 0 for no limit
 * @param writeMillis longest time that a client may leave a reply unread
 * @param outputBytes reply bytes that may wait for a slow client before the result is paused
 */
public record Limits(
        int messageBeforeAuth, int message, long handshakeMillis, long idleMillis, long writeMillis, int outputBytes) {
    /** 64 KiB, 16 MiB, 10 s, no idle limit, 60 s, 256 KiB. */
    public static final Limits DEFAULT = new Limits(64 * 1024, 16 * 1024 * 1024, 10_000, 0, 60_000, 256 * 1024);
}
