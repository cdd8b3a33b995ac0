package io.polywire.client.r2db2.internal.wire;

/**
 * A column of a result.
 *
 * @param name as the server gave it
 * @param type a type code of {@link Codes}; 0: each value has its own type
 */
public record Column(String name, int type) {}
