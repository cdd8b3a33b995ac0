package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;

/** The types that are served, with their oids (pg_type of PostgreSQL 15). */
final class PgTypes {
    static final Type BOOL = type(TypeKind.BOOLEAN, "bool", 16);
    static final Type BYTEA = type(TypeKind.BYTES, "bytea", 17);
    static final Type NAME = type(TypeKind.OTHER, "name", 19);
    static final Type INT8 = type(TypeKind.INT64, "int8", 20);
    static final Type INT2 = type(TypeKind.INT16, "int2", 21);
    static final Type INT4 = type(TypeKind.INT32, "int4", 23);
    static final Type TEXT = type(TypeKind.TEXT, "text", 25);
    static final Type FLOAT4 = type(TypeKind.FLOAT32, "float4", 700);
    static final Type FLOAT8 = type(TypeKind.FLOAT64, "float8", 701);
    static final Type VARCHAR = type(TypeKind.VARCHAR, "varchar", 1043);
    static final Type NUMERIC = type(TypeKind.DECIMAL, "numeric", 1700);

    /** Takes an argument of any type as it is. */
    static final Type ANY = type(TypeKind.OTHER, "any", 2276);

    private PgTypes() {}

    private static Type type(TypeKind kind, String name, int oid) {
        return new Type(kind, name, oid, 0, 0, 0, null);
    }

    static Type varchar(int length) {
        return new Type(TypeKind.VARCHAR, "varchar", 1043, length, 0, 0, null);
    }

    static Type numeric(int precision, int scale) {
        return new Type(TypeKind.DECIMAL, "numeric", 1700, 0, precision, scale, null);
    }

    /** A type without length, precision and scale, as expressions have it. */
    static Type plain(Type t) {
        return switch (t.kind()) {
            case VARCHAR -> VARCHAR;
            case DECIMAL -> NUMERIC;
            default -> t;
        };
    }

    static boolean isInteger(Type t) {
        return t.kind() == TypeKind.INT16 || t.kind() == TypeKind.INT32 || t.kind() == TypeKind.INT64;
    }

    static boolean isFloat(Type t) {
        return t.kind() == TypeKind.FLOAT32 || t.kind() == TypeKind.FLOAT64;
    }

    static boolean isNumeric(Type t) {
        return t.kind() == TypeKind.DECIMAL;
    }

    static boolean isNumber(Type t) {
        return isInteger(t) || isFloat(t) || isNumeric(t);
    }

    static boolean isText(Type t) {
        return t.kind() == TypeKind.TEXT || t.kind() == TypeKind.VARCHAR || t == NAME;
    }

    static boolean isUnknown(Type t) {
        return t.kind() == TypeKind.UNKNOWN;
    }

    /** As error messages write it (format_type). */
    static String display(Type t) {
        return switch (t.kind()) {
            case BOOLEAN -> "boolean";
            case INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case VARCHAR -> "character varying";
            default -> t.name();
        };
    }

    /** The range of an integer type. */
    static boolean fits(long value, Type t) {
        return switch (t.kind()) {
            case INT16 -> value == (short) value;
            case INT32 -> value == (int) value;
            default -> true;
        };
    }
}
