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

    /** Masks of fields, as PostgreSQL's type modifier has them. */
    public static final int MONTH = 1 << 1;

    /** Years. */
    public static final int YEAR = 1 << 2;

    /** Days. */
    public static final int DAY = 1 << 3;

    /** Hours. */
    public static final int HOUR = 1 << 10;

    /** Minutes. */
    public static final int MINUTE = 1 << 11;

    /** Seconds. */
    public static final int SECOND = 1 << 12;

    private static final long MICROS_PER_MINUTE = 60_000_000L;

    /**
     * Without what is finer than its fields, and rounded.
     *
     * @param fields mask of fields; 0 for all
     * @param digits of fractions of a second; -1 for all
     */
    public Interval fit(int fields, int digits) {
        if (fields != 0 && (fields & (HOUR | MINUTE | SECOND)) == 0) {
            boolean day = (fields & DAY) != 0;
            return new Interval(day || (fields & MONTH) != 0 ? months : months / 12 * 12, day ? days : 0, 0);
        }
        long unit = fields == 0 || (fields & SECOND) != 0
                ? 1
                : (fields & MINUTE) != 0 ? MICROS_PER_MINUTE : 60 * MICROS_PER_MINUTE;
        return new Interval(months, days, round(micros / unit * unit, digits));
    }

    /** Microseconds rounded to so many digits of fractions of a second, a half away from zero; -1 for all. */
    public static long round(long micros, int digits) {
        if (digits < 0 || digits >= 6) {
            return micros;
        }
        long unit = 1;
        for (int i = digits; i < 6; i++) {
            unit *= 10;
        }
        long half = unit / 2;
        return micros < 0 ? -((-micros + half) / unit * unit) : (micros + half) / unit * unit;
    }

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
