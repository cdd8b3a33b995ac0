package io.polywire.api.session;

import io.polywire.api.auth.Principal;
import io.polywire.api.wire.Connection;
import java.util.Map;
import java.util.Objects;

/**
 * What an authenticated wire asks a session for.
 *
 * @param connection where it comes from
 * @param principal who it is
 * @param database name; null or empty for the default of the listener, then of the router
 * @param dialect name of the SQL dialect: what the client asked for, else the protocol's own where the listener has no
 *     default; null for the listener's
 * @param settings initial settings of the session by name, as the client wrote them; never null
 */
public record SessionRequest(
        Connection connection, Principal principal, String database, String dialect, Map<String, String> settings) {

    /** Copies the settings. */
    public SessionRequest {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(principal, "principal");
        settings = Map.copyOf(settings);
    }
}
