package io.polywire.client.wazuh;

import java.util.List;

/**
 * An agent and its groups.
 *
 * @param id with three digits at least
 * @param groups names by priority
 */
public record AgentIdGroups(String id, List<String> groups) {
    /** Copies the names. */
    public AgentIdGroups {
        groups = List.copyOf(groups);
    }
}
