package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.RangeKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The types that the wire knows, by oid and by name (PostgreSQL 15, pg_type), and the way from the api's kinds to them.
 */
public final class WireTypes {
    /** Of text, which is also what values without a type are described as. */
    public static final int TEXT = 25;

    private static final int RECORD = 2249;

    /** A row of which only the text is known; what it is made of would have to be told in binary form. */
    private static final TypeCodec ROW_OF_UNKNOWN =
            new TextOnlyCodec("record", SqlFailure.unsupported("the binary form of a row whose fields are not known"));

    private static final TypeCodec ACL_ITEM = new TextOnlyCodec(
            "aclitem",
            SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "no binary output function available for type aclitem"));

    /** A row of the table. */
    private record Entry(int oid, int array, String name, int length, TypeKind kind, TypeCodec codec) {}

    private static final Map<Integer, Entry> BY_OID = new HashMap<>();
    private static final Map<Integer, Entry> BY_ARRAY = new HashMap<>();
    private static final Map<String, Entry> BY_NAME = new HashMap<>();

    static {
        add(16, 1000, "bool", 1, TypeKind.BOOLEAN, BoolCodec.BOOL);
        add(17, 1001, "bytea", -1, TypeKind.BYTES, ByteaCodec.BYTEA);
        add(18, 1002, "char", 1, TypeKind.OTHER, CharCodec.CHAR);
        add(19, 1003, "name", 64, TypeKind.OTHER, NameCodec.NAME);
        add(20, 1016, "int8", 8, TypeKind.INT64, IntegerCodec.INT8);
        add(21, 1005, "int2", 2, TypeKind.INT16, IntegerCodec.INT2);
        add(22, 1006, "int2vector", -1, TypeKind.OTHER, new VectorCodec("int2vector", 21, 2));
        add(30, 1013, "oidvector", -1, TypeKind.OTHER, new VectorCodec("oidvector", 26, 4));
        add(23, 1007, "int4", 4, TypeKind.INT32, IntegerCodec.INT4);
        add(TEXT, 1009, "text", -1, TypeKind.TEXT, TextCodec.TEXT);
        add(114, 199, "json", -1, TypeKind.JSON, JsonCodec.JSON);
        add(142, 143, "xml", -1, TypeKind.OTHER, new TextCodec("xml"));
        add(650, 651, "cidr", -1, TypeKind.OTHER, InetCodec.CIDR);
        add(700, 1021, "float4", 4, TypeKind.FLOAT32, FloatCodec.FLOAT4);
        add(701, 1022, "float8", 8, TypeKind.FLOAT64, FloatCodec.FLOAT8);
        add(705, 0, "unknown", -2, TypeKind.UNKNOWN, DynamicCodec.DYNAMIC);
        add(774, 775, "macaddr8", 8, TypeKind.OTHER, HardwareAddressCodec.MACADDR8);
        add(790, 791, "money", 8, TypeKind.OTHER, MoneyCodec.MONEY);
        add(829, 1040, "macaddr", 6, TypeKind.OTHER, HardwareAddressCodec.MACADDR);
        add(869, 1041, "inet", -1, TypeKind.OTHER, InetCodec.INET);
        add(1033, 1034, "aclitem", 12, TypeKind.OTHER, ACL_ITEM);
        add(1042, 1014, "bpchar", -1, TypeKind.CHAR, new BpcharCodec(0));
        add(1043, 1015, "varchar", -1, TypeKind.VARCHAR, new TextCodec("character varying"));
        add(1082, 1182, "date", 4, TypeKind.DATE, DateCodec.DATE);
        add(1083, 1183, "time", 8, TypeKind.TIME, TimeCodec.TIME);
        add(1114, 1115, "timestamp", 8, TypeKind.TIMESTAMP, TimestampCodec.TIMESTAMP);
        add(1184, 1185, "timestamptz", 8, TypeKind.TIMESTAMP_TZ, TimestampCodec.TIMESTAMPTZ);
        add(1186, 1187, "interval", 16, TypeKind.INTERVAL, IntervalCodec.INTERVAL);
        add(1266, 1270, "timetz", 12, TypeKind.TIME_TZ, TimeTzCodec.TIMETZ);
        add(1560, 1561, "bit", -1, TypeKind.BIT, BitCodec.BIT);
        add(1562, 1563, "varbit", -1, TypeKind.BIT, BitCodec.VARBIT);
        add(1700, 1231, "numeric", -1, TypeKind.DECIMAL, NumericCodec.NUMERIC);
        add(2275, 1263, "cstring", -2, TypeKind.OTHER, new TextCodec("cstring"));
        add(2278, 0, "void", 4, TypeKind.OTHER, VoidCodec.VOID);
        add(2950, 2951, "uuid", 16, TypeKind.UUID, UuidCodec.UUID);
        add(3802, 3807, "jsonb", -1, TypeKind.JSON, VersionedTextCodec.JSONB);
        add(4072, 4073, "jsonpath", -1, TypeKind.OTHER, VersionedTextCodec.JSONPATH);
        ranges(RangeKind.INT4, 3904, 3905, 4451, 6150, IntegerCodec.INT4);
        ranges(RangeKind.INT8, 3926, 3927, 4536, 6157, IntegerCodec.INT8);
        ranges(RangeKind.NUM, 3906, 3907, 4532, 6151, NumericCodec.NUMERIC);
        ranges(RangeKind.DATE, 3912, 3913, 4535, 6155, DateCodec.DATE);
        ranges(RangeKind.TS, 3908, 3909, 4533, 6152, TimestampCodec.TIMESTAMP);
        ranges(RangeKind.TSTZ, 3910, 3911, 4534, 6153, TimestampCodec.TIMESTAMPTZ);
        oid(26, 1028, "oid", false);
        add(27, 1010, "tid", TidCodec.SIZE, TypeKind.OTHER, TidCodec.TID);
        oid(28, 1011, "xid", false);
        oid(29, 1012, "cid", false);
        add(5069, 271, "xid8", 8, TypeKind.OTHER, IntegerCodec.XID8);
        oid(24, 1008, "regproc", true);
        oid(2202, 2207, "regprocedure", true);
        oid(2203, 2208, "regoper", true);
        oid(2204, 2209, "regoperator", true);
        oid(2205, 2210, "regclass", true);
        oid(2206, 2211, "regtype", true);
        oid(3734, 3735, "regconfig", true);
        oid(3769, 3770, "regdictionary", true);
        oid(4089, 4090, "regnamespace", true);
        oid(4096, 4097, "regrole", true);
        oid(4191, 4192, "regcollation", true);
    }

    private WireTypes() {}

    private static void add(int oid, int array, String name, int length, TypeKind kind, TypeCodec codec) {
        Entry e = new Entry(oid, array, name, length, kind, codec);
        BY_OID.put(oid, e);
        if (array != 0) {
            BY_ARRAY.put(array, e);
        }
        BY_NAME.put(name, e);
    }

    private static void ranges(RangeKind k, int oid, int array, int many, int manyArray, TypeCodec element) {
        RangeCodec range = new RangeCodec(k, element);
        add(oid, array, k.rangeName(), -1, TypeKind.OTHER, range);
        add(many, manyArray, k.multirangeName(), -1, TypeKind.OTHER, new MultirangeCodec(k, range, element));
    }

    private static void oid(int oid, int array, String name, boolean named) {
        add(oid, array, name, 4, TypeKind.OTHER, new OidCodec(name, named));
    }

    // ---- from the client ----

    /**
     * The api's type for an oid that a client declared: {@link Type#UNKNOWN} for 0, and a type of kind OTHER named by
     * its number for one that the wire does not know.
     */
    public static Type declared(int oid) {
        if (oid == 0 || oid == 705) {
            return Type.UNKNOWN;
        }
        Entry e = BY_OID.get(oid);
        if (e != null) {
            return new Type(e.kind, e.name, oid, 0, 0, 0, null);
        }
        Entry element = BY_ARRAY.get(oid);
        if (element != null) {
            return new Type(TypeKind.ARRAY, "_" + element.name, oid, 0, 0, 0, declared(element.oid));
        }
        return new Type(TypeKind.OTHER, Integer.toUnsignedString(oid), oid, 0, 0, 0, null);
    }

    // ---- from the session ----

    /** How a column or parameter of a type looks on the wire. */
    public static WireType of(Type type) {
        if (type.kind() == TypeKind.ARRAY) {
            return array(type);
        }
        if (type.fields() != null) {
            return new WireType(type.id(), -1, -1, RowCodec.of(type), type);
        }
        if (type.id() == RECORD) {
            return new WireType(RECORD, -1, -1, ROW_OF_UNKNOWN, type);
        }
        Entry e = type.id() != 0 ? BY_OID.get(type.id()) : byKind(type);
        if (e == null) {
            // An oid of the catalog's own (an enum, a domain): its kind says how it travels.
            Entry like = byKind(type);
            if (type.kind() == TypeKind.ENUM && type.labels() != null) {
                return new WireType(type.id(), 4, -1, new EnumCodec(type), type);
            }
            return new WireType(type.id(), type.kind() == TypeKind.ENUM ? 4 : like.length, -1, like.codec, type);
        }
        return new WireType(e.oid, e.length, modifier(e, type), codec(e, type), type);
    }

    private static WireType array(Type type) {
        WireType element = of(type.element());
        Entry e = BY_OID.get(element.oid());
        int oid = type.id() != 0 ? type.id() : e == null ? 0 : e.array;
        ArrayCodec codec = new ArrayCodec(element.codec(), element.oid());
        // an array that has no number of its own goes as its text
        return new WireType(oid == 0 ? TEXT : oid, -1, element.modifier(), codec, type);
    }

    private static Entry byKind(Type type) {
        int oid = switch (type.kind()) {
            case UNKNOWN, TEXT, ENUM -> TEXT;
            case BOOLEAN -> 16;
            case INT16 -> 21;
            case INT32 -> 23;
            case INT64 -> 20;
            case FLOAT32 -> 700;
            case FLOAT64 -> 701;
            case DECIMAL, UINT64 -> 1700;
            case VARCHAR -> 1043;
            case CHAR -> 1042;
            case BYTES -> 17;
            case DATE -> 1082;
            case TIME -> 1083;
            case TIMESTAMP -> 1114;
            case TIMESTAMP_TZ -> 1184;
            case INTERVAL -> 1186;
            case UUID -> 2950;
            case JSON -> type.name().equalsIgnoreCase("jsonb") ? 3802 : 114;
            case TIME_TZ -> 1266;
            case BIT -> isVarying(type.name()) ? 1562 : 1560;
            case OTHER -> {
                Entry named = BY_NAME.get(type.name().toLowerCase(Locale.ROOT));
                yield named == null ? TEXT : named.oid;
            }
            case ARRAY -> throw new IllegalArgumentException("arrays are found by their element");
        };
        return BY_OID.get(oid);
    }

    private static boolean isVarying(String name) {
        String n = name.toLowerCase(Locale.ROOT);
        return n.equals("varbit") || n.contains("varying");
    }

    private static TypeCodec codec(Entry e, Type type) {
        return switch (type.kind()) {
            case UNKNOWN -> DynamicCodec.DYNAMIC;
            case UINT64 -> UnsignedCodec.UINT8;
            case DECIMAL -> type.scale() > 0 ? new NumericCodec(type.scale()) : e.codec;
            case CHAR -> type.length() > 0 ? new BpcharCodec(type.length()) : e.codec;
            default -> e.codec;
        };
    }

    /** atttypmod (the typmodin functions of each type). */
    private static int modifier(Entry e, Type t) {
        return switch (e.oid) {
            case 1042, 1043 -> t.length() > 0 ? t.length() + 4 : -1;
            case 1560, 1562 -> t.length() > 0 ? t.length() : -1;
            case 1700 -> t.precision() > 0 ? (t.precision() << 16 | t.scale() & 0x7FF) + 4 : -1;
            case 1083, 1114, 1184, 1266 -> t.precision() == 0 ? -1 : Math.max(t.precision(), 0);
            case 1186 -> interval(t);
            default -> -1;
        };
    }

    /** The mask of fields and the digits of seconds, each with all bits set where it is not given (intervaltypmodin). */
    private static int interval(Type t) {
        if (t.length() == 0 && t.precision() == 0) {
            return -1;
        }
        int fields = t.length() == 0 ? 0x7FFF : t.length();
        return fields << 16 | (t.precision() == 0 ? 0xFFFF : Math.max(t.precision(), 0));
    }
}
