package io.polywire.client.wazuh;

/** Numbers of agents by status. */
public record AgentStatus(long active, long disconnected, long neverConnected, long pending) {}
