package io.polywire.client.wazuh;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers of agents.
 *
 * @param status by status
 * @param os by platform, most first
 * @param groups by group, most first
 */
public record AgentsSummary(AgentStatus status, Map<String, Long> os, Map<String, Long> groups) {
    /** Copies the maps, keeping their order. */
    public AgentsSummary {
        os = Collections.unmodifiableMap(new LinkedHashMap<>(os));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }
}
