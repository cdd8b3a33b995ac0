package io.polywire.api.value;

/**
 * An interval: months, days and microseconds, kept apart.
 *
 * @param months years and months
 * @param days days
 * @param micros hours, minutes and seconds in microseconds
 */
public record Interval(int months, int days, long micros) {
    /** No time at all. */
    public static final Interval ZERO = new Interval(0, 0, 0);

    /**
     * Reads what {@link #iso} writes, and any other text of an interval.
     *
     * @throws io.polywire.api.error.SqlFailure 22007 or 22008 for what is none
     */
    public static Interval of(String text) {
        return IntervalReader.read(text, TextStyle.DEFAULT);
    }

    /** The form that travels inside: ISO 8601. */
    public String iso() {
        return IntervalText.iso(months, days, micros);
    }
}
