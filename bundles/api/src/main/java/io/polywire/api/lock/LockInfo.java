package io.polywire.api.lock;

/**
 * A lock that a session has or waits for, as it is at one moment.
 *
 * @param database its database; null for a key that is server-wide
 * @param key what is locked
 * @param mode how strong
 * @param session number of the session
 * @param granted whether it has it
 */
public record LockInfo(String database, LockKey key, LockMode mode, int session, boolean granted) {}
