package io.polywire.api.value;

import java.nio.charset.StandardCharsets;

/** Writes dates and times in the session's style (manual, 8.5.2 and its table of styles). */
public final class DateTimeText {
    private static final byte[] DAYS = "SunMonTueWedThuFriSat".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

    private DateTimeText() {}

    /** Writes it. */
    public static void date(long days, TextStyle style, TextOut out) {
        long d = Calendar.date(days);
        numericDate(d, style, out);
        era(d, out);
    }

    private static void numericDate(long d, TextStyle style, TextOut out) {
        int month = Calendar.month(d);
        int day = Calendar.day(d);
        boolean dayFirst = style.order() == TextStyle.Order.DMY;
        switch (style.dates()) {
            case ISO ->
                out.padded(yearOfEra(d), 4).u8('-').padded(month, 2).u8('-').padded(day, 2);
            case GERMAN -> out.padded(day, 2).u8('.').padded(month, 2).u8('.').padded(yearOfEra(d), 4);
            default -> {
                char separator = style.dates() == TextStyle.Dates.SQL ? '/' : '-';
                out.padded(dayFirst ? day : month, 2).u8(separator);
                out.padded(dayFirst ? month : day, 2).u8(separator).padded(yearOfEra(d), 4);
            }
        }
    }

    private static long yearOfEra(long d) {
        long y = Calendar.year(d);
        return y > 0 ? y : 1 - y;
    }

    private static void era(long d, TextOut out) {
        if (Calendar.year(d) <= 0) {
            out.u8(' ').u8('B').u8('C');
        }
    }

    /** Microseconds of a day, fraction without its trailing zeros. */
    public static void time(long micros, TextOut out) {
        long seconds = micros / 1_000_000;
        out.padded(seconds / 3600, 2)
                .u8(':')
                .padded(seconds / 60 % 60, 2)
                .u8(':')
                .padded(seconds % 60, 2);
        fraction((int) (micros % 1_000_000), out);
    }

    /** Writes it. */
    public static void fraction(int micros, TextOut out) {
        if (micros != 0) {
            int digits = 6;
            int f = micros;
            while (f % 10 == 0) {
                f /= 10;
                digits--;
            }
            out.u8('.').padded(f, digits);
        }
    }

    /** A local time without a zone, in microseconds since 1970. */
    public static void timestamp(long micros, TextStyle style, TextOut out) {
        write(micros, style, false, 0, null, out);
    }

    /** A moment, shown in the session's zone. */
    public static void timestampTz(long micros, TextStyle style, TextOut out) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        int offset = style.zone().offsetAt(seconds);
        String name = style.dates() == TextStyle.Dates.ISO ? null : style.zone().abbreviationAt(seconds);
        write(micros + offset * 1_000_000L, style, true, offset, name, out);
    }

    private static void write(long local, TextStyle style, boolean zoned, int offset, String zone, TextOut out) {
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long time = local - days * Calendar.MICROS_PER_DAY;
        long d = Calendar.date(days);
        boolean words = style.dates() == TextStyle.Dates.POSTGRES;
        if (words) {
            out.bytes(DAYS, 3 * Calendar.weekday(days), 3).u8(' ');
            boolean dayFirst = style.order() == TextStyle.Order.DMY;
            if (dayFirst) {
                out.padded(Calendar.day(d), 2).u8(' ').bytes(MONTHS, 3 * (Calendar.month(d) - 1), 3);
            } else {
                out.bytes(MONTHS, 3 * (Calendar.month(d) - 1), 3).u8(' ').padded(Calendar.day(d), 2);
            }
            out.u8(' ');
            time(time, out);
            out.u8(' ').padded(yearOfEra(d), 4);
        } else {
            numericDate(d, style, out);
            out.u8(' ');
            time(time, out);
        }
        if (zoned) {
            if (zone != null) {
                out.u8(' ').text(zone);
            } else {
                if (words) {
                    out.u8(' ');
                }
                offset(offset, out);
            }
        }
        era(d, out);
    }

    /** "+02", "-03:30", "+00:53:28". */
    public static void offset(int seconds, TextOut out) {
        int s = Math.abs(seconds);
        out.u8(seconds < 0 ? '-' : '+').padded(s / 3600, 2);
        if (s % 3600 != 0) {
            out.u8(':').padded(s / 60 % 60, 2);
            if (s % 60 != 0) {
                out.u8(':').padded(s % 60, 2);
            }
        }
    }
}
