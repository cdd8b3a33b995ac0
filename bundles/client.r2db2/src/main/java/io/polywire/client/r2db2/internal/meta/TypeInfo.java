package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.jdbc.Types;
import io.polywire.client.r2db2.internal.wire.Codes;
import java.sql.DatabaseMetaData;

/** The types, keywords and functions of SQLite's dialect. */
final class TypeInfo {
    /** Keywords that are not also keywords of SQL:2003. */
    static final String KEYWORDS =
            "ABORT,AFTER,ANALYZE,ATTACH,AUTOINCREMENT,BEFORE,CONFLICT,DATABASE,DEFERRED,DETACH,EXCLUSIVE,"
                    + "EXPLAIN,FAIL,GLOB,IF,IGNORE,INDEX,INDEXED,INSTEAD,ISNULL,LIMIT,MATERIALIZED,NOTHING,NOTNULL,OFFSET,PLAN,"
                    + "PRAGMA,QUERY,RAISE,REGEXP,REINDEX,RENAME,REPLACE,RESTRICT,RETURNING,TEMP,TEMPORARY,TRANSACTION,VACUUM,"
                    + "VIEW,VIRTUAL";

    /** Functions of JDBC's list that exist under the same name. */
    static final String NUMERIC_FUNCTIONS = "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,DEGREES,EXP,FLOOR,LOG10,MOD,PI,POWER,"
            + "RADIANS,ROUND,SIGN,SIN,SQRT,TAN";

    static final String STRING_FUNCTIONS = "CHAR,CONCAT,LENGTH,LTRIM,OCTET_LENGTH,REPLACE,RTRIM,SOUNDEX,SUBSTRING";

    private static final int[] CODES = {
        Codes.BOOLEAN,
        Codes.INT16,
        Codes.INT32,
        Codes.INT64,
        Codes.FLOAT32,
        Codes.FLOAT64,
        Codes.DECIMAL,
        Codes.TEXT,
        Codes.VARCHAR,
        Codes.CHAR,
        Codes.BYTES,
        Codes.DATE,
        Codes.TIME,
        Codes.TIMESTAMP,
        Codes.UNKNOWN
    };

    private TypeInfo() {}

    static MetaTable table() {
        MetaTable result = new MetaTable(
                "TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS"
                        + " NULLABLE:s CASE_SENSITIVE:b SEARCHABLE:s UNSIGNED_ATTRIBUTE:b FIXED_PREC_SCALE:b AUTO_INCREMENT:b"
                        + " LOCAL_TYPE_NAME MINIMUM_SCALE:s MAXIMUM_SCALE:s SQL_DATA_TYPE:i SQL_DATETIME_SUB:i NUM_PREC_RADIX:i");
        for (int code : CODES) {
            Types type = Types.of(code);
            boolean text = type.javaClass() == String.class || code >= Codes.DATE;
            String prefix = code == Codes.BYTES ? "X'" : text ? "'" : null;
            result.add(
                    type.name(),
                    type.jdbc(),
                    type.precision(),
                    prefix,
                    prefix == null ? null : "'",
                    parameters(code),
                    DatabaseMetaData.typeNullable,
                    type.javaClass() == String.class,
                    DatabaseMetaData.typeSearchable,
                    false,
                    false,
                    code == Codes.INT64,
                    null,
                    0,
                    0,
                    0,
                    0,
                    10);
        }
        return result.sort(2, 1);
    }

    private static String parameters(int code) {
        return switch (code) {
            case Codes.DECIMAL -> "precision,scale";
            case Codes.VARCHAR, Codes.CHAR -> "length";
            default -> null;
        };
    }
}
