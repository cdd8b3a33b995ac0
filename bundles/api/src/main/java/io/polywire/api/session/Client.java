package io.polywire.api.session;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;

/**
 * The face of a wire that a session talks to of its own accord. Called on any thread; a wire brings it onto its event
 * loop and sends it where its protocol allows. Must not block.
 */
public interface Client {
    /** A notice for the statement that runs, or for the session. */
    void notice(Notice notice);

    /** A notification of a channel that the session listens to. */
    void notification(int sender, String channel, String payload);

    /** A reported setting has a new value (PostgreSQL's ParameterStatus). */
    void settingChanged(String name, String value);

    /** The session is being ended: by an administrator, a time-out, the server's stop. Say so and close. */
    void shutdown(SqlFailure reason);

    /**
     * Whether the wire has a place for {@link Portal#lastInsertId()}. If not, it is 0: to ask a storage for it after each
     * INSERT costs a good part of the INSERT.
     */
    default boolean takesInsertIds() {
        return true;
    }
}
