package io.polywire.sql.tree;

/**
 * A query in FROM.
 *
 * @param query the query
 * @param lateral whether LATERAL was written
 * @param alias null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DerivedTable(Query query, boolean lateral, Alias alias, int start, int end) implements TableReference {}
