package io.polywire.net.internal;

/**
 * How many connections may be there; 0 means no limit where it is allowed.
 *
 * @param max authenticated ones of the listener
 * @param perAddress of one client address, strangers included
 * @param beforeAuth strangers of the listener
 * @param perUser authenticated ones of one user
 */
record Counts(int max, int perAddress, int beforeAuth, int perUser) {}
