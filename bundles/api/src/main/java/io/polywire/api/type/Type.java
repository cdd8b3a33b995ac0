package io.polywire.api.type;

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
 */
public record Type(TypeKind kind, String name, int id, int length, int precision, int scale, Type element) {

    /** Each value has its own type. */
    public static final Type UNKNOWN = of(TypeKind.UNKNOWN, "unknown");

    /** Checks what the record promises. */
    public Type {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        if ((kind == TypeKind.ARRAY) != (element != null)) {
            throw new IllegalArgumentException("an array, and nothing else, has an element type");
        }
    }

    /** A type without number, length or scale. */
    public static Type of(TypeKind kind, String name) {
        return new Type(kind, name, 0, 0, 0, 0, null);
    }
}
