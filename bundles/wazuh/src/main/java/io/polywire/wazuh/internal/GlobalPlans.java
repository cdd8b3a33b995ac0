package io.polywire.wazuh.internal;

import java.util.HashMap;
import java.util.Map;

/** The commands of the global database, by name. */
final class GlobalPlans {
    private static final Map<String, Plan> PLANS = new HashMap<>();

    static {
        PLANS.putAll(AgentPlans.plans());
        PLANS.putAll(GroupPlans.plans());
        PLANS.putAll(SyncPlans.plans());
    }

    private GlobalPlans() {}

    /** The plan of a command, or null. */
    static Plan of(String command) {
        return PLANS.get(command);
    }
}
