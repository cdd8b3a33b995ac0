package io.polywire.sql.plan;

/**
 * A hidden value that is the rows of an earlier step.
 *
 * @param slot number of that step's rows
 */
public record Captured(int slot) {}
