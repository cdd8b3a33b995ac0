package io.polywire.query;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a filter on a date: a time frame back from now ({@code 7d}, {@code 1d2h30m}, or seconds), or a date.
 *
 * @param back seconds before now, or -1 where it is a date
 * @param seconds of the date, since 1970
 * @param operator of the comparison; a longer time ago is a smaller date
 */
record TimeFilter(long back, long seconds, String operator) {
    private static final Pattern FRAME = Pattern.compile("(?:[0-9]{1,9}[dhms])+");
    private static final Pattern PART = Pattern.compile("([0-9]+)([dhms])");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern BEGINS_AS_FRAME = Pattern.compile("[0-9]+[A-Za-z].*");
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})" + "(?:[ T](\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?Z?)?");

    static TimeFilter of(String operator, String value) {
        boolean all = SECONDS.matcher(value).matches();
        if (all || FRAME.matcher(value).matches()) {
            // "less than 7 days" is a date that is larger
            String turned = operator.equals("<") || operator.equals("=") ? ">" : "<";
            return new TimeFilter(all ? Long.parseLong(value) : frame(value), 0, turned);
        }
        Matcher m = DATE.matcher(value);
        if (!m.matches()) {
            boolean frame = BEGINS_AS_FRAME.matcher(value).matches();
            throw new QueryException(
                    frame ? QueryException.TIME_FRAME : QueryException.DATE,
                    frame ? "Time frame has a unit other than d, h, m, s" : "Date is not of the form YYYY-MM-DD");
        }
        if (operator.equals("~")) {
            throw new QueryException(QueryException.OPERATOR, "Operator ~ is not for dates");
        }
        try {
            LocalDateTime time =
                    LocalDateTime.of(part(m, 1), part(m, 2), part(m, 3), part(m, 4), part(m, 5), part(m, 6));
            return new TimeFilter(-1, time.toEpochSecond(ZoneOffset.UTC), operator);
        } catch (DateTimeException e) {
            throw new QueryException(QueryException.DATE, "Date is not in the calendar");
        }
    }

    private static int part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static long frame(String value) {
        long all = 0;
        for (Matcher m = PART.matcher(value); m.find(); ) {
            long unit = switch (m.group(2)) {
                case "d" -> 86_400;
                case "h" -> 3600;
                case "m" -> 60;
                default -> 1;
            };
            all += Long.parseLong(m.group(1)) * unit;
        }
        return all;
    }
}
