package io.polywire.client.r2db2.internal.value;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Row;
import java.sql.Date;
import java.sql.SQLDataException;
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

/**
 * Reads cells as dates and times: from ISO text always, from a number only where the column is declared as a date or
 * timestamp. An integer there counts seconds (or milliseconds, by option) since 1970 in UTC, a floating-point number is
 * a Julian day, as SQLite's own functions have it. A text without an offset is local time of the given zone. Columns count
 * from 0; none of the methods may be called for a cell that is NULL.
 */
public final class Temporals {
    /** What SQLite's date functions take: the years -4713 to 9999. */
    private static final long MIN_SECOND = -210_866_760_000L;

    private static final long MAX_SECOND = 253_402_300_799L;
    private static final double MAX_JULIAN_DAY = 5_373_484.499_999;
    private static final double JULIAN_EPOCH = 2_440_587.5;

    private final boolean milliseconds;

    /** @param milliseconds integers count milliseconds, not seconds */
    public Temporals(boolean milliseconds) {
        this.milliseconds = milliseconds;
    }

    private static boolean declared(int type) {
        return type == Codes.DATE || type == Codes.TIMESTAMP || type == Codes.TIMESTAMP_TZ;
    }

    /** The instant that a number stands for, or null if the cell holds a text. */
    private Instant number(Row row, int column, int type, String wanted) throws SQLException {
        byte kind = row.kind(column);
        if (kind == Codes.KIND_TEXT) {
            return null;
        }
        if (kind == Codes.KIND_BYTES || !declared(type)) {
            throw Refusal.conversion(column, row, wanted);
        }
        if (kind == Codes.KIND_DOUBLE) {
            return julian(row.doubleAt(column), column);
        }
        long value = row.longAt(column);
        Instant instant = milliseconds ? Instant.ofEpochMilli(value) : null;
        if (instant == null && value >= MIN_SECOND && value <= MAX_SECOND) {
            instant = Instant.ofEpochSecond(value);
        }
        if (instant == null) {
            throw new SQLDataException(
                    "The integer in column " + (column + 1)
                            + " is no date if it counts seconds since 1970; if it counts"
                            + " milliseconds, connect with dateIntegers=milliseconds",
                    "22008");
        }
        return instant;
    }

    /** Whether a number in a date or timestamp column is one that stands for an instant; true for a text. */
    boolean fits(Row row, int column) {
        return switch (row.kind(column)) {
            case Codes.KIND_LONG ->
                milliseconds || row.longAt(column) >= MIN_SECOND && row.longAt(column) <= MAX_SECOND;
            case Codes.KIND_DOUBLE -> row.doubleAt(column) >= 0 && row.doubleAt(column) <= MAX_JULIAN_DAY;
            default -> true;
        };
    }

    private static Instant julian(double day, int column) throws SQLException {
        if (!(day >= 0 && day <= MAX_JULIAN_DAY)) {
            throw new SQLDataException("The number in column " + (column + 1) + " is no Julian day", "22008");
        }
        // a double holds a Julian day of our time to some 40 microseconds: SQLite rounds to milliseconds
        return Instant.ofEpochMilli(Math.round((day - JULIAN_EPOCH) * 86_400_000d));
    }

    private static Moment text(Row row, int column, String wanted) throws SQLException {
        Moment moment = Moment.parse(row.textAt(column));
        if (moment == null) {
            throw Refusal.dateTime(column, wanted);
        }
        return moment;
    }

    private static LocalDate dateOf(Moment moment, int column, String wanted) throws SQLException {
        if (moment.date() == null) {
            throw Refusal.dateTime(column, wanted);
        }
        return moment.date();
    }

    private static LocalTime timeOf(Moment moment) {
        return moment.time() == null ? LocalTime.MIDNIGHT : moment.time();
    }

    /** The date as it is written; of a number, in UTC. */
    public LocalDate toLocalDate(Row row, int column, int type) throws SQLException {
        Instant instant = number(row, column, type, "a date");
        if (instant != null) {
            return instant.atOffset(ZoneOffset.UTC).toLocalDate();
        }
        return dateOf(text(row, column, "a date"), column, "a date");
    }

    /** The time of day as it is written; of a number, in UTC. */
    public LocalTime toLocalTime(Row row, int column, int type) throws SQLException {
        Instant instant = number(row, column, type, "a time");
        if (instant != null) {
            return instant.atOffset(ZoneOffset.UTC).toLocalTime();
        }
        Moment moment = text(row, column, "a time");
        if (moment.time() == null) {
            throw Refusal.dateTime(column, "a time");
        }
        return moment.time();
    }

