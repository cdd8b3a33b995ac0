package io.polywire.api.value;

/** Where a zone's clock stands. Implementations are immutable and thread-safe. */
interface ZoneOffsets {
    /**
     * From one change of the clock to the next, in seconds since 1970.
     *
     * @param from   the first moment
     * @param until  the moment behind the last
     * @param offset seconds east of UTC
     */
    record Span(long from, long until, int offset) {}

    /** The time around a moment, in seconds since 1970, in which the clock is not changed. */
    Span at(long seconds);

    /**
     * Seconds east of UTC for a local time, in seconds since 1970-01-01 00:00 local: in a gap what was before it, in an
     * overlap what comes after (DetermineTimeZoneOffset of PostgreSQL's datetime.c).
     */
    int ofLocal(long seconds);

    /** What the zone's time is called at a moment: "CET", "+0545". */
    String abbreviation(int offset, long seconds);
}
