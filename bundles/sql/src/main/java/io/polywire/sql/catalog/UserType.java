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

    /** The conditions of a domain in the order in which they are asked: that of their names. */
    public List<TableConstraint> orderedChecks() {
        return checks.stream()
                .sorted(java.util.Comparator.comparing(TableConstraint::name))
                .toList();
    }

    /** Whether it is an enumeration; otherwise a domain. */
    public boolean isEnumeration() {
        return labels != null;
    }

    /** The same in another schema. */
    public UserType in(String otherSchema) {
        return new UserType(id, otherSchema, name, owner, labels, base, notNull, defaultSource, checks, comment);
    }

    /** The same under another name. */
    public UserType named(String other) {
        return new UserType(id, schema, other, owner, labels, base, notNull, defaultSource, checks, comment);
    }

    /** The same with another declaration of the type under it. */
    public UserType over(String declaration) {
        return new UserType(id, schema, name, owner, labels, declaration, notNull, defaultSource, checks, comment);
    }

    /** The same with other conditions. */
    public UserType checking(boolean refusesNull, String defaultText, List<TableConstraint> conditions) {
        return new UserType(id, schema, name, owner, labels, base, refusesNull, defaultText, conditions, comment);
    }

    /** The same with other labels. */
    public UserType labelled(List<String> others) {
        return new UserType(id, schema, name, owner, others, base, notNull, defaultSource, checks, comment);
    }

    /** The same with a comment; null for none. */
    public UserType commented(String text) {
        return new UserType(id, schema, name, owner, labels, base, notNull, defaultSource, checks, text);
    }
}