    /** Date and time as they are written, which must be without an offset; of a number, in UTC. */
    public LocalDateTime toLocalDateTime(Row row, int column, int type) throws SQLException {
        Instant instant = number(row, column, type, "a timestamp");
        if (instant != null) {
            return instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
        }
        Moment moment = text(row, column, "a timestamp");
        if (moment.offset() != null) {
            throw new SQLDataException(
                    "The timestamp in column " + (column + 1)
                            + " has an offset from UTC; read it as OffsetDateTime or Timestamp",
                    "22007");
        }
        return LocalDateTime.of(dateOf(moment, column, "a timestamp"), timeOf(moment));
    }

    /** Date, time and offset; a text without an offset is refused unless the column is a timestamp with time zone: UTC. */
    public OffsetDateTime toOffsetDateTime(Row row, int column, int type) throws SQLException {
        Instant instant = number(row, column, type, "a timestamp");
        if (instant != null) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        Moment moment = text(row, column, "a timestamp");
        ZoneOffset offset = offset(moment, column, type, Codes.TIMESTAMP_TZ);
        return OffsetDateTime.of(dateOf(moment, column, "a timestamp"), timeOf(moment), offset);
    }

    /** Time and offset; a text without an offset is refused unless the column is a time with time zone: UTC. */
    public OffsetTime toOffsetTime(Row row, int column, int type) throws SQLException {
        Instant instant = number(row, column, type, "a time");
        if (instant != null) {
            return instant.atOffset(ZoneOffset.UTC).toOffsetTime();
        }
        Moment moment = text(row, column, "a time");
        if (moment.time() == null) {
            throw Refusal.dateTime(column, "a time");
        }
        return moment.time().atOffset(offset(moment, column, type, Codes.TIME_TZ));
    }

    private static ZoneOffset offset(Moment moment, int column, int type, int zoned) throws SQLException {
        if (moment.offset() != null) {
            return moment.offset();
        }
        if (type == zoned) {
            return ZoneOffset.UTC;
        }
        throw new SQLDataException(
                "The text in column " + (column + 1) + " has no offset from UTC; read it as a local date and time",
                "22007");
    }

    /** The instant; a text without an offset is local time of {@code zone}. */
    public Instant toInstant(Row row, int column, int type, ZoneId zone) throws SQLException {
        Instant instant = number(row, column, type, "a timestamp");
        if (instant != null) {
            return instant;
        }
        Moment moment = text(row, column, "a timestamp");
        LocalDateTime local = LocalDateTime.of(dateOf(moment, column, "a timestamp"), timeOf(moment));
        if (moment.offset() != null) {
            return local.toInstant(moment.offset());
        }
        return type == Codes.TIMESTAMP_TZ
                ? local.toInstant(ZoneOffset.UTC)
                : local.atZone(zone).toInstant();
    }

    /** The timestamp; a text without an offset is local time of {@code zone}, null being the JVM's. */
    public Timestamp toTimestamp(Row row, int column, int type, ZoneId zone) throws SQLException {
        if (zone == null && row.kind(column) == Codes.KIND_TEXT && type != Codes.TIMESTAMP_TZ) {
            Moment moment = text(row, column, "a timestamp");
            if (moment.offset() == null) {
                // keeps what is written also in the hour that a change of clocks skips or repeats
                return Timestamp.valueOf(LocalDateTime.of(dateOf(moment, column, "a timestamp"), timeOf(moment)));
            }
        }
        return Timestamp.from(toInstant(row, column, type, zone == null ? ZoneId.systemDefault() : zone));
    }

    /** The date at midnight of {@code zone}, null being the JVM's. */
    public Date toDate(Row row, int column, int type, ZoneId zone) throws SQLException {
        LocalDate date = toLocalDate(row, column, type);
        if (zone == null) {
            return Date.valueOf(date);
        }
        return new Date(date.atStartOfDay(zone).toInstant().toEpochMilli());
    }

    /** The time of day on 1970-01-01 in {@code zone}, null being the JVM's; to the millisecond. */
    public Time toTime(Row row, int column, int type, ZoneId zone) throws SQLException {
        LocalTime time = toLocalTime(row, column, type);
        ZoneId in = zone == null ? ZoneId.systemDefault() : zone;
        return new Time(time.atDate(LocalDate.EPOCH).atZone(in).toInstant().toEpochMilli());
    }
}
