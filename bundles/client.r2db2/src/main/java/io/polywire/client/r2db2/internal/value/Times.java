package io.polywire.client.r2db2.internal.value;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Writes dates and times as ISO text with a blank before the time, the form of SQLite's own functions. */
public final class Times {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(TIME)
            .toFormatter();
    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder().appendOffset("+HH:MM", "+00:00").toFormatter();

    private Times() {}

    /**
     * The text of a date or time.
     *
     * @param zone in which the instants of java.sql's and java.util's classes are written
     * @return null if the object is none
     */
    public static String format(Object value, ZoneId zone) {
        if (value instanceof LocalDate date) {
            return DateTimeFormatter.ISO_LOCAL_DATE.format(date);
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof LocalDateTime moment) {
            return DATE_TIME.format(moment);
        }
        if (value instanceof OffsetDateTime moment) {
            return DATE_TIME.format(moment) + OFFSET.format(moment);
        }
        if (value instanceof ZonedDateTime moment) {
            return DATE_TIME.format(moment) + OFFSET.format(moment);
        }
        if (value instanceof OffsetTime time) {
            return TIME.format(time) + OFFSET.format(time);
        }
        if (value instanceof Instant instant) {
            return format(instant.atOffset(ZoneOffset.UTC), zone);
        }
        return value instanceof java.util.Date date ? legacy(date, zone) : null;
    }

    private static String legacy(java.util.Date value, ZoneId zone) {
        boolean own = zone.equals(ZoneId.systemDefault());
        if (value instanceof Timestamp timestamp) {
            return format(
                    own ? timestamp.toLocalDateTime() : LocalDateTime.ofInstant(timestamp.toInstant(), zone), zone);
        }
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(value.getTime()), zone);
        if (value instanceof Date date) {
            return format(own ? date.toLocalDate() : local.toLocalDate(), zone);
        }
        if (value instanceof Time) {
            return format(local.toLocalTime(), zone);
        }
        return format(local, zone);
    }

    /**
     * The text of a date or time as a certain one of JDBC's types.
     *
     * @param type of {@link Types}: DATE, TIME, TIMESTAMP, with or without zone
     * @param zone in which instants are written
     * @return null if the object cannot be one without making something up
     */
    public static String format(Object value, int type, ZoneId zone) {
        String text = value instanceof CharSequence ? value.toString().strip() : format(value, zone);
        Moment moment = text == null ? null : Moment.parse(text);
        if (moment == null) {
            return null;
        }
        return switch (type) {
            case Types.DATE -> moment.date() == null ? null : format(moment.date(), zone);
            case Types.TIME -> moment.time() == null ? null : format(moment.time(), zone);
            case Types.TIME_WITH_TIMEZONE ->
                moment.time() == null || moment.offset() == null
                        ? null
                        : format(moment.time().atOffset(moment.offset()), zone);
            case Types.TIMESTAMP_WITH_TIMEZONE ->
                moment.date() == null || moment.offset() == null
                        ? null
                        : format(dateTime(moment).atOffset(moment.offset()), zone);
            default -> moment.date() == null ? null : timestamp(moment, zone);
        };
    }

    private static String timestamp(Moment moment, ZoneId zone) {
        return moment.offset() == null
                ? format(dateTime(moment), zone)
                : format(dateTime(moment).atOffset(moment.offset()), zone);
    }

    private static LocalDateTime dateTime(Moment moment) {
        return LocalDateTime.of(moment.date(), moment.time() == null ? LocalTime.MIDNIGHT : moment.time());
    }
}
