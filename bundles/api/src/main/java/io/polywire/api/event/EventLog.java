package io.polywire.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes log lines by category; one service, provided by the router. Thread-safe. Line breaks and control characters in
 * a message are escaped, so that no client can forge a line.
 */
@ProviderType
public interface EventLog {
    /** Whether lines of the category are written now; cheap enough for the hot path. */
    boolean isEnabled(LogCategory category);

    /**
     * Writes a line if its category is on.
     *
     * @param connection id of the connection that it is about; 0 where there is none
     * @param message what happened; no secrets
     */
    void log(LogCategory category, long connection, String message);

    /** As {@link #log(LogCategory, long, String)}, with the operator's view of a failure (its cause and stack). */
    void log(LogCategory category, long connection, String message, Throwable cause);
}
