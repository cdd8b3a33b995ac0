package io.polywire.api.type;

/**
 * The kinds of values, each with the form in which it travels between a storage and a wire ({@link Carrier}).
 * The code is the r2db2 wire's type code; it never changes once released.
 */
public enum TypeKind {
    /** Each value has its own storage class, as in a SQLite column without type. Travels as what it is. */
    UNKNOWN(0, Carrier.ANY),
    /** 0 or 1. */
    BOOLEAN(1, Carrier.LONG),
    INT16(2, Carrier.LONG),
    INT32(3, Carrier.LONG),
    INT64(4, Carrier.LONG),
    /** Single precision; travels widened. */
    FLOAT32(5, Carrier.DOUBLE),
    FLOAT64(6, Carrier.DOUBLE),
    /** Exact decimal: a LONG scaled by the column's scale where the precision is at most 18, otherwise decimal text. */
    DECIMAL(7, Carrier.ANY),
    TEXT(8, Carrier.UTF8),
    VARCHAR(9, Carrier.UTF8),
    /** Blank-padded text; may travel without its padding, which the wire adds. */
    CHAR(10, Carrier.UTF8),
    BYTES(11, Carrier.BYTES),
    /** Days since 1970-01-01, proleptic Gregorian. */
    DATE(12, Carrier.LONG),
    /** Microseconds since midnight. */
    TIME(13, Carrier.LONG),
    /** Microseconds since 1970-01-01 00:00, without a zone; Long.MAX_VALUE and MIN_VALUE are the infinities. */
    TIMESTAMP(14, Carrier.LONG),
    /** Microseconds since 1970-01-01 00:00 UTC; Long.MAX_VALUE and MIN_VALUE are the infinities. */
    TIMESTAMP_TZ(15, Carrier.LONG),
    /** Text in ISO 8601 with months, days and microseconds kept apart ("P1Y2M3DT4H5M6.7S"). */
    INTERVAL(16, Carrier.UTF8),
    /** 16 bytes, most significant first. */
    UUID(17, Carrier.BYTES),
    JSON(18, Carrier.UTF8),
    /** Text in PostgreSQL's array notation over the element type's text form. */
    ARRAY(19, Carrier.UTF8),
    /** The label. */
    ENUM(20, Carrier.UTF8),
    /** Text "HH:MM:SS.ffffff+HH:MM". */
    TIME_TZ(21, Carrier.UTF8),
    /** Text of 0 and 1. */
    BIT(22, Carrier.UTF8),
    /** Unsigned 64 bit: the bits of the LONG, read without sign. */
    UINT64(23, Carrier.LONG),
    /** Anything else that has a text form; the type's name says what. */
    OTHER(24, Carrier.UTF8);

    private final int code;
    private final Carrier carrier;

    TypeKind(int code, Carrier carrier) {
        this.code = code;
        this.carrier = carrier;
    }

    /** The r2db2 wire's type code. */
    public int code() {
        return code;
    }

    /** The form in which values of this kind travel. */
    public Carrier carrier() {
        return carrier;
    }

    /** The kind with a code, or null for a code that is not one. */
    public static TypeKind ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static final TypeKind[] BY_CODE = values();

    /** How a value travels: which call of a row sink or parameter set carries it. */
    public enum Carrier {
        /** Whatever call fits the value; the receiver looks at each. */
        ANY,
        LONG,
        DOUBLE,
        UTF8,
        BYTES
    }
}
