package io.polywire.api.type;

import java.util.List;
import java.util.Objects;

/**
 * The type of a column, an expression or a parameter, in neutral terms plus the name and number that the front dialect
 * knows it by. Immutable.
 *
 * @param kind never null
 * @param name the dialect's own name ("int4", "varchar", "NUMERIC"); never null
 * @param id the dialect's own number (PostgreSQL: the oid); 0 where the wire finds it from the kind
 * @param length longest value in characters (text), bytes (binary) or bits, or PostgreSQL's mask of an interval's fields; 0
 *     where unlimited or not meant
 * @param precision decimal digits in all, or fractional digits of seconds, -1 for none of these; 0 where not given
 * @param scale decimal digits behind the point; negative as in SQL
 * @param element type of the elements of an array, otherwise null
 * @param labels labels of an enumeration, in order, where they are known; otherwise null. One that has got further labels
 *     is the same type
 * @param fields fields of a row, in order, where they are known; otherwise null. One that has got further fields is the same
 *     type. Its values travel as text in PostgreSQL's notation of rows, with a place for each number up to the last field's
 *     ({@link io.polywire.api.value.RowValue})
 */
public record Type(
        TypeKind kind,
        String name,
        int id,
        int length,
        int precision,
        int scale,
        Type element,
        List<String> labels,
        List<Field> fields) {
    /**
     * A field of a row.
     *
     * @param name never null
     * @param number its place in the row, from 1, which it keeps when another field goes
     * @param type of its values; never null
     * @param domain number of the domain that its values must belong to; 0 for none
     */
    public record Field(String name, int number, Type type, int domain) {
        /** Checks what the record promises. */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    /** Each value has its own type. */
    public static final Type UNKNOWN = of(TypeKind.UNKNOWN, "unknown");

    /** Checks what the record promises. */
    public Type {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        if ((kind == TypeKind.ARRAY) != (element != null)) {
            throw new IllegalArgumentException("an array, and nothing else, has an element type");
        }
        labels = labels == null ? null : List.copyOf(labels);
        fields = fields == null ? null : List.copyOf(fields);
    }

    /** A type that is no row, or one whose fields are not known. */
    public Type(
            TypeKind kind,
            String name,
            int id,
            int length,
            int precision,
            int scale,
            Type element,
            List<String> labels) {
        this(kind, name, id, length, precision, scale, element, labels, null);
    }

    /** A type of rows. */
    public static Type row(String name, int id, List<Field> fields) {
        return new Type(TypeKind.OTHER, name, id, 0, 0, 0, null, null, fields);
    }

    /** A type that is no enumeration, or one whose labels are not known. */
    public Type(TypeKind kind, String name, int id, int length, int precision, int scale, Type element) {
        this(kind, name, id, length, precision, scale, element, null);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Type t
                && kind == t.kind
                && name.equals(t.name)
                && id == t.id
                && length == t.length
                && precision == t.precision
                && scale == t.scale
                && Objects.equals(element, t.element);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, id, length, precision, scale, element);
    }

    /** A type without number, length or scale. */
    public static Type of(TypeKind kind, String name) {
        return new Type(kind, name, 0, 0, 0, 0, null);
    }
}
