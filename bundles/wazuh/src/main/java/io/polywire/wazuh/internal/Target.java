package io.polywire.wazuh.internal;

import io.polywire.wazuh.internal.Schemas.Kind;
import java.util.regex.Pattern;

/**
 * A database of this system.
 *
 * @param database the name under which every wire reaches it
 */
record Target(Kind kind, String database) {
    static final Target GLOBAL = new Target(Kind.GLOBAL, "wazuh_global");
    static final Target TASK = new Target(Kind.TASK, "wazuh_task");
    static final Target MITRE = new Target(Kind.MITRE, "wazuh_mitre");

    private static final String AGENT = "wazuh_agent_";
    private static final Pattern ID = Pattern.compile("[0-9]{1,10}");

    /** Whether a text is the number of an agent. */
    static boolean isAgent(String id) {
        return ID.matcher(id).matches() && Long.parseLong(id) <= Integer.MAX_VALUE;
    }

    /** The database of an agent; its number is written with three digits at least. */
    static Target agent(String id) {
        return new Target(Kind.AGENT, AGENT + padded(id));
    }

    /** Whether a database is that of an agent. */
    static boolean isOfAgent(String database) {
        return database.startsWith(AGENT);
    }

    /** The number of an agent as clients write it. */
    static String padded(String id) {
        return String.format("%03d", Integer.parseInt(id));
    }
}
