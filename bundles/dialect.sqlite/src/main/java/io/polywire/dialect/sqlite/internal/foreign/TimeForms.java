package io.polywire.dialect.sqlite.internal.foreign;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextBuilder;
import io.polywire.api.value.TextStyle;
import java.util.regex.Pattern;

/**
 * The forms of dates and times in SQLite files (lang_datefunc.html, "Time Values"; datatype3.html, section 2.2): text of
 * ISO 8601, Julian day numbers as reals, counts since 1970 as integers. Other text is not read, for 04/07/1996 can be two
 * days.
 */
final class TimeForms {
    private static final Pattern DATE_AND_TIME = Pattern.compile(
            "[+]?\\d{4,6}-\\d{2}-\\d{2}"
                    + "(?:[ T]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?\\s?(?:Z|[+-]\\d{2}(?::?\\d{2})?)?(?: BC)?|-?infinity");

    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?");

    /** The day number of 1970-01-01 00:00. */
    private static final double JULIAN_1970 = 2_440_587.5;

    private static final double LAST_JULIAN = 5_373_484.5;
    /** What microseconds reach in 64 bits. */
    private static final long MOST_DAYS = Long.MAX_VALUE / Calendar.MICROS_PER_DAY - 2;

    private static final long MILLIS_PER_DAY = 86_400_000;

    private TimeForms() {}

    /** Microseconds since 1970 in UTC, also of a time with an offset; infinities are Long's ends. */
    static long timestamp(FunctionArguments in, IntegerTimes integers, String type) {
        switch (in.kind(0)) {
            case LONG -> {
                if (integers.tells(in.getLong(0))) {
                    return integers.read(in.getLong(0));
                }
            }
            case DOUBLE -> {
                double day = in.getDouble(0);
                if (day >= 0 && day < LAST_JULIAN) {
                    return Math.round((day - JULIAN_1970) * MILLIS_PER_DAY) * 1000;
                }
            }
            case UTF8 -> {
                String text = in.getText(0).strip();
                if (DATE_AND_TIME.matcher(text).matches()) {
                    return text(in, text, type);
                }
            }
            default -> {
                // nothing else stands for a time
            }
        }
        throw Misfit.unreadable(in.getText(1), in.kind(0), type);
    }

    private static long text(FunctionArguments in, String text, String type) {
        DateTimeReader r = new DateTimeReader(text, type, TextStyle.DEFAULT);
        try {
            r.read(true);
        } catch (SqlFailure f) {
            // the 31st of a short month: told as what it is to the reader of this column
            throw Misfit.unreadable(in.getText(1), Parameters.Kind.UTF8, type);
        }
        if (r.infinity() != 0) {
            return r.infinity() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        if (Math.abs(r.days()) > MOST_DAYS) {
            throw Misfit.unreadable(in.getText(1), Parameters.Kind.UTF8, type);
        }
        return r.days() * Calendar.MICROS_PER_DAY + r.time() - r.offset() * 1_000_000L;
    }

    /** Days since 1970; a time of day beside it must be midnight. */
    static long date(FunctionArguments in, IntegerTimes integers) {
        long micros = timestamp(in, integers, "date");
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return micros;
        }
        if (Math.floorMod(micros, Calendar.MICROS_PER_DAY) != 0) {
            throw Misfit.unreadable(in.getText(1), in.kind(0), "date alone");
        }
        return Math.floorDiv(micros, Calendar.MICROS_PER_DAY);
    }

    /** Microseconds since midnight. */
    static long time(FunctionArguments in) {
        if (in.kind(0) == Parameters.Kind.UTF8) {
            String text = in.getText(0).strip();
            if (TIME.matcher(text).matches()) {
                DateTimeReader r = new DateTimeReader(text, "time", TextStyle.DEFAULT);
                try {
                    r.readTime();
                    return r.time();
                } catch (SqlFailure f) {
                    // 25:00, told below
                }
            }
        }
        throw Misfit.unreadable(in.getText(1), in.kind(0), "time");
    }

    static String dateText(long day) {
        if (day == Long.MAX_VALUE || day == Long.MIN_VALUE) {
            return infinity(day);
        }
        TextBuilder out = new TextBuilder();
        DateTimeText.date(day, TextStyle.DEFAULT, out);
        return out.toString();
    }

    static String timeText(long micros) {
        TextBuilder out = new TextBuilder();
        DateTimeText.time(micros, out);
        return out.toString();
    }

    static String timestampText(long micros, boolean zone) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return infinity(micros);
        }
        TextBuilder out = new TextBuilder();
        DateTimeText.timestamp(micros, TextStyle.DEFAULT, out);
        String text = out.toString();
        // an era stands behind the zone
        return !zone ? text : text.endsWith(" BC") ? text.replace(" BC", "+00:00 BC") : text + "+00:00";
    }

    private static String infinity(long end) {
        return end > 0 ? "infinity" : "-infinity";
    }
}
