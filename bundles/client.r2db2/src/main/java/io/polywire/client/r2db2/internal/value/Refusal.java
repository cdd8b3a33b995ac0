package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Row;
import java.sql.SQLDataException;
import java.sql.SQLException;

/** The errors of conversions. They name the column and never the value. */
final class Refusal {
    private Refusal() {}

    /** The value is no such thing. */
    static SQLException conversion(int column, Row row, String wanted) {
        return conversion(column, kind(row.kind(column)), wanted);
    }

    /** The value is no such thing. */
    static SQLException conversion(int column, String kind, String wanted) {
        return new SQLDataException(
                "Column " + (column + 1) + " holds " + kind + " that cannot be read as " + wanted, "22018");
    }

    /** The value does not fit; {@code cause} may be null. */
    static SQLException range(int column, String wanted, Throwable cause) {
        return new SQLDataException(
                "The value of column " + (column + 1) + " does not fit into " + wanted, "22003", cause);
    }

    /** The text is no date or time. */
    static SQLException dateTime(int column, String wanted) {
        return new SQLDataException(
                "Column " + (column + 1) + " holds a text that is not " + wanted
                        + " in ISO form, such as 2026-01-31 or 2026-01-31 23:59:59.123",
                "22007");
    }

    /** What a cell of that kind holds, in words. */
    static String kind(byte kind) {
        return switch (kind) {
            case Codes.KIND_LONG -> "an integer";
            case Codes.KIND_DOUBLE -> "a floating-point number";
            case Codes.KIND_BYTES -> "bytes";
            default -> "a text";
        };
    }
}
