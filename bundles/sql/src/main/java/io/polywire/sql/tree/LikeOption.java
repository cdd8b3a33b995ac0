package io.polywire.sql.tree;

/**
 * INCLUDING or EXCLUDING.
 *
 * @param including or excluding
 * @param what upper-case word: ALL, DEFAULTS, ...
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record LikeOption(boolean including, String what, int start, int end) implements Part {}
