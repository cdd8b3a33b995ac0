package io.polywire.api.auth;

import io.polywire.api.wire.Connection;

/**
 * What is known of a client that wants in.
 *
 * @param connection its connection: listener, peer, TLS state with certificate and channel binding
 * @param user the name it gave; may be null or empty where the wire has none yet
 * @param database the database it asked for; may be null
 */
public record AuthContext(Connection connection, String user, String database) {}
