package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Row;
import java.math.BigDecimal;
import java.sql.SQLException;

/**
 * Reads cells as numbers. A value that does not fit is refused and never cut; columns count from 0, and none of the
 * methods may be called for a cell that is NULL.
 */
public final class Numbers {
    private static final double TWO_TO_63 = 0x1p63;
    /** More digits than that are no number that a person meant, and adding them up takes forever. */
    private static final int MAX_EXPONENT = 100_000;

    private Numbers() {}

    /** The cell as a whole number. */
    public static long toLong(Row row, int column) throws SQLException {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> row.longAt(column);
            case Codes.KIND_DOUBLE -> toLong(row.doubleAt(column), column);
            case Codes.KIND_TEXT -> textToLong(row, column);
            default -> throw Refusal.conversion(column, row, "a number");
        };
    }

    private static long textToLong(Row row, int column) throws SQLException {
        long[] value = new long[1];
        if (row.decimalAt(column, value)) {
            return value[0];
        }
        try {
            return decimal(row, column).longValueExact();
        } catch (ArithmeticException e) {
            throw Refusal.range(column, "a whole number of 64 bits", e);
        }
    }

    private static long toLong(double value, int column) throws SQLException {
        if (value != Math.rint(value) || value < -TWO_TO_63 || value >= TWO_TO_63) {
            throw Refusal.range(column, "a whole number of 64 bits", null);
        }
        return (long) value;
    }

    /** The cell as a whole number from {@code min} to {@code max}. */
    public static long toLong(Row row, int column, long min, long max, String type) throws SQLException {
        long value = toLong(row, column);
        if (value < min || value > max) {
            throw Refusal.range(column, type, null);
        }
        return value;
    }

    /** The cell as a floating-point number of 64 bits. */
    public static double toDouble(Row row, int column) throws SQLException {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> row.longAt(column);
            case Codes.KIND_DOUBLE -> row.doubleAt(column);
            case Codes.KIND_TEXT -> textToDouble(row, column);
            default -> throw Refusal.conversion(column, row, "a number");
        };
    }

    private static double textToDouble(Row row, int column) throws SQLException {
        String text = row.textAt(column).strip();
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw Refusal.conversion(column, row, "a number");
        }
        boolean digits = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
        if (Double.isInfinite(value) && digits) {
            throw Refusal.range(column, "a number of 64 bits", null);
        }
        return value;
    }

    /** The cell as a floating-point number of 32 bits. */
    public static float toFloat(Row row, int column) throws SQLException {
        double value = toDouble(row, column);
        float single = (float) value;
        if (Float.isInfinite(single) && !Double.isInfinite(value)) {
            throw Refusal.range(column, "a number of 32 bits", null);
        }
        return single;
    }

    /** The cell as a decimal number with all its digits. */
    public static BigDecimal toDecimal(Row row, int column) throws SQLException {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> BigDecimal.valueOf(row.longAt(column));
            case Codes.KIND_DOUBLE -> toDecimal(row.doubleAt(column), column);
            case Codes.KIND_TEXT -> decimal(row, column);
            default -> throw Refusal.conversion(column, row, "a number");
        };
    }

    private static BigDecimal toDecimal(double value, int column) throws SQLException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw Refusal.range(column, "a decimal number", null);
        }
        return BigDecimal.valueOf(value);
    }

    private static BigDecimal decimal(Row row, int column) throws SQLException {
        BigDecimal value;
        try {
            value = new BigDecimal(row.textAt(column).strip());
        } catch (NumberFormatException e) {
            throw Refusal.conversion(column, row, "a number");
        }
        if (Math.abs((long) value.scale()) > MAX_EXPONENT) {
            throw Refusal.range(column, "a decimal number", null);
        }
        return value;
    }

    /** The cell as a truth value: a number other than 0, or a text such as true, t, yes, y, on, 1. */
    public static boolean toBoolean(Row row, int column) throws SQLException {
        switch (row.kind(column)) {
            case Codes.KIND_LONG:
                return row.longAt(column) != 0;
            case Codes.KIND_DOUBLE:
                return row.doubleAt(column) != 0;
            case Codes.KIND_TEXT:
                Boolean value = parseBoolean(row.textAt(column));
                if (value != null) {
                    return value;
                }
                break;
            default:
                break;
        }
        throw Refusal.conversion(column, row, "a boolean");
    }

    /** A text as a truth value; null if it is none. */
    static Boolean parseBoolean(String text) {
        return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> Boolean.TRUE;
            case "false", "f", "no", "n", "off", "0" -> Boolean.FALSE;
            default -> null;
        };
    }
}
