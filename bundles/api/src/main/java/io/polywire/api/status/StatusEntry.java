package io.polywire.api.status;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One part of the server and how it is.
 *
 * @param section what it is: "listener", "database", "sessions", ...
 * @param name its name within the section
 * @param state whether it does what it was configured for
 * @param attributes further facts in the order in which a person reads them; never null
 */
public record StatusEntry(String section, String name, State state, Map<String, String> attributes) {

    /** Copies the attributes, keeping their order. */
    public StatusEntry {
        attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** How a part is. */
    public enum State {
        UP,
        /** Works, with something that a person should look at; the attribute "reason" says what. */
        DEGRADED,
        /** Does not work; the attribute "reason" says why. */
        DOWN
    }
}
