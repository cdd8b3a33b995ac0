package io.polywire.api.value;

/**
 * A time of day with a zone. Travels inside as text "HH:MM:SS.ffffff+HH:MM".
 *
 * @param micros since midnight, in its zone
 * @param east seconds that its zone is east of UTC
 */
public record TimeTz(long micros, int east) {
    /**
     * Reads what {@link #carrier} writes, and any other text of such a time that names its zone.
     *
     * @throws io.polywire.api.error.SqlFailure 22007 or 22008 for what is none
     */
    public static TimeTz of(String text) {
        return read(new DateTimeReader(text, "time with time zone", TextStyle.DEFAULT));
    }

    /** What a reader reads. */
    public static TimeTz read(DateTimeReader r) {
        r.readTime();
        return new TimeTz(r.time(), r.offset());
    }

    /** The form that travels inside. */
    public String carrier() {
        TextBuilder s = new TextBuilder();
        long seconds = micros / 1_000_000;
        s.padded(seconds / 3600, 2).u8(':').padded(seconds / 60 % 60, 2).u8(':').padded(seconds % 60, 2);
        s.u8('.').padded(micros % 1_000_000, 6);
        int e = Math.abs(east);
        s.u8(east < 0 ? '-' : '+').padded(e / 3600, 2).u8(':').padded(e / 60 % 60, 2);
        if (e % 60 != 0) {
            s.u8(':').padded(e % 60, 2);
        }
        return s.toString();
    }

    /** Writes it as clients read it, which no setting changes. */
    public void write(TextOut out) {
        DateTimeText.time(micros, out);
        DateTimeText.offset(east, out);
    }
}
