package io.polywire.api.value;

/** Days and dates of the proleptic Gregorian calendar; years count on through 0 (1 BC). */
public final class Calendar {
    /** Microseconds of 24 hours. */
    public static final long MICROS_PER_DAY = 86_400_000_000L;
    /** Days from 1970-01-01, the api's epoch, to 2000-01-01, PostgreSQL's. */
    public static final int EPOCH_DAYS = 10_957;

    /** The same in microseconds. */
    public static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;

    private static final int DAYS_PER_ERA = 146_097;
    /** From 0000-03-01 to 1970-01-01. */
    private static final int SHIFT = 719_468;

    private Calendar() {}

    /** Days since 1970-01-01. */
    public static long days(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long ofEra = y - era * 400;
        long ofYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * DAYS_PER_ERA + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - SHIFT;
    }

    /** The date of a day since 1970-01-01, packed: {@link #year}, {@link #month}, {@link #day} take it apart. */
    public static long date(long days) {
        long z = days + SHIFT;
        long era = Math.floorDiv(z, DAYS_PER_ERA);
        int ofEra = (int) (z - era * DAYS_PER_ERA);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int m = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * m + 2) / 5 + 1;
        int month = m < 10 ? m + 3 : m - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    /** Year of a packed date. */
    public static long year(long date) {
        return date >> 9;
    }

    /** Month of a packed date, from 1. */
    public static int month(long date) {
        return (int) (date >> 5) & 15;
    }

    /** Day of a packed date, from 1. */
    public static int day(long date) {
        return (int) date & 31;
    }

    /** 0 is Sunday. */
    public static int weekday(long days) {
        return Math.floorMod(days + 4, 7);
    }

    /** Length of a month. */
    public static int daysOfMonth(long year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            default -> 31;
        };
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
