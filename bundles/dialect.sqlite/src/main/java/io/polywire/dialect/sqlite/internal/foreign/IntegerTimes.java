package io.polywire.dialect.sqlite.internal.foreign;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Capability;
import io.polywire.api.value.Calendar;
import java.util.Set;

/** What an integer in a column of dates or times of another program counts, and in which form new values are written there. */
public enum IntegerTimes {
    /** Integers are seconds; what is written is text. */
    TEXT(1_000_000, false),
    SECONDS(1_000_000, true),
    MILLISECONDS(1000, true);

    /** Julian day numbers end here (lang_datefunc.html); an integer up to it can be the noon of such a day. */
    private static final long LAST_JULIAN_DAY = 5_373_484;

    /** A time beyond the year 5138 in seconds is one in milliseconds, given to a column that is read as seconds. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private final long micros;
    private final boolean written;

    IntegerTimes(long micros, boolean written) {
        this.micros = micros;
        this.written = written;
    }

    /** As a storage is set. */
    public static IntegerTimes of(Set<Capability> capabilities) {
        return capabilities.contains(Capability.TIMES_IN_MILLISECONDS)
                ? MILLISECONDS
                : capabilities.contains(Capability.TIMES_IN_SECONDS) ? SECONDS : TEXT;
    }

    /** Whether new values are written as such integers. */
    public boolean written() {
        return written;
    }

    /** Whether an integer can be told to be a time of this unit, and nothing else. */
    boolean tells(long value) {
        return !(value > 0 && value <= LAST_JULIAN_DAY)
                && Math.abs(value) < MOST_SECONDS * (this == MILLISECONDS ? 1000 : 1);
    }

    /** Microseconds since 1970. */
    long read(long value) {
        return value * micros;
    }

    /**
     * The integer for a time.
     *
     * @param timestamp in microseconds since 1970
     * @param column which cannot keep it if the failure is thrown
     */
    long write(long timestamp, String column) {
        if (timestamp % micros != 0 || !tells(timestamp / micros)) {
            throw Misfit.unwritable(column, "this time, as an integer in " + name().toLowerCase(java.util.Locale.ROOT));
        }
        return timestamp / micros;
    }

    /** As {@link #write} for the beginning of a day. */
    long writeDay(long day, String column) {
        if (Math.abs(day) > Long.MAX_VALUE / Calendar.MICROS_PER_DAY) {
            throw Misfit.unwritable(column, "this date");
        }
        return write(day * Calendar.MICROS_PER_DAY, column);
    }

    /** Refuses what no integer stands for. */
    static SqlFailure infinite(String column) {
        return Misfit.unwritable(column, "infinity");
    }
}
