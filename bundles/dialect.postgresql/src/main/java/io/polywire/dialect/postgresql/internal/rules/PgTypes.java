package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.TypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types that are served, with their oids (pg_type of PostgreSQL 15). */
final class PgTypes {
    private static final Map<String, Type> BY_NAME = new HashMap<>();

    static final Type BOOL = type(TypeKind.BOOLEAN, "bool", 16);
    static final Type BYTEA = type(TypeKind.BYTES, "bytea", 17);
    static final Type NAME = type(TypeKind.OTHER, "name", 19);
    static final Type INT8 = type(TypeKind.INT64, "int8", 20);
    static final Type INT2 = type(TypeKind.INT16, "int2", 21);
    static final Type INT4 = type(TypeKind.INT32, "int4", 23);
    static final Type TEXT = type(TypeKind.TEXT, "text", 25);
    static final Type FLOAT4 = type(TypeKind.FLOAT32, "float4", 700);
    static final Type FLOAT8 = type(TypeKind.FLOAT64, "float8", 701);
    static final Type BIT = type(TypeKind.BIT, "bit", 1560);
    static final Type VARBIT = type(TypeKind.BIT, "varbit", 1562);
    static final Type BPCHAR = type(TypeKind.CHAR, "bpchar", 1042);
    static final Type VARCHAR = type(TypeKind.VARCHAR, "varchar", 1043);
    static final Type NUMERIC = type(TypeKind.DECIMAL, "numeric", 1700);
    static final Type DATE = type(TypeKind.DATE, "date", 1082);
    static final Type TIME = type(TypeKind.TIME, "time", 1083);
    static final Type TIMESTAMP = type(TypeKind.TIMESTAMP, "timestamp", 1114);
    static final Type TIMESTAMPTZ = type(TypeKind.TIMESTAMP_TZ, "timestamptz", 1184);
    static final Type INTERVAL = type(TypeKind.INTERVAL, "interval", 1186);
    static final Type TIMETZ = type(TypeKind.TIME_TZ, "timetz", 1266);
    static final Type UUID = type(TypeKind.UUID, "uuid", 2950);
    static final Type JSON = type(TypeKind.JSON, "json", 114);
    static final Type JSONB = type(TypeKind.JSON, "jsonb", 3802);

    static final Type JSONPATH = type(TypeKind.OTHER, "jsonpath", 4072);

    static final Type MONEY = type(TypeKind.OTHER, "money", 790);
    static final Type INET = type(TypeKind.OTHER, "inet", 869);
    static final Type CIDR = type(TypeKind.OTHER, "cidr", 650);
    static final Type MACADDR = type(TypeKind.OTHER, "macaddr", 829);
    static final Type MACADDR8 = type(TypeKind.OTHER, "macaddr8", 774);

    static final Type CHAR = type(TypeKind.OTHER, "char", 18);
    static final Type OID = type(TypeKind.OTHER, "oid", 26);
    static final Type XID = type(TypeKind.OTHER, "xid", 28);
    static final Type XID8 = type(TypeKind.OTHER, "xid8", 5069);
    static final Type TID = type(TypeKind.OTHER, "tid", 27);
    static final Type LSN = type(TypeKind.OTHER, "pg_lsn", 3220);
    static final Type CID = type(TypeKind.OTHER, "cid", 29);
    static final Type REGPROC = type(TypeKind.OTHER, "regproc", 24);
    static final Type REGCLASS = type(TypeKind.OTHER, "regclass", 2205);
    static final Type REGTYPE = type(TypeKind.OTHER, "regtype", 2206);
    static final Type REGPROCEDURE = type(TypeKind.OTHER, "regprocedure", 2202);
    static final Type REGOPER = type(TypeKind.OTHER, "regoper", 2203);
    static final Type REGOPERATOR = type(TypeKind.OTHER, "regoperator", 2204);
    static final Type REGROLE = type(TypeKind.OTHER, "regrole", 4096);
    static final Type REGCOLLATION = type(TypeKind.OTHER, "regcollation", 4191);
    static final Type REGCONFIG = type(TypeKind.OTHER, "regconfig", 3734);
    static final Type REGDICTIONARY = type(TypeKind.OTHER, "regdictionary", 3769);
    static final Type REGNAMESPACE = type(TypeKind.OTHER, "regnamespace", 4089);
    static final Type NODE_TREE = type(TypeKind.OTHER, "pg_node_tree", 194);
    static final Type ACLITEM = type(TypeKind.OTHER, "aclitem", 1033);
    static final Type OIDVECTOR = type(TypeKind.OTHER, "oidvector", 30);
    static final Type INT2VECTOR = type(TypeKind.OTHER, "int2vector", 22);

    static final Type RECORD = type(TypeKind.OTHER, "record", 2249);

    /** Whether values of a type are rows. */
    static boolean isRecord(Type t) {
        return t.fields() != null || t.kind() == TypeKind.OTHER && t.id() == RECORD.id();
    }

    static final Type VOID = type(TypeKind.OTHER, "void", 2278);

    /** Takes an argument of any type as it is. */
    static final Type ANY = type(TypeKind.OTHER, "any", 2276);

    /** Polymorphic pseudo-types, for registrations. */
    static final Type ANYELEMENT = type(TypeKind.OTHER, "anyelement", 2283);

