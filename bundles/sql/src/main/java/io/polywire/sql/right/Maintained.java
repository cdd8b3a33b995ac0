package io.polywire.sql.right;

import io.polywire.sql.catalog.Relation;

/**
 * What VACUUM or ANALYZE is to work on; whose it is is asked when it runs.
 *
 * @param name as it is called in what the client is told
 * @param relation of an index its table
 * @param index whether it is an index
 */
public record Maintained(String name, Relation relation, boolean index) {}
