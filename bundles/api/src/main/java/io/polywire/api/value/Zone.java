package io.polywire.api.value;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The session's time zone: offsets from Java's copy of the tz database or from a POSIX text, remembered from one change of
 * the clock to the next, since the values of a result are mostly near to each other. Thread-safe.
 */
public final class Zone {
    /** UTC, as a session begins. */
    public static final Zone UTC = fixed("UTC", 0);

    private final String name;
    private final ZoneOffsets offsets;
    private final boolean fixed;
    private final int fixedOffset;
    /** What was found last; racing threads at most find it again. */
    private ZoneOffsets.Span last = new ZoneOffsets.Span(1, 0, 0);

    private Zone(String name, ZoneOffsets offsets, boolean fixed) {
        this.name = name;
        this.offsets = offsets;
        this.fixed = fixed;
        this.fixedOffset = fixed ? offsets.at(0).offset() : 0;
    }

    /** The regions of the tz database by their names in small letters; not at once, for most sessions stay in UTC. */
    private static final class Regions {
        static final Map<String, String> ALL = new HashMap<>();

        static {
            for (String id : ZoneId.getAvailableZoneIds()) {
                if (!id.startsWith("SystemV/")) {
                    ALL.put(id.toLowerCase(Locale.ROOT), id);
                }
            }
        }

        private Regions() {}
    }

    /** TZ_STRLEN_MAX of PostgreSQL's pgtime.h: zones are kept by the names that statements and rows give. */
    private static final int LONGEST_NAME = 255;

    /** What is no region in Java's copy. */
    private static final Map<String, Integer> FIXED = Map.of("EST", -5 * 3600, "MST", -7 * 3600, "HST", -10 * 3600);

    /**
     * A zone by the name that TimeZone takes: of the tz database, in any case; or a POSIX form like "GMT-02:00" or
     * "CST7CDT,M4.1.0,M10.5.0", whose offsets are counted to the west (PostgreSQL's manual, 8.5.3 and B.5).
     *
     * @return null if there is none
     */
    public static Zone of(String text) {
        if (text.length() > LONGEST_NAME) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        Integer seconds = FIXED.get(upper);
        if (seconds != null) {
            return fixed(upper, seconds);
        }
        String name = upper.startsWith("POSIX/") ? text.substring(6) : text;
        String region = Regions.ALL.get(name.toLowerCase(Locale.ROOT));
        if (region != null) {
            DatabaseOffsets offsets = new DatabaseOffsets(region);
            return new Zone(region, offsets, offsets.isFixed());
        }
        PosixOffsets offsets = PosixOffsets.of(upper);
        // a name that is in no database is shown in capitals (pg_tzset of PostgreSQL's pgtz.c)
        return offsets == null ? null : new Zone(upper, offsets, offsets.isFixed());
    }

    /**
     * A zone as the setting TimeZone takes it: a number alone is one of hours, counted to the east, and anything else a name
     * (PostgreSQL's manual, 8.5.3).
     *
     * @return null if there is none
     */
    public static Zone ofSetting(String text) {
        if (!text.matches("[+-]?\\d{1,3}(\\.\\d{1,6})?")) {
            return of(text);
        }
        double seconds = Double.parseDouble(text) * 3600;
        return Math.abs(seconds) < FURTHEST ? ofOffset((int) seconds) : null;
    }

    /** A zone is less than a week away, as PostgreSQL's zones are. */
    private static final int FURTHEST = 168 * 3600;

    /**
     * A zone by an abbreviation ("PST") or, where there is none, by its name, as AT TIME ZONE takes them. Null if there is
     * neither.
     */
    public static Zone ofAbbreviationOrName(String text) {
        ZoneAbbreviation known = ZoneAbbreviation.of(text);
        return known != null ? known.zone() : of(text);
    }

    /** A zone of a fixed distance, in seconds east of UTC, as PostgreSQL names one that was set as a number: "<+02>-02". */
    public static Zone ofOffset(int east) {
        int s = Math.abs(east);
        String digits = String.format(Locale.ROOT, "%02d", s / 3600);
        if (s % 3600 != 0) {
            digits += String.format(Locale.ROOT, ":%02d", s / 60 % 60);
        }
        if (s % 60 != 0) {
            digits += String.format(Locale.ROOT, ":%02d", s % 60);
        }
        return of("<" + (east < 0 ? "-" : "+") + digits + ">" + (east < 0 ? "+" : "-") + digits);
    }

    static Zone fixed(String name, int east) {
        return new Zone(name, new FixedOffset(name, east), true);
    }

    /** An abbreviation that has meant several offsets in a zone of the tz database. */
    static Zone ofHistory(String abbreviation, String zone) {
        return new Zone(abbreviation, new HistoricOffsets(abbreviation, zone), false);
    }

    /** One offset with its name. */
    private record FixedOffset(String name, int east) implements ZoneOffsets {
        @Override
        public Span at(long seconds) {
            return new Span(Long.MIN_VALUE, Long.MAX_VALUE, east);
        }

        @Override
        public int ofLocal(long seconds) {
            return east;
        }

        @Override
        public String abbreviation(int offset, long seconds) {
            return name;
        }
    }

    /** As SHOW TimeZone says it. */
    public String name() {
        return name;
    }

    /** Whether its clock is never changed. */
    public boolean isFixed() {
        return fixed;
    }

    /** Whether a time of day needs a date to be a moment of it; an abbreviation is taken as it is used today. */
    boolean needsDate() {
        return !fixed && !(offsets instanceof HistoricOffsets);
    }

    /**
     * Whether the zone's minutes are not those of UTC, which a zone that counts leap seconds shows at the beginning of the
     * year 2000 (pg_tz_acceptable of PostgreSQL's pgtz.c).
     */
    public boolean hasLeapSeconds() {
        return offsetAt(Calendar.days(2000, 1, 1) * 86_400) % 60 != 0;
    }

    /** Seconds east of UTC at a moment, in seconds since 1970. */
    public int offsetAt(long seconds) {
        if (fixed) {
            return fixedOffset;
        }
        ZoneOffsets.Span span = last;
        if (seconds < span.from() || seconds >= span.until()) {
            span = offsets.at(seconds);
            last = span;
        }
        return span.offset();
    }

    /** Seconds east of UTC for a local time, in seconds since 1970-01-01 00:00 local; in a gap what was before it, in an
     * overlap what comes after. */
    public int offsetOfLocal(long seconds) {
        return fixed ? fixedOffset : offsets.ofLocal(seconds);
    }

    /** The abbreviation in force at a moment, in seconds since 1970: "CET", "+0545". */
    public String abbreviationAt(long seconds) {
        return offsets.abbreviation(offsetAt(seconds), seconds);
    }
}
