package io.polywire.api.session;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The desk where wires get their sessions; one service, provided by the router. Thread-safe. */
@ProviderType
public interface SessionFactory {
    /**
     * Opens a session.
     *
     * @param request who asks for which database
     * @param client the wire's face for what the session says of its own accord
     * @param reply the session; or 3D000 for a database that is not there (its hint names those that this user may
     *     open), 57P03 where storage or dialect are not there now, 53300 over a limit, 42501 without the right to
     *     connect
     */
    void open(SessionRequest request, Client client, Reply<Session> reply);

    /**
     * Cancels what a session runs, if the secret is its own; otherwise does nothing and says nothing.
     *
     * @param id see {@link Session#id()}
     * @param secret see {@link Session#secret()}
     */
    void cancel(int id, long secret);

    /** The sessions of this moment, by id. */
    List<SessionInfo> sessions();
}
