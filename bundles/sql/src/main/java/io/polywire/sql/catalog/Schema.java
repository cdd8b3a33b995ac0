package io.polywire.sql.catalog;

import java.util.Objects;

/**
 * A schema.
 *
 * @param id its number
 * @param name unique in the database
 * @param owner name of a role, or null where it is not known
 * @param comment or null
 */
public record Schema(int id, String name, String owner, String comment) {
    /** The schema that is there without being made. */
    public static final String PUBLIC = "public";

    /** Checks what the record promises. */
    public Schema {
        Objects.requireNonNull(name, "name");
    }
}
