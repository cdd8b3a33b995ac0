package io.polywire.sql.catalog;

import java.util.ArrayList;
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
 * @param orders by which the labels are sorted, one for each; null where they are 1, 2 and so on
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
        List<RelationColumn> attributes,
        List<Double> orders) {
    /** In the declaration of the type under a domain, what the number of a type of users stands behind. */
    private static final String NUMBER = "@";

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
        this(id, schema, name, owner, labels, base, notNull, defaultSource, checks, comment, null, null);
    }

    /** A type whose labels, if it has any, have the orders of their places. */
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
            String comment,
            List<RelationColumn> attributes) {
        this(id, schema, name, owner, labels, base, notNull, defaultSource, checks, comment, attributes, null);
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
        boolean plain = true;
        for (int i = 0; orders != null && i < orders.size(); i++) {
            plain &= orders.get(i) == i + 1;
        }
        orders = plain ? null : List.copyOf(orders);
    }

    /** What the label of a place is sorted by. */
    public double order(int place) {
        return orders == null ? place + 1 : orders.get(place);
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
        return new UserType(
                id, schema, name, owner, labels, base, notNull, defaultSource, checks, comment, others, orders);
    }

    /** The same in another schema. */
    public UserType in(String otherSchema) {
        return new UserType(
                id,
                otherSchema,
                name,
                owner,
                labels,
                base,
                notNull,
                defaultSource,
                checks,
                comment,
                attributes,
                orders);
    }

    /** The same under another name. */
    public UserType named(String other) {
        return new UserType(
                id, schema, other, owner, labels, base, notNull, defaultSource, checks, comment, attributes, orders);
    }

    /** The same with another declaration of the type under it, which stays the type of users that it is. */
    public UserType over(String declaration) {
        String type = baseId() == 0 ? declaration : declaration + NUMBER + baseId();
        return new UserType(id, schema, name, owner, labels, type, notNull, defaultSource, checks, comment);
    }

    /** What is kept as {@link #base} of a domain over a type that users made, before it is declared. */
    public static String baseOf(int type) {
        return type == 0 ? "" : NUMBER + type;
    }

    /** The number of the type of users that is under a domain, or of whose values arrays are; 0 for any other. */
    public int baseId() {
        int at = base == null ? -1 : base.indexOf(NUMBER);
        return at < 0 ? 0 : Integer.parseInt(base.substring(at + 1));
    }

    /** How the storage declares the type under a domain. */
    public String baseDeclared() {
        int at = base.indexOf(NUMBER);
        return at < 0 ? base : base.substring(0, at);
    }

    /** The same with other conditions. */
    public UserType checking(boolean refusesNull, String defaultText, List<TableConstraint> conditions) {
        return new UserType(id, schema, name, owner, labels, base, refusesNull, defaultText, conditions, comment);
    }

    /** The same with other names of its labels. */
    public UserType labelled(List<String> others) {
        return new UserType(
                id, schema, name, owner, others, base, notNull, defaultSource, checks, comment, null, orders);
    }

    /** The same with a further label at a place; its order is between those beside it (AddEnumLabel of pg_enum.c). */
    public UserType labelled(String label, int place) {
        List<String> more = new ArrayList<>(labels);
        more.add(place, label);
        List<Double> sorted = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            sorted.add(order(i));
        }
        double below = place == 0 ? 0 : sorted.get(place - 1);
        double above = place == sorted.size() ? 0 : sorted.get(place);
        double own;
        if (place == sorted.size()) {
            own = place == 0 ? 1 : below + 1;
        } else {
            own = place == 0 ? above - 1 : (float) ((below + above) / 2);
        }
        sorted.add(place, own);
        if (place > 0 && place < labels.size() && (own == below || own == above)) {
            // there is no number of single precision between them: all are numbered anew
            for (int i = 0; i < sorted.size(); i++) {
                sorted.set(i, i + 1.0);
            }
        }
        return new UserType(id, schema, name, owner, more, base, notNull, defaultSource, checks, comment, null, sorted);
    }

    /** The same with a comment; null for none. */
    public UserType commented(String text) {
        return new UserType(
                id, schema, name, owner, labels, base, notNull, defaultSource, checks, text, attributes, orders);
    }
}
