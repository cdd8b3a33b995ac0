package io.polywire.sql.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A type that users made.
 *
 * @param id its number
 * @param schema where it is
 * @param name within the schema
 * @param owner name of a role, or null where it is not known
 * @param labels of an enumeration, in order; null for a domain
 * @param base the type under a domain as a storage's column of it is declared; null for an enumeration
 * @param notNull whether the domain refuses NULL
 * @param defaultSource default of the domain as text, or null
 * @param checks conditions of the domain
 * @param comment or null
 */
public record UserType(
        int id,
        String schema,
        String name,
        String owner,
        List<String> labels,
        String base,
        boolean notNull,
        String defaultSource,
        List<TableConstraint> checks,
        String comment) {
    /** Copies the lists. */
    public UserType {
        Objects.requireNonNull(name, "name");
        labels = labels == null ? null : List.copyOf(labels);
        checks = List.copyOf(checks);
    }

    /** Whether it is an enumeration; otherwise a domain. */
    public boolean isEnumeration() {
        return labels != null;
    }

    /** The same in another schema. */
    public UserType in(String otherSchema) {
        return new UserType(id, otherSchema, name, owner, labels, base, notNull, defaultSource, checks, comment);
    }

    /** The same with a comment; null for none. */
    public UserType commented(String text) {
        return new UserType(id, schema, name, owner, labels, base, notNull, defaultSource, checks, text);
    }
}
