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

    /** The name by which each session calls its own schema of temporary relations, whatever that is named. */
    public static final String TEMPORARY = "pg_temp";

    /** Checks what the record promises. */
    public Schema {
        Objects.requireNonNull(name, "name");
    }
}
