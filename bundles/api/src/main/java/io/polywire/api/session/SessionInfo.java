package io.polywire.api.session;

import java.time.Instant;

/**
 * A session as an administrator sees it.
 *
 * @param id see {@link Session#id()}
 * @param connection id of its connection
 * @param user name of its user
 * @param database name
 * @param protocol name of its wire
 * @param peer address of the client, as text
 * @param application name that the client gave; may be empty
 * @param state "idle", "active", "idle in transaction", "idle in transaction (failed)"
 * @param since when it came into that state
 */
public record SessionInfo(
        int id,
        long connection,
        String user,
        String database,
        String protocol,
        String peer,
        String application,
        String state,
        Instant since) {}
