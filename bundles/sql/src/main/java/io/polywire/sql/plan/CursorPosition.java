package io.polywire.sql.plan;

import java.util.List;

/**
 * A hidden value that is the number of the row that a cursor stands on.
 *
 * @param cursor its name
 * @param relation number of the table of which it must be a row
 * @param table name of that table, for errors
 */
public record CursorPosition(String cursor, int relation, String table) {
    /** Whether one of a plan's hidden values is of a cursor, which may fail. */
    public static boolean isAmong(List<Object> hidden) {
        // asked for each statement: no stream
        for (int i = 0; i < hidden.size(); i++) {
            if (hidden.get(i) instanceof CursorPosition) {
                return true;
            }
        }
        return false;
    }
}
