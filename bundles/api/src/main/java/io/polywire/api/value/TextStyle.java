package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The settings of a session that decide how values look as text. A changed setting makes a new one.
 *
 * @param dates form of dates and times
 * @param order which of 01/02/03 is the day
 * @param zone where timestamptz values are shown
 * @param intervals form of intervals
 * @param byteaHex bytea_output: hex, otherwise escape
 * @param extraFloatDigits above 0 for the shortest exact form
 * @param moment what "now" means in a text that is read, in microseconds since 1970 UTC; null where it means nothing
 */
public record TextStyle(
        Dates dates,
        Order order,
        Zone zone,
        Intervals intervals,
        boolean byteaHex,
        int extraFloatDigits,
        LongSupplier moment) {
    /** As PostgreSQL comes, in UTC; also how elements of arrays travel inside. */
    public static final TextStyle DEFAULT =
            new TextStyle(Dates.ISO, Order.MDY, Zone.UTC, Intervals.POSTGRES, true, 1, null);

    /** Forms of dates (manual, 8.5.2). */
    public enum Dates {
        ISO("ISO"),
        SQL("SQL"),
        POSTGRES("Postgres"),
        GERMAN("German");

        private final String label;

        Dates(String label) {
            this.label = label;
        }
    }

    /** Order of day, month and year where digits alone do not tell. */
    public enum Order {
        MDY,
        DMY,
        YMD
    }

    /** Forms of intervals (manual, 8.5.5). */
    public enum Intervals {
        POSTGRES,
        POSTGRES_VERBOSE,
        SQL_STANDARD,
        ISO_8601
    }

    /** This style in a session, which knows what "now" means. */
    public TextStyle at(LongSupplier now) {
        return new TextStyle(dates, order, zone, intervals, byteaHex, extraFloatDigits, now);
    }

    /**
     * This style with one setting changed; itself if the setting is none that it knows.
     *
     * @throws SqlFailure 22023 for a value that the setting does not take
     */
    public TextStyle with(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "datestyle" -> dateStyle(value);
            case "timezone" -> {
                Zone z = Zone.ofSetting(value);
                if (z == null) {
                    throw invalid("TimeZone", value);
                }
                yield new TextStyle(dates, order, z, intervals, byteaHex, extraFloatDigits, moment);
            }
            case "intervalstyle" ->
                new TextStyle(dates, order, zone, intervals(value), byteaHex, extraFloatDigits, moment);
            case "bytea_output" -> {
                String v = value.toLowerCase(Locale.ROOT);
                if (!v.equals("hex") && !v.equals("escape")) {
                    throw invalid("bytea_output", value);
                }
                yield new TextStyle(dates, order, zone, intervals, v.equals("hex"), extraFloatDigits, moment);
            }
            case "extra_float_digits" ->
                new TextStyle(dates, order, zone, intervals, byteaHex, floatDigits(value), moment);
            default -> this;
        };
    }

    private TextStyle dateStyle(String value) {
        Dates d = dates;
        Order o = order;
        for (String word : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            String w = word.strip();
            if (w.equals("iso")) {
                d = Dates.ISO;
            } else if (w.equals("sql")) {
                d = Dates.SQL;
            } else if (w.startsWith("postgres")) {
                d = Dates.POSTGRES;
            } else if (w.equals("german")) {
                d = Dates.GERMAN;
                o = value.contains(",") ? o : Order.DMY;
            } else if (w.equals("ymd")) {
                o = Order.YMD;
            } else if (w.equals("dmy") || w.startsWith("euro")) {
                o = Order.DMY;
            } else if (w.equals("mdy") || w.equals("us") || w.startsWith("noneuro")) {
                o = Order.MDY;
            } else {
                throw invalid("DateStyle", value);
            }
        }
        return new TextStyle(d, o, zone, intervals, byteaHex, extraFloatDigits, moment);
    }

    private static Intervals intervals(String value) {
        for (Intervals i : Intervals.values()) {
            if (i.name().equalsIgnoreCase(value)) {
                return i;
            }
        }
        throw invalid("IntervalStyle", value);
    }

    private static int floatDigits(String value) {
        try {
            int n = Integer.parseInt(value.strip());
            if (n >= -15 && n <= 3) {
                return n;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid("extra_float_digits", value);
        }
        throw SqlFailure.build(
                        FailureKind.DATA,
                        value.strip() + " is outside the valid range for parameter \"extra_float_digits\" (-15 .. 3)")
                .sqlState("22023")
                .build();
    }

    /** 22023, as PostgreSQL refuses the value of a setting. */
    public static SqlFailure invalid(String name, String value) {
        return SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"" + name + "\": \"" + value + '"')
                .sqlState("22023")
                .build();
    }

    /** DateStyle as it is reported: "ISO, MDY". */
    public String dateStyleText() {
        return dates.label + ", " + order;
    }

    /** IntervalStyle as it is reported. */
    public String intervalStyleText() {
        return intervals.name().toLowerCase(Locale.ROOT);
    }
}
