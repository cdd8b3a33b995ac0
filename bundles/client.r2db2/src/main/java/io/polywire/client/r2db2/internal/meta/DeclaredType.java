package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.jdbc.Types;
import io.polywire.client.r2db2.internal.wire.Codes;
import java.util.Locale;
import java.util.Map;

/**
 * A column's declared type, as it is written in CREATE TABLE.
 *
 * @param name without what stands in brackets; empty if none was declared
 * @param code type code of the wire
 * @param size length or digits; -1: not declared
 * @param digits digits behind the point; -1: not declared
 */
record DeclaredType(String name, int code, int size, int digits) {
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("BOOLEAN", Codes.BOOLEAN),
            Map.entry("BOOL", Codes.BOOLEAN),
            Map.entry("TINYINT", Codes.INT16),
            Map.entry("SMALLINT", Codes.INT16),
            Map.entry("INT2", Codes.INT16),
            Map.entry("INT", Codes.INT32),
            Map.entry("INT4", Codes.INT32),
            Map.entry("MEDIUMINT", Codes.INT32),
            Map.entry("FLOAT4", Codes.FLOAT32),
            Map.entry("DECIMAL", Codes.DECIMAL),
            Map.entry("NUMERIC", Codes.DECIMAL),
            Map.entry("CHAR", Codes.CHAR),
            Map.entry("CHARACTER", Codes.CHAR),
            Map.entry("NCHAR", Codes.CHAR),
            Map.entry("DATE", Codes.DATE),
            Map.entry("TIME", Codes.TIME),
            Map.entry("DATETIME", Codes.TIMESTAMP),
            Map.entry("TIMESTAMP", Codes.TIMESTAMP),
            Map.entry("TIMESTAMPTZ", Codes.TIMESTAMP_TZ),
            Map.entry("UUID", Codes.UUID),
            Map.entry("JSON", Codes.JSON),
            Map.entry("ANY", Codes.UNKNOWN));

    /** @param declared null or empty: none */
    static DeclaredType of(String declared) {
        String text = declared == null ? "" : declared.strip();
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open).strip();
        int size = -1;
        int digits = -1;
        if (open >= 0) {
            int close = text.indexOf(')', open);
            String[] numbers =
                    text.substring(open + 1, close < 0 ? text.length() : close).split(",");
            size = number(numbers[0]);
            digits = numbers.length > 1 ? number(numbers[1]) : -1;
        }
        return new DeclaredType(name, code(name.toUpperCase(Locale.ROOT)), size, digits);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            // SQLite takes anything in the brackets
            return -1;
        }
    }

    private static int code(String name) {
        Integer known = NAMES.get(name);
        if (known != null) {
            return known;
        }
        // SQLite's own rules for what it does not know by name
        if (name.contains("INT")) {
            return Codes.INT64;
        }
        if (name.contains("CHAR")) {
            return Codes.VARCHAR;
        }
        if (name.contains("CLOB") || name.contains("TEXT")) {
            return Codes.TEXT;
        }
        if (name.contains("BLOB")) {
            return Codes.BYTES;
        }
        if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return Codes.FLOAT64;
        }
        return name.isEmpty() ? Codes.UNKNOWN : Codes.DECIMAL;
    }

    Types type() {
        return Types.of(code);
    }

    /** COLUMN_SIZE of JDBC; null: unlimited. */
    Integer columnSize() {
        if (size >= 0) {
            return size;
        }
        int precision = type().precision();
        return precision > 0 ? (Integer) precision : null;
    }
}
