package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.UUID;

/** Reads cells as text, bytes and objects. Columns count from 0; no cell may be NULL. */
public final class Objects {
    private final Temporals temporals;

    /** @param temporals how numbers are read as dates */
    public Objects(Temporals temporals) {
        this.temporals = temporals;
    }

    /** How dates and times are read. */
    public Temporals temporals() {
        return temporals;
    }

    /** The cell as text: numbers as Java writes them, bytes in hexadecimal. */
    public static String toText(Row row, int column) {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> Long.toString(row.longAt(column));
            case Codes.KIND_DOUBLE -> Double.toString(row.doubleAt(column));
            case Codes.KIND_BYTES -> HexFormat.of().formatHex(row.bytesAt(column));
            default -> row.textAt(column);
        };
    }

    /** The cell as bytes: bytes as they are, a text in UTF-8. */
    public static byte[] toBytes(Row row, int column) throws SQLException {
        return switch (row.kind(column)) {
            case Codes.KIND_BYTES, Codes.KIND_TEXT -> row.bytesAt(column);
            default -> throw Refusal.conversion(column, row, "bytes");
        };
    }

    /**
     * The cell as the Java type that fits its column. A column of a SQLite table can hold a value of another type than the
     * declared one; such a value is given as what it is.
     */
    public Object toObject(Row row, int column, int type) throws SQLException {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> integer(row, column, type);
            case Codes.KIND_DOUBLE -> floating(row, column, type);
            case Codes.KIND_BYTES -> bytes(row, column, type);
            default -> text(row, column, type);
        };
    }

    /** The value as it is stored, whatever its column is declared as: Long, Double, String or byte[]. */
    private static Object stored(Row row, int column, int type) {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG -> row.longAt(column);
            case Codes.KIND_DOUBLE -> row.doubleAt(column);
            case Codes.KIND_BYTES -> row.bytesAt(column);
            // in a row of text form, a column of bytes holds them raw
            default -> type == Codes.BYTES ? row.bytesAt(column) : row.textAt(column);
        };
    }

    private Object integer(Row row, int column, int type) throws SQLException {
        long value = row.longAt(column);
        return switch (type) {
            case Codes.BOOLEAN -> value == 0 || value == 1 ? value == 1 : (Object) value;
            case Codes.INT16, Codes.INT32 -> (int) value == value ? (int) value : (Object) value;
            case Codes.FLOAT32 -> (long) (float) value == value ? (float) value : (Object) value;
            case Codes.FLOAT64 -> (long) (double) value == value ? (double) value : (Object) value;
            case Codes.DECIMAL -> BigDecimal.valueOf(value);
            case Codes.DATE, Codes.TIMESTAMP, Codes.TIMESTAMP_TZ -> temporal(row, column, type);
            default -> value;
        };
    }

    private Object floating(Row row, int column, int type) throws SQLException {
        double value = row.doubleAt(column);
        return switch (type) {
            case Codes.FLOAT32 -> (float) value == value ? (float) value : (Object) value;
            case Codes.DECIMAL -> Double.isInfinite(value) || Double.isNaN(value) ? value : BigDecimal.valueOf(value);
            case Codes.DATE, Codes.TIMESTAMP, Codes.TIMESTAMP_TZ -> temporal(row, column, type);
            default -> value;
        };
    }

    private static Object bytes(Row row, int column, int type) {
        if (type == Codes.UUID && row.lengthAt(column) == 16) {
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(row.bytesAt(column));
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        return row.bytesAt(column);
    }

    private Object text(Row row, int column, int type) throws SQLException {
        String text = row.textAt(column);
        try {
            return switch (type) {
                case Codes.BOOLEAN -> {
                    Boolean value = Numbers.parseBoolean(text);
                    yield value == null ? text : value;
                }
                case Codes.INT16, Codes.INT32 -> Integer.valueOf(text);
                case Codes.INT64 -> Long.valueOf(text);
                case Codes.FLOAT32 -> Float.valueOf(text);
                case Codes.FLOAT64 -> Double.valueOf(text);
                case Codes.DECIMAL -> new BigDecimal(text);
                case Codes.UUID -> UUID.fromString(text);
                // in a row of text form, a column of bytes holds them raw
                case Codes.BYTES -> row.bytesAt(column);
                case Codes.DATE, Codes.TIME, Codes.TIMESTAMP, Codes.TIMESTAMP_TZ, Codes.TIME_TZ ->
                    Moment.parse(text) == null ? text : temporal(row, column, type);
                default -> text;
            };
        } catch (IllegalArgumentException e) {
            // a value that is not of its column's declared type is given as what it is
            return text;
        }
    }

    private Object temporal(Row row, int column, int type) throws SQLException {
        if (row.kind(column) == Codes.KIND_TEXT) {
            Moment moment = Moment.parse(row.textAt(column));
            boolean clock = type == Codes.TIME || type == Codes.TIME_TZ;
            if (clock ? moment.time() == null : moment.date() == null) {
                return row.textAt(column);
            }
        }
        if (!temporals.fits(row, column)) {
            return stored(row, column, type);
        }
        return switch (type) {
            case Codes.DATE -> temporals.toDate(row, column, type, null);
            case Codes.TIME -> temporals.toTime(row, column, type, null);
            case Codes.TIME_TZ -> temporals.toOffsetTime(row, column, type);
            case Codes.TIMESTAMP_TZ -> temporals.toOffsetDateTime(row, column, type);
            default -> temporals.toTimestamp(row, column, type, null);
        };
    }

    /**
     * The cell as a named Java type.
     *
     * @throws SQLException for a type that nothing is converted to, or a value that does not fit
     */
    public <T> T toObject(Row row, int column, int type, Class<T> wanted) throws SQLException {
        return wanted.cast(convert(row, column, type, wanted));
    }

    private Object convert(Row row, int column, int type, Class<?> wanted) throws SQLException {
        if (wanted == String.class || wanted == CharSequence.class) {
            return toText(row, column);
        }
        if (wanted == Object.class) {
            return stored(row, column, type);
        }
        if (wanted == byte[].class) {
            return toBytes(row, column);
        }
        if (wanted == UUID.class) {
            return uuid(row, column);
        }
        if (wanted == Blob.class) {
            return new MemoryBlob(toBytes(row, column));
        }
        if (wanted == Clob.class || wanted == NClob.class) {
            return new MemoryClob(toText(row, column));
        }
        Object converted = number(row, column, wanted);
        if (converted == null) {
            converted = temporal(row, column, type, wanted);
        }
        if (converted == null) {
            throw Errors.unsupported("getObject(column, " + wanted.getName() + ")");
        }
        return converted;
    }

    private static Object number(Row row, int column, Class<?> wanted) throws SQLException {
        if (wanted == Long.class) {
            return Numbers.toLong(row, column);
        }
        if (wanted == Integer.class) {
            return (int) Numbers.toLong(row, column, Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
        }
        if (wanted == Short.class) {
            return (short) Numbers.toLong(row, column, Short.MIN_VALUE, Short.MAX_VALUE, "a short");
        }
        if (wanted == Byte.class) {
            return (byte) Numbers.toLong(row, column, Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
        }
        if (wanted == Boolean.class) {
            return Numbers.toBoolean(row, column);
        }
        if (wanted == Double.class) {
            return Numbers.toDouble(row, column);
        }
        if (wanted == Float.class) {
            return Numbers.toFloat(row, column);
        }
        if (wanted == BigDecimal.class) {
            return Numbers.toDecimal(row, column);
        }
        if (wanted == BigInteger.class) {
            return bigInteger(row, column);
        }
        return null;
    }

    private static BigInteger bigInteger(Row row, int column) throws SQLException {
        try {
            return Numbers.toDecimal(row, column).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw Refusal.range(column, "a whole number", e);
        }
    }

    private Object temporal(Row row, int column, int type, Class<?> wanted) throws SQLException {
        if (wanted == LocalDate.class) {
            return temporals.toLocalDate(row, column, type);
        }
        if (wanted == LocalTime.class) {
            return temporals.toLocalTime(row, column, type);
        }
        if (wanted == LocalDateTime.class) {
            return temporals.toLocalDateTime(row, column, type);
        }
        if (wanted == OffsetDateTime.class) {
            return temporals.toOffsetDateTime(row, column, type);
        }
        if (wanted == ZonedDateTime.class) {
            return temporals.toOffsetDateTime(row, column, type).toZonedDateTime();
        }
        if (wanted == OffsetTime.class) {
            return temporals.toOffsetTime(row, column, type);
        }
        if (wanted == Instant.class) {
            return temporals
                    .toOffsetDateTime(row, column, type)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant();
        }
        if (wanted == Timestamp.class || wanted == java.util.Date.class) {
            return temporals.toTimestamp(row, column, type, null);
        }
        if (wanted == Date.class) {
            return temporals.toDate(row, column, type, (ZoneId) null);
        }
        if (wanted == Time.class) {
            return temporals.toTime(row, column, type, null);
        }
        return null;
    }

    private static UUID uuid(Row row, int column) throws SQLException {
        Object value = row.kind(column) == Codes.KIND_BYTES ? bytes(row, column, Codes.UUID) : null;
        if (value instanceof UUID uuid) {
            return uuid;
        }
        try {
            if (row.kind(column) == Codes.KIND_TEXT && row.lengthAt(column) == 36) {
                return UUID.fromString(new String(row.bytesAt(column), StandardCharsets.US_ASCII));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Refusal.conversion(column, row, "a UUID");
    }
}
