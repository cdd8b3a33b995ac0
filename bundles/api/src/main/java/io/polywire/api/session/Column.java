package io.polywire.api.session;

import io.polywire.api.type.Type;
import java.util.Objects;

/**
 * A column of a result.
 *
 * @param name as the client reads it; never null
 * @param type never null
 * @param table name of the table that it comes from unchanged, otherwise null
 * @param tableId the dialect's number of that table; 0 where unknown
 * @param attribute number of the column within its table from 1; 0 where it comes from none
 * @param nullable whether NULL can occur; true where unknown
 */
public record Column(String name, Type type, String table, int tableId, int attribute, boolean nullable) {

    /** Checks what the record promises. */
    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** A column that comes from no table. */
    public static Column of(String name, Type type) {
        return new Column(name, type, null, 0, 0, true);
    }
}
