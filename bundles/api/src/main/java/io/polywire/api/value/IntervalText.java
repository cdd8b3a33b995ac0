package io.polywire.api.value;

/** Writes intervals in the four styles (manual, table 8.18). */
public final class IntervalText {
    private static final long HOUR = 3_600_000_000L;

    private IntervalText() {}

    /** Writes one in a style. */
    public static void write(int months, int days, long micros, TextStyle.Intervals style, TextOut out) {
        String s = switch (style) {
            case POSTGRES -> postgres(months, days, micros);
            case POSTGRES_VERBOSE -> verbose(months, days, micros);
            case SQL_STANDARD -> sql(months, days, micros);
            case ISO_8601 -> iso(months, days, micros);
        };
        out.text(s);
    }

    /** The form that travels inside; also the style iso_8601. */
    public static String iso(int months, int days, long micros) {
        if (months == 0 && days == 0 && micros == 0) {
            return "PT0S";
        }
        StringBuilder s = new StringBuilder("P");
        part(s, months / 12, 'Y');
        part(s, months % 12, 'M');
        part(s, days, 'D');
        if (micros != 0) {
            s.append('T');
            part(s, micros / HOUR, 'H');
            part(s, micros / 60_000_000 % 60, 'M');
            long rest = micros % 60_000_000;
            if (rest != 0) {
                if (rest < 0) {
                    s.append('-');
                }
                s.append(Math.abs(rest / 1_000_000));
                fraction(s, Math.abs(rest % 1_000_000));
                s.append('S');
            }
        }
        return s.toString();
    }

    private static void part(StringBuilder s, long v, char unit) {
        if (v != 0) {
            s.append(v).append(unit);
        }
    }

    private static void fraction(StringBuilder s, long micros) {
        if (micros != 0) {
            String f = Long.toString(1_000_000 + micros);
            int end = 7;
            while (f.charAt(end - 1) == '0') {
                end--;
            }
            s.append('.').append(f, 1, end);
        }
    }

    /** "1 year 2 mons -3 days +04:05:06.7": a part after a negative one shows its plus. */
    private static String postgres(int months, int days, long micros) {
        StringBuilder s = new StringBuilder();
        boolean before = unit(s, months / 12, "year", false);
        before = unit(s, months % 12, "mon", before);
        before = unit(s, days, "day", before);
        if (s.length() == 0 || micros != 0) {
            if (s.length() > 0) {
                s.append(' ');
            }
            s.append(micros < 0 ? "-" : before ? "+" : "");
            clock(s, micros, 2);
        }
        return s.toString();
    }

    private static boolean unit(StringBuilder s, int v, String name, boolean before) {
        if (v == 0) {
            return before;
        }
        if (s.length() > 0) {
            s.append(' ');
        }
        s.append(before && v > 0 ? "+" : "").append(v).append(' ').append(name).append(v == 1 ? "" : "s");
        return v < 0;
    }

    /** hh:mm:ss of the amount, without its sign. */
    private static void clock(StringBuilder s, long micros, int hourDigits) {
        String hours = Long.toString(Math.abs(micros / HOUR));
        s.append("0".repeat(Math.max(0, hourDigits - hours.length())))
                .append(hours)
                .append(':');
        two(s, Math.abs(micros / 60_000_000 % 60));
        s.append(':');
        two(s, Math.abs(micros / 1_000_000 % 60));
        fraction(s, Math.abs(micros % 1_000_000));
    }

    private static void two(StringBuilder s, long v) {
        s.append((char) ('0' + v / 10)).append((char) ('0' + v % 10));
    }

    /** "@ 1 year 2 mons -3 days 4 hours ago": signs are relative to the first part. */
    private static String verbose(int months, int days, long micros) {
        StringBuilder s = new StringBuilder("@");
        // 0: nothing written yet; otherwise the sign of the first part
        int sign = verbose(s, months / 12, "year", 0);
        sign = verbose(s, months % 12, "mon", sign);
        sign = verbose(s, days, "day", sign);
        sign = verbose(s, micros / HOUR, "hour", sign);
        sign = verbose(s, micros / 60_000_000 % 60, "min", sign);
        long rest = micros % 60_000_000;
        if (rest != 0) {
            boolean minus = rest < 0;
            if (sign == 0) {
                sign = minus ? -1 : 1;
                minus = false;
            } else if (sign < 0) {
                minus = !minus;
            }
            s.append(' ').append(minus ? "-" : "").append(Math.abs(rest / 1_000_000));
            fraction(s, Math.abs(rest % 1_000_000));
            s.append(Math.abs(rest) == 1_000_000 ? " sec" : " secs");
        }
        if (sign == 0) {
            s.append(" 0");
        }
        return sign < 0 ? s.append(" ago").toString() : s.toString();
    }

    private static int verbose(StringBuilder s, long v, String name, int sign) {
        if (v == 0) {
            return sign;
        }
        int first = sign == 0 ? (v < 0 ? -1 : 1) : sign;
        long shown = sign == 0 ? Math.abs(v) : v * sign;
        s.append(' ').append(shown).append(' ').append(name).append(shown == 1 ? "" : "s");
        return first;
    }

    /** "1-2 3 4:05:06"; with signs at each part if they differ. */
    private static String sql(int months, int days, long micros) {
        boolean negative = months < 0 || days < 0 || micros < 0;
        boolean positive = months > 0 || days > 0 || micros > 0;
        boolean yearMonth = months != 0;
        boolean dayTime = days != 0 || micros != 0;
        StringBuilder s = new StringBuilder();
        if (!negative && !positive) {
            return "0";
        }
        if (negative && positive || yearMonth && dayTime) {
            s.append(months < 0 ? '-' : '+').append(Math.abs(months / 12)).append('-');
            s.append(Math.abs(months % 12));
            s.append(' ').append(days < 0 ? '-' : '+').append(Math.abs((long) days));
            s.append(' ').append(micros < 0 ? '-' : '+');
            clock(s, micros, 1);
            return s.toString();
        }
        if (negative) {
            s.append('-');
        }
        if (yearMonth) {
            return s.append(Math.abs(months / 12))
                    .append('-')
                    .append(Math.abs(months % 12))
                    .toString();
        }
        if (days != 0) {
            s.append(Math.abs((long) days)).append(' ');
        }
        clock(s, micros, 1);
        return s.toString();
    }
}
