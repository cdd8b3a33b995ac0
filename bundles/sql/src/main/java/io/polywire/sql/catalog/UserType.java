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
 * @param labels of an enumeration, in order; null for others
 * @param base the type under a domain as a storage's column of it is declared; null for others
 * @param notNull whether the domain refuses NULL
 * @param defaultSource default of the domain as text, or null
 * @param checks conditions of the domain
 * @param comment or null
 * @param attributes of a composite type, in the order of their numbers; null for others. A dropped one stays, as {@link
 *     #DROPPED}, so that its number is not used again
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
        String comment,
        List<RelationColumn> attributes) {
    /** What the names of dropped attributes begin with. */
    public static final String DROPPED = "........pg.dropped.";

    /** A type that is not composite. */
    public UserType(
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
        this(id, schema, name, owner, labels, base, notNull, defaultSource, checks, comment, null);
    }

    /** A composite type. */
    public static UserType composite(int id, String schema, String name, List<RelationColumn> attributes) {
        return new UserType(id, schema, name, null, null, null, false, null, List.of(), null, attributes);
    }

    /** Copies the lists. */
    public UserType {
        Objects.requireNonNull(name, "name");
        labels = labels == null ? null : List.copyOf(labels);
        checks = List.copyOf(checks);
        attributes = attributes == null ? null : List.copyOf(attributes);
    }

    /** The conditions of a domain in the order in which they are asked: that of their names. */
    public List<TableConstraint> orderedChecks() {
        return checks.stream()
                .sorted(java.util.Comparator.comparing(TableConstraint::name))
                .toList();
    }

    /** Whether a column that is kept with this type's number holds arrays of it; a domain over arrays is no array of itself. */
    public boolean hasArraysIn(RelationColumn column) {
        return column.declared().startsWith("_") && !(isDomain() && base.startsWith("_"));
    }

    /** Whether it is an enumeration. */
    public boolean isEnumeration() {
        return labels != null;
    }

    /** Whether it is a composite type. */
    public boolean isComposite() {
        return attributes != null;
    }

    /** Whether it is a domain. */
    public boolean isDomain() {
        return labels == null && attributes == null;
    }

    /** Whether an attribute of a composite type is one that was dropped. */
    public static boolean isDropped(RelationColumn attribute) {
        return attribute.name().startsWith(DROPPED);
    }

    /** The attributes of a composite type that were not dropped. */
    public List<RelationColumn> fields() {
        return attributes.stream().filter(a -> !isDropped(a)).toList();
    }

    /** An attribute of a composite type by its name, or null. */
    public RelationColumn field(String attribute) {
        return fields().stream()
                .filter(a -> a.name().equals(attribute))
                .findFirst()
                .orElse(null);
    }

    /** The same with other attributes. */
    public UserType with(List<RelationColumn> others) {
        return new UserType(id, schema, name, owner, labels, base, notNull, defaultSource, checks, comment, others);
    }

    /** The same in another schema. */
    public UserType in(String otherSchema) {
        return new UserType(
                id, otherSchema, name, owner, labels, base, notNull, defaultSource, checks, comment, attributes);
    }

    /** The same under another name. */
    public UserType named(String other) {
        return new UserType(
                id, schema, other, owner, labels, base, notNull, defaultSource, checks, comment, attributes);
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
        return new UserType(id, schema, name, owner, labels, base, notNull, defaultSource, checks, text, attributes);
    }
}
