package io.polywire.storage.sqlite.internal;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.Locale;

/**
 * What the declared type of a SQLite column says of its values.
 *
 * <p>SQLite's columns are dynamically typed and values are delivered as they are stored. A kind is given only where the
 * declaration has SQLite convert what is stored to the kind's carrier as far as it can: integer, real, text and blob
 * affinity. A column declared DATE, TIMESTAMP, BOOLEAN, DECIMAL, UUID or JSON holds text or numbers as its writer liked
 * and stays {@link TypeKind#UNKNOWN} (each value tells its own class) under its declared name, which clients show.
 * CHAR(n) becomes VARCHAR, for SQLite neither pads nor trims. Even so an INTEGER column of a table that is not STRICT
 * can hold text: whoever takes the values looks at each.
 */
final class DeclaredTypes {
    private DeclaredTypes() {}

    /**
     * The type for a declaration.
     *
     * @param declared as in CREATE TABLE; null for an expression or a column without type
     */
    static Type of(String declared) {
        if (declared == null || declared.isBlank()) {
            return Type.UNKNOWN;
        }
        String name = declared.strip();
        int[] arguments = {0, 0};
        String base = arguments(name, arguments).toUpperCase(Locale.ROOT);
        return switch (base) {
            case "DATE", "TIME", "DATETIME", "TIMESTAMP", "TIMESTAMPTZ", "BOOL", "BOOLEAN", "UUID", "JSON", "JSONB" ->
                Type.of(TypeKind.UNKNOWN, name);
            case "DECIMAL", "NUMERIC", "DEC", "NUMBER" ->
                new Type(TypeKind.UNKNOWN, name, 0, 0, arguments[0], arguments[1], null);
            default -> byAffinity(name, base, arguments[0]);
        };
    }

    /** SQLite's own rules, in its order (datatype3.html, section 3.1). */
    private static Type byAffinity(String name, String base, int length) {
        // Temporal names with a suffix ("TIMESTAMP WITH TIME ZONE") and INTERVAL, POINT: affinity says nothing of them.
        if (base.startsWith("TIME") || base.equals("INTERVAL") || base.equals("POINT")) {
            return Type.of(TypeKind.UNKNOWN, name);
        }
        if (base.contains("INT")) {
            return Type.of(TypeKind.INT64, name);
        }
        if (base.contains("CLOB") || base.contains("TEXT")) {
            return new Type(TypeKind.TEXT, name, 0, length, 0, 0, null);
        }
        if (base.contains("CHAR")) {
            return new Type(TypeKind.VARCHAR, name, 0, length, 0, 0, null);
        }
        if (base.contains("BLOB")) {
            return Type.of(TypeKind.BYTES, name);
        }
        if (base.contains("REAL") || base.contains("FLOA") || base.contains("DOUB")) {
            return Type.of(TypeKind.FLOAT64, name);
        }
        return Type.of(TypeKind.UNKNOWN, name);
    }

    /** Takes "(p, s)" off and puts it into the array; what is no number is left out. */
    private static String arguments(String declared, int[] arguments) {
        int open = declared.indexOf('(');
        if (open < 0) {
            return declared;
        }
        int close = declared.indexOf(')', open);
        String[] parts = declared.substring(open + 1, close < 0 ? declared.length() : close)
                .split(",", 2);
        for (int i = 0; i < parts.length; i++) {
            String p = parts[i].strip();
            if (p.matches("\\d{1,9}")) {
                arguments[i] = Integer.parseInt(p);
            }
        }
        return declared.substring(0, open).strip();
    }
}
