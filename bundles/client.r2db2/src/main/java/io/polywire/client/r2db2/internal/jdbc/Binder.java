package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.value.Times;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.Parameters;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneId;
import java.util.UUID;

/** Turns Java objects into the values of parameters. */
final class Binder {
    private Binder() {}

    /** Sets a parameter, counted from 0, to what fits the object's own type. */
    static void set(Parameters parameters, int index, Object value) throws SQLException {
        if (value == null) {
            parameters.setNull(index);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            parameters.setLong(index, ((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            parameters.setDouble(index, ((Number) value).doubleValue());
        } else if (value instanceof BigDecimal number) {
            decimal(parameters, index, number);
        } else if (value instanceof BigInteger number) {
            decimal(parameters, index, new BigDecimal(number));
        } else if (value instanceof Boolean flag) {
            parameters.setLong(index, flag ? 1 : 0);
        } else if (value instanceof byte[] bytes) {
            parameters.setBytes(index, bytes.clone());
        } else if (!large(parameters, index, value)) {
            parameters.setText(index, text(value));
        }
    }

    private static boolean large(Parameters parameters, int index, Object value) throws SQLException {
        if (value instanceof Blob blob) {
            parameters.setBytes(index, Streams.bytes(blob.getBinaryStream(), blob.length()));
        } else if (value instanceof Clob clob) {
            parameters.setText(index, Streams.text(clob.getCharacterStream(), clob.length()));
        } else if (value instanceof InputStream stream) {
            parameters.setBytes(index, Streams.bytes(stream, -1));
        } else if (value instanceof Reader reader) {
            parameters.setText(index, Streams.text(reader, -1));
        } else {
            return false;
        }
        return true;
    }

    private static String text(Object value) throws SQLException {
        if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
            return value.toString();
        }
        String time = Times.format(value, ZoneId.systemDefault());
        if (time == null) {
            throw Errors.unsupported("a parameter of class " + value.getClass().getName());
        }
        return time;
    }

    /** A whole number goes as one where it fits, other numbers as text with all their digits. */
    static void decimal(Parameters parameters, int index, BigDecimal value) {
        if (value.scale() == 0 && value.unscaledValue().bitLength() < 64) {
            parameters.setLong(index, value.longValue());
        } else {
            parameters.setText(index, value.toPlainString());
        }
    }

    /**
     * Sets a parameter to the object, converted to a type.
     *
     * @param type of {@link Types}
     * @param scale digits behind the point for NUMERIC and DECIMAL; -1: as they are
     */
    static void set(Parameters parameters, int index, Object value, int type, int scale) throws SQLException {
        if (value == null) {
            parameters.setNull(index);
            return;
        }
        switch (type) {
            case Types.TINYINT -> parameters.setLong(index, whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case Types.SMALLINT -> parameters.setLong(index, whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case Types.INTEGER -> parameters.setLong(index, whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case Types.BIGINT -> parameters.setLong(index, whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case Types.REAL, Types.FLOAT, Types.DOUBLE ->
                parameters.setDouble(index, number(value).doubleValue());
            case Types.NUMERIC, Types.DECIMAL -> {
                BigDecimal number = number(value);
                decimal(parameters, index, scale < 0 ? number : number.setScale(scale, RoundingMode.HALF_UP));
            }
            case Types.BOOLEAN, Types.BIT -> parameters.setLong(index, flag(value) ? 1 : 0);
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> characters(parameters, index, value);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> binary(parameters, index, value);
            case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIME_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE ->
                temporal(parameters, index, value, type);
            case Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> set(parameters, index, value);
            default -> throw Errors.unsupported("parameters of java.sql.Types " + type);
        }
    }

    private static long whole(Object value, long min, long max) throws SQLException {
        try {
            long number = value instanceof Boolean flag
                    ? flag ? 1 : 0
                    : number(value).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (ArithmeticException e) {
            throw new SQLDataException("A parameter does not fit into the type that was asked for", "22003", e);
        }
        throw new SQLDataException("A parameter does not fit into the type that was asked for", "22003");
    }

    private static BigDecimal number(Object value) throws SQLException {
        try {
            if (value instanceof BigDecimal number) {
                return number;
            }
            if (value instanceof Boolean flag) {
                return flag ? BigDecimal.ONE : BigDecimal.ZERO;
            }
            if (value instanceof Number || value instanceof CharSequence) {
                return new BigDecimal(value.toString().strip());
            }
        } catch (NumberFormatException e) {
            throw new SQLDataException("A parameter is no number", "22018", e);
        }
        throw mismatch(value, "a number");
    }

    private static boolean flag(Object value) throws SQLException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number) {
            return number(value).signum() != 0;
        }
        switch (value.toString().strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1":
                return true;
            case "false", "f", "no", "n", "off", "0":
                return false;
            default:
                throw mismatch(value, "a boolean");
        }
    }

    private static void characters(Parameters parameters, int index, Object value) throws SQLException {
        if (value instanceof Number || value instanceof Boolean) {
            parameters.setText(index, value instanceof BigDecimal d ? d.toPlainString() : value.toString());
        } else if (value instanceof byte[] || value instanceof Blob || value instanceof InputStream) {
            throw mismatch(value, "a text");
        } else {
            set(parameters, index, value);
        }
    }

    private static void binary(Parameters parameters, int index, Object value) throws SQLException {
        if (value instanceof byte[] || value instanceof Blob || value instanceof InputStream) {
            set(parameters, index, value);
        } else {
            throw mismatch(value, "bytes");
        }
    }

    private static void temporal(Parameters parameters, int index, Object value, int type) throws SQLException {
        String text = Times.format(value, type, ZoneId.systemDefault());
        if (text == null) {
            throw mismatch(value, "a date or time of that type");
        }
        parameters.setText(index, text);
    }

    private static SQLException mismatch(Object value, String wanted) {
        return new SQLDataException(
                "A parameter of class " + value.getClass().getName() + " cannot be sent as " + wanted, "22018");
    }
}