    static final Type ANYARRAY = type(TypeKind.OTHER, "anyarray", 2277);
    static final Type ANYNONARRAY = type(TypeKind.OTHER, "anynonarray", 2776);
    static final Type ANYENUM = type(TypeKind.OTHER, "anyenum", 3500);
    static final Type ANYCOMPATIBLE = type(TypeKind.OTHER, "anycompatible", 5077);
    static final Type ANYCOMPATIBLEARRAY = type(TypeKind.OTHER, "anycompatiblearray", 5078);

    /** Names of types that are no keywords of the grammar and have no length. */
    private static final Set<String> PLAIN = Set.of(
            "bool",
            "bytea",
            "int2",
            "int4",
            "int8",
            "text",
            "float4",
            "float8",
            "varchar",
            "numeric",
            "oid",
            "name",
            "char",
            "xid",
            "xid8",
            "tid",
            "regclass",
            "regtype",
            "regproc",
            "regnamespace",
            "regprocedure",
            "regoper",
            "regoperator",
            "regrole",
            "regcollation",
            "regconfig",
            "regdictionary",
            "cid",
            "money",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "uuid",
            "bpchar",
            "bit",
            "varbit",
            "json",
            "jsonb",
            "jsonpath",
            "int2vector",
            "oidvector");

    /** Numbers of what users make begin here (FirstNormalObjectId of PostgreSQL's transam.h). */
    private static final int FIRST_OF_USERS = 16_384;

    private PgTypes() {}

    /** The type of a name that a statement may give to a value or a column, or null if none such is served. */
    static Type written(String name) {
        return PLAIN.contains(name) ? named(name) : null;
    }

    private static Type type(TypeKind kind, String name, int oid) {
        Type t = new Type(kind, name, oid, 0, 0, 0, null);
        BY_NAME.put(name, t);
        return t;
    }

    /** Whether a name is that of rows whose columns are not said. */
    static boolean isRecord(TypeName t) {
        List<Identifier> parts = t.name().parts();
        boolean here =
                parts.size() == 1 || parts.size() == 2 && parts.get(0).name().equals("pg_catalog");
        return here && t.dimensions().isEmpty() && t.name().last().name().equals("record");
    }

    /** A type of pg_catalog by its name; of those that are not served, name and oid only. */
    static Type named(String name) {
        Type served = BY_NAME.get(name);
        if (served != null) {
            return served;
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        if (row == null) {
            throw new IllegalArgumentException("a type that PostgreSQL has not: " + name);
        }
        if (row.element() != null && row.category() == 'A') {
            return new Type(TypeKind.ARRAY, name, row.oid(), 0, 0, 0, named(row.element()));
        }
        return new Type(TypeKind.OTHER, name, row.oid(), 0, 0, 0, null);
    }

    /** A type by its name whose arrays are served, or null. */
    static Type servedElement(String name) {
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        Type t = row == null || row.kind() == 'p' || row.category() == 'A' ? null : named(name);
        return t == null || Elements.of(t) == null ? null : t;
    }

    /** The arrays of a type. */
    static Type arrayOf(Type element) {
        String name = element.kind() == TypeKind.ENUM || RowTypes.isNamed(element)
                ? null
                : ServerCatalog.all().arrayOf(element.name());
        return new Type(
                TypeKind.ARRAY,
                name == null ? "_" + element.name() : name,
                name == null ? ofUser(element) : ServerCatalog.all().type(name).oid(),
                0,
                0,
                0,
                element);
    }

    /** The number of the arrays of a type that a user made is the one behind its own. */
    private static int ofUser(Type element) {
        return element.fields() != null
                ? CatalogRows.arraysOf(element.id())
                : element.kind() == TypeKind.ENUM ? element.id() + 1 : 0;
    }

    /** As error messages write the type of a name. */
    static String displayed(String name) {
        return display(named(name));
    }

    static Type varchar(int length) {
        return new Type(TypeKind.VARCHAR, "varchar", 1043, length, 0, 0, null);
    }

    static Type bpchar(int length) {
        return new Type(TypeKind.CHAR, "bpchar", 1042, length, 0, 0, null);
    }

    static Type numeric(int precision, int scale) {
        return new Type(TypeKind.DECIMAL, "numeric", 1700, 0, precision, scale, null);
    }

    /** A type without length, precision and scale, as expressions have it. */
    static Type plain(Type t) {
        return switch (t.kind()) {
            case VARCHAR -> VARCHAR;
            case CHAR -> BPCHAR;
            case DECIMAL -> NUMERIC;
            case ARRAY ->
                t.element().equals(plain(t.element()))
                        ? t
                        : new Type(t.kind(), t.name(), t.id(), 0, 0, 0, plain(t.element()));
            case TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, TIME_TZ, BIT -> named(t.name());
            default -> t;
        };
    }

    /** Whether its number says all of it: a type that the server brings, of whatever length. */
    static boolean isServers(Type t) {
        return isUnknown(t) || t.id() > 0 && t.id() < FIRST_OF_USERS;
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
        return t.kind() == TypeKind.TEXT
                || t.kind() == TypeKind.VARCHAR
                || t.name().equals("name");
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
            case CHAR -> "character";
            case ARRAY -> display(t.element()) + "[]";
            default ->
                switch (t.name()) {
                    case "bpchar" -> "character";
                    case "bit" -> "bit";
                    case "varbit" -> "bit varying";
                    case "timestamp" -> "timestamp without time zone";
                    case "timestamptz" -> "timestamp with time zone";
                    case "time" -> "time without time zone";
                    case "timetz" -> "time with time zone";
                    case "char" -> "\"char\"";
                    case "any" -> "\"any\"";
                    default -> t.name();
                };
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
