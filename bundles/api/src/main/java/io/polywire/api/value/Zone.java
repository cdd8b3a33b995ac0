package io.polywire.api.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The session's time zone: offsets from Java's copy of the tz database, remembered from one transition to the next,
 * since the values of a result are mostly near to each other. Thread-safe.
 */
public final class Zone {
    /** UTC, as a session begins. */
    public static final Zone UTC = new Zone("UTC", ZoneOffset.UTC);

    private static final Map<String, String> REGIONS = regions();

    private final String name;
    private final ZoneRules rules;
    private final boolean fixed;
    private final int fixedOffset;
    /** What was found last; racing threads at most find it again. */
    private Span last = new Span(1, 0, 0);

    private Zone(String name, ZoneId id) {
        this.name = name;
        this.rules = id.getRules();
        this.fixed = rules.isFixedOffset();
        this.fixedOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
    }

    private static Map<String, String> regions() {
        Map<String, String> all = new HashMap<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!id.startsWith("SystemV/")) {
                all.put(id.toLowerCase(Locale.ROOT), id);
            }
        }
        all.put("est", "-05:00");
        all.put("mst", "-07:00");
        all.put("hst", "-10:00");
        return all;
    }

    /**
     * A zone by the name that TimeZone takes: of the tz database, in any case; a number of hours, east positive; or a
     * POSIX form like "GMT-02:00", west positive (manual, 8.5.3 and B.5).
     *
     * @return null if there is none
     */
    public static Zone of(String text) {
        String s = text.strip();
        String region = REGIONS.get(s.toLowerCase(Locale.ROOT));
        try {
            if (region != null) {
                boolean isOffset = region.startsWith("-");
                return new Zone(isOffset ? s.toUpperCase(Locale.ROOT) : region, ZoneId.of(region));
            }
            int letters = 0;
            if (s.startsWith("<")) {
                letters = s.indexOf('>') + 1;
            } else {
                while (letters < s.length() && ",+-0123456789".indexOf(s.charAt(letters)) < 0) {
                    letters++;
                }
            }
            if (letters == s.length() || s.startsWith(".")) {
                return null;
            }
            Integer seconds = seconds(s.substring(letters));
            if (seconds == null) {
                return null;
            }
            int east = letters > 0 ? -seconds : seconds;
            // a name that is in no database is shown in capitals (pg_tzset of pgtz.c)
            return new Zone(letters > 0 ? s.toUpperCase(Locale.ROOT) : posix(east), ZoneOffset.ofTotalSeconds(east));
        } catch (DateTimeException beyond) {
            // More than 18 hours: no zone that Java can follow, and none that there is.
            return null;
        }
    }

    /**
     * A zone by an abbreviation ("PST") or, where there is none, by its name, as AT TIME ZONE takes them: a number alone is
     * a POSIX form too, west positive. Null if there is neither.
     */
    public static Zone ofAbbreviationOrName(String text) {
        Integer offset = ZoneNames.offset(text.strip());
        if (offset != null) {
            return new Zone(text, ZoneOffset.ofTotalSeconds(offset));
        }
        Integer west = text.contains(".") ? null : seconds(text);
        if (west == null) {
            return text.matches("[-+.\\d].*") ? null : of(text);
        }
        return Math.abs(west) > ZoneOffset.MAX.getTotalSeconds() ? null : ofOffset(-west);
    }

    /** A distance to the east ("+02", "-05:30"), as times have it behind them; null if the text is none. */
    public static Zone ofDistance(String text) {
        Integer east = text.matches("[+-][\\d:]+") ? seconds(text) : null;
        return east == null || Math.abs(east) > ZoneOffset.MAX.getTotalSeconds() ? null : ofOffset(east);
    }

    /** A zone of a fixed distance, in seconds east of UTC. */
    public static Zone ofOffset(int east) {
        return new Zone(posix(east), ZoneOffset.ofTotalSeconds(east));
    }

    /** "+2", "-03:30", "5.5" in seconds, or null. */
    private static Integer seconds(String s) {
        if (!s.matches("[+-]?\\d{1,2}(:\\d{2}(:\\d{2})?)?")) {
            return s.matches("[+-]?\\d{1,2}\\.\\d{1,4}")
                    ? (Integer) (int) Math.round(Double.parseDouble(s) * 3600)
                    : null;
        }
        boolean west = s.startsWith("-");
        String[] parts = s.replaceFirst("^[+-]", "").split(":");
        int v = 0;
        int unit = 3600;
        for (String part : parts) {
            v += Integer.parseInt(part) * unit;
            unit /= 60;
        }
        return west ? -v : v;
    }

    /** How PostgreSQL names a zone that was set as a number: "<+02>-02". */
    private static String posix(int east) {
        String digits = String.format(Locale.ROOT, "%02d", Math.abs(east) / 3600);
        int rest = Math.abs(east) % 3600;
        if (rest != 0) {
            digits += String.format(Locale.ROOT, ":%02d", rest / 60);
        }
        return "<" + (east < 0 ? "-" : "+") + digits + ">" + (east < 0 ? "+" : "-") + digits;
    }

    /** As SHOW TimeZone says it. */
    public String name() {
        return name;
    }

    /** Whether it is the same all year round. */
    boolean isFixed() {
        return fixed;
    }

    /** Seconds east of UTC at a moment, in seconds since 1970. */
    public int offsetAt(long seconds) {
        if (fixed) {
            return fixedOffset;
        }
        Span span = last;
        if (seconds < span.from || seconds >= span.until) {
            Instant at = Instant.ofEpochSecond(Math.max(-FURTHEST, Math.min(FURTHEST, seconds)));
            ZoneOffsetTransition next = rules.nextTransition(at);
            ZoneOffsetTransition before = rules.previousTransition(at.plusSeconds(1));
            span = new Span(
                    before == null ? Long.MIN_VALUE : before.toEpochSecond(),
                    next == null ? Long.MAX_VALUE : next.toEpochSecond(),
                    rules.getOffset(at).getTotalSeconds());
            last = span;
        }
        return span.offset;
    }

    /** From one transition to the next. */
    private record Span(long from, long until, int offset) {}

    /** Seconds that Java's calendar can still hold; there are no transitions beyond. */
    private static final long FURTHEST = 31_000_000_000_000L;

    /** Seconds east of UTC for a local time, in seconds since 1970-01-01 00:00 local; in a gap or overlap standard time. */
    public int offsetOfLocal(long seconds) {
        if (fixed) {
            return fixedOffset;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return rules.getOffset(local).getTotalSeconds();
        }
        // PostgreSQL's rule: in a gap what was before, in an overlap what comes after.
        return change.isGap()
                ? change.getOffsetBefore().getTotalSeconds()
                : change.getOffsetAfter().getTotalSeconds();
    }

    /** The abbreviation in force at a moment: "CET", "+0545". */
    public String abbreviationAt(long seconds) {
        if (!fixed && seconds < rules.getTransitions().get(0).toEpochSecond()) {
            return "LMT";
        }
        return ZoneNames.abbreviation(name, offsetAt(seconds), fixed, seconds);
    }
}
