package io.polywire.wazuh;

/** What a client of the HTTP interface can ask; each takes one argument, which may be empty. */
public enum Question {
    /** Ids of all agents but the manager; no argument. */
    AGENT_IDS,
    /** The groups of every agent that has some; no argument. */
    AGENTS_GROUPS,
    /** Ids of the agents of a group, whose name is the argument. */
    GROUP_AGENTS,
    /** The groups of one agent, whose id is the argument. */
    AGENT_GROUPS,
    /** Counts of agents by status, group and platform; the argument is a text with the ids that count, or empty. */
    SUMMARY,
    /** What has changed since the last such question, which counts as told then; no argument. */
    SYNC_GET,
    /** Takes over what another node was told, a JSON object. The answer is empty. */
    SYNC_SET,
    /** Id and version of active agents; the argument is a JSON object with ids to take or to leave out, or empty. */
    RESTART_INFO
}
