package io.polywire.client.r2db2.internal.jdbc;

import java.time.ZoneId;
import java.util.Calendar;

/** What JDBC's calendars are good for here: their time zone. */
final class Calendars {
    private Calendars() {}

    /** The zone; null, which stands for the JVM's, if there is no calendar. */
    static ZoneId zone(Calendar calendar) {
        return calendar == null ? null : calendar.getTimeZone().toZoneId();
    }

    /** The zone; the JVM's if there is no calendar. */
    static ZoneId zoneOrDefault(Calendar calendar) {
        return calendar == null ? ZoneId.systemDefault() : zone(calendar);
    }
}
