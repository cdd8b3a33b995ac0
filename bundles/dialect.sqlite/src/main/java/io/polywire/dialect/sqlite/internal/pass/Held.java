package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;

/**
 * What an expression holds that comes from a column which another dialect made.
 *
 * @param type its type there
 * @param relation the table that it comes from
 * @param column the column that it comes from
 * @param alias what the table is called here, if the expression is the column itself, as it is stored; null for what a query
 *     within the statement gives, which is in the form of {@link Canonical}
 */
record Held(Type type, Relation relation, RelationColumn column, String alias) {
    /** Whether it is the column itself. */
    boolean stored() {
        return alias != null;
    }

    /** The same as a query gives it. */
    Held given() {
        return new Held(type, relation, column, null);
    }

    /** Whether SQLite treats what is stored as the type would. */
    boolean plain() {
        return switch (type.kind()) {
            case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, TEXT, VARCHAR, BYTES -> true;
            default -> false;
        };
    }

    /** Whether values within a statement are equal where the type's are. */
    boolean equals() {
        return sorts() || type.kind() == TypeKind.ENUM || type.kind() == TypeKind.BIT;
    }

    /** Whether values within a statement sort as the type's do. */
    boolean sorts() {
        return plain()
                || switch (type.kind()) {
                    case DECIMAL, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, UUID -> true;
                    default -> false;
                };
    }

    /** Whether two are of one type, whatever their lengths and digits. */
    boolean like(Held other) {
        return other != null && type.kind() == other.type.kind() && type.id() == other.type.id();
    }

    /** Whether a value of the one may go into the other's column as it is. */
    boolean same(Held other) {
        return type.equals(other.type)
                && column.typeId() == other.column.typeId()
                && column.declared().equals(other.column.declared());
    }
}
