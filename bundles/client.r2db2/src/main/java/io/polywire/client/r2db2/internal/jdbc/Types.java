package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Codes;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.UUID;

/**
 * What JDBC calls the types of the wire.
 *
 * @param jdbc number of {@link java.sql.Types}
 * @param name in SQL
 * @param javaClass of {@code getObject}
 * @param precision digits, or length where it is fixed; 0: not known
 * @param display most characters of its text form; where there is no limit a large number
 */
public record Types(int jdbc, String name, Class<?> javaClass, int precision, int display) {
    private static final int LONG = Integer.MAX_VALUE;

    /** The description of a type code; an unknown one counts as 0. */
    public static Types of(int code) {
        return switch (code) {
            case Codes.BOOLEAN -> new Types(java.sql.Types.BOOLEAN, "BOOLEAN", Boolean.class, 1, 5);
            case Codes.INT16 -> new Types(java.sql.Types.SMALLINT, "SMALLINT", Integer.class, 5, 6);
            case Codes.INT32 -> new Types(java.sql.Types.INTEGER, "INT", Integer.class, 10, 11);
            case Codes.INT64 -> new Types(java.sql.Types.BIGINT, "INTEGER", Long.class, 19, 20);
            case Codes.FLOAT32 -> new Types(java.sql.Types.REAL, "FLOAT", Float.class, 8, 15);
            case Codes.FLOAT64 -> new Types(java.sql.Types.DOUBLE, "REAL", Double.class, 17, 25);
            case Codes.DECIMAL -> new Types(java.sql.Types.NUMERIC, "NUMERIC", BigDecimal.class, 0, LONG);
            case Codes.TEXT -> new Types(java.sql.Types.VARCHAR, "TEXT", String.class, 0, LONG);
            case Codes.VARCHAR -> new Types(java.sql.Types.VARCHAR, "VARCHAR", String.class, 0, LONG);
            case Codes.CHAR -> new Types(java.sql.Types.CHAR, "CHAR", String.class, 0, LONG);
            case Codes.BYTES -> new Types(java.sql.Types.VARBINARY, "BLOB", byte[].class, 0, LONG);
            case Codes.DATE -> new Types(java.sql.Types.DATE, "DATE", Date.class, 10, 10);
            case Codes.TIME -> new Types(java.sql.Types.TIME, "TIME", Time.class, 18, 18);
            case Codes.TIMESTAMP -> new Types(java.sql.Types.TIMESTAMP, "TIMESTAMP", Timestamp.class, 29, 29);
            case Codes.TIMESTAMP_TZ ->
                new Types(
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE,
                        "TIMESTAMP WITH TIME ZONE",
                        OffsetDateTime.class,
                        35,
                        35);
            case Codes.TIME_TZ ->
                new Types(java.sql.Types.TIME_WITH_TIMEZONE, "TIME WITH TIME ZONE", OffsetTime.class, 24, 24);
            case Codes.INTERVAL -> new Types(java.sql.Types.OTHER, "INTERVAL", String.class, 0, LONG);
            case Codes.UUID -> new Types(java.sql.Types.OTHER, "UUID", UUID.class, 36, 36);
            case Codes.JSON -> new Types(java.sql.Types.OTHER, "JSON", String.class, 0, LONG);
            case Codes.ARRAY -> new Types(java.sql.Types.OTHER, "ARRAY", String.class, 0, LONG);
            case Codes.ENUM -> new Types(java.sql.Types.VARCHAR, "ENUM", String.class, 0, LONG);
            case Codes.BITS -> new Types(java.sql.Types.OTHER, "BIT VARYING", String.class, 0, LONG);
            default -> new Types(java.sql.Types.OTHER, "ANY", Object.class, 0, LONG);
        };
    }

    /** Whether its values have a sign. */
    boolean signed() {
        return switch (jdbc) {
            case java.sql.Types.SMALLINT,
                    java.sql.Types.INTEGER,
                    java.sql.Types.BIGINT,
                    java.sql.Types.REAL,
                    java.sql.Types.DOUBLE,
                    java.sql.Types.NUMERIC -> true;
            default -> false;
        };
    }

    /** Whether capital letters make a difference in its values. */
    boolean caseSensitive() {
        return javaClass == String.class || javaClass == Object.class;
    }
}
