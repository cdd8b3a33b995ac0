package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * The number of the row that a cursor of the session stands on.
 *
 * @param cursor its name
 * @param relation number of the table of which it must be a row
 * @param table name of that table, for errors
 * @param type its type
 */
public record CursorRow(String cursor, int relation, String table, Type type) implements BoundExpression {}
