package io.polywire.dialect.sqlite.internal.foreign;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.value.UuidText;
import java.util.Locale;
import java.util.Set;

/**
 * The functions between what a column of another program stores and what a value of its type is in a statement. Each takes
 * the value and the column's name, which failures tell.
 *
 * <pre>
 *   type         read from                                        written as
 *   boolean      0, 1, true, false, yes, no, on, off, t, f, y, n  0, 1
 *   date         ISO 8601, Julian day, count since 1970           ISO 8601, or the count (foreign.times)
 *   timestamp    the same; an offset leads to UTC                 the same
 *   timestamptz  the same; without offset it is UTC               the same, text with +00:00
 *   time         HH:MM[:SS[.fraction]]                            the same
 *   numeric      integer, real, digits                            integer, real of at most 15 digits
 *   uuid         32 digits with or without hyphens, 16 bytes      digits with hyphens
 *   json         text that json_valid takes                       text
 *   text         anything but blobs                               text
 *   bytea        blobs                                            blobs
 * </pre>
 */
public final class Forms {
    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");

    private Forms() {}

    private interface Body {
        void call(FunctionArguments in, FunctionResult out);
    }

    /** Compared by its name, which says all: each rendering makes its own. */
    private record Form(String name, Body body) implements ScalarFunction {
        @Override
        public int arity() {
            return 2;
        }

        @Override
        public boolean strict() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (in.isNull(0)) {
                out.putNull();
            } else {
                body.call(in, out);
            }
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Form f && f.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    private static Form form(String name, Body body) {
        return new Form(name, body);
    }

    /** Fails: called for what is not of the type. */
    public static final ScalarFunction MISFIT_TEXT = form("pw_no_text", (in, out) -> {
        throw Misfit.unreadable(in.getText(1), in.kind(0), "text");
    });

    /** The same for json. */
    public static final ScalarFunction MISFIT_JSON = form("pw_no_json", (in, out) -> {
        throw Misfit.unreadable(in.getText(1), in.kind(0), "json");
    });

    private static final ScalarFunction READ_BOOLEAN = form("pw_read_bool", (in, out) -> out.putLong(truth(in)));
    private static final ScalarFunction READ_TIME = form("pw_read_time", (in, out) -> out.putLong(TimeForms.time(in)));
    private static final ScalarFunction READ_UUID = form("pw_read_uuid", (in, out) -> out.putBytes(uuid(in)));
    private static final ScalarFunction READ_BYTES = form("pw_read_bytes", (in, out) -> {
        if (in.kind(0) != Parameters.Kind.BYTES) {
            throw Misfit.unreadable(in.getText(1), in.kind(0), "bytea");
        }
        out.putBytes(in.getBytes(0));
    });

    private static final ScalarFunction WRITE_TIME =
            form("pw_write_time", (in, out) -> out.putText(TimeForms.timeText(in.getLong(0))));
    private static final ScalarFunction WRITE_UUID =
            form("pw_write_uuid", (in, out) -> out.putText(UuidText.write(in.getBytes(0))));
    private static final ScalarFunction WRITE_DECIMAL = form("pw_write_decimal", NumberForms::store);
    private static final ScalarFunction WRITE_TEXT = form("pw_write_text", NumberForms::keepText);

    private static long truth(FunctionArguments in) {
        switch (in.kind(0)) {
            case LONG -> {
                if (in.getLong(0) == 0 || in.getLong(0) == 1) {
                    return in.getLong(0);
                }
            }
            case UTF8 -> {
                String word = in.getText(0).strip().toLowerCase(Locale.ROOT);
                if (TRUE.contains(word) || FALSE.contains(word)) {
                    return TRUE.contains(word) ? 1 : 0;
                }
            }
            default -> {
                // neither a real nor a blob says yes or no
            }
        }
        throw Misfit.unreadable(in.getText(1), in.kind(0), "boolean");
    }

    private static byte[] uuid(FunctionArguments in) {
        if (in.kind(0) == Parameters.Kind.BYTES && in.getBytes(0).length == 16) {
            return in.getBytes(0);
        }
        if (in.kind(0) == Parameters.Kind.UTF8) {
            byte[] uuid = UuidText.read(in.getText(0).strip());
            if (uuid != null) {
                return uuid;
            }
        }
        throw Misfit.unreadable(in.getText(1), in.kind(0), "uuid");
    }

    /** The function that reads values of a type; null for json and text, which SQLite's own functions read. */
    public static ScalarFunction reading(Type t, IntegerTimes times) {
        String unit = times == IntegerTimes.MILLISECONDS ? "_ms" : "_s";
        return switch (t.kind()) {
            case BOOLEAN -> READ_BOOLEAN;
            case TIME -> READ_TIME;
            case UUID -> READ_UUID;
            case BYTES -> READ_BYTES;
            case DATE -> form("pw_read_date" + unit, (in, out) -> out.putLong(TimeForms.date(in, times)));
            case TIMESTAMP, TIMESTAMP_TZ ->
                form("pw_read_" + t.name() + unit, (in, out) -> out.putLong(TimeForms.timestamp(in, times, t.name())));
            case DECIMAL ->
                form(
                        "pw_read_decimal" + (t.precision() > 0 ? "_" + t.precision() + "_" + t.scale() : ""),
                        (in, out) -> out.putText(NumberForms.decimal(in, t.precision(), t.scale())));
            default -> null;
        };
    }

    /**
     * The function that makes what is stored of a value; null where that is the value itself.
     *
     * @param declared the column's type as its maker wrote it
     */
    public static ScalarFunction writing(Type t, String declared, IntegerTimes times) {
        String as = times.written() ? times.name().toLowerCase(Locale.ROOT) : "text";
        return switch (t.kind()) {
            case TIME -> WRITE_TIME;
            case UUID -> WRITE_UUID;
            case DECIMAL -> WRITE_DECIMAL;
            case JSON, TEXT -> Declaration.turnsText(declared) ? WRITE_TEXT : null;
            case DATE -> form("pw_write_date_" + as, (in, out) -> writeDate(in, out, times));
            case TIMESTAMP, TIMESTAMP_TZ ->
                form("pw_write_" + t.name() + "_" + as, (in, out) -> writeTimestamp(in, out, times, t.name()));
            default -> null;
        };
    }

    private static void writeDate(FunctionArguments in, FunctionResult out, IntegerTimes times) {
        long day = in.getLong(0);
        if (times.written()) {
            out.putLong(times.writeDay(day, in.getText(1)));
        } else {
            out.putText(TimeForms.dateText(day));
        }
    }

    private static void writeTimestamp(FunctionArguments in, FunctionResult out, IntegerTimes times, String type) {
        long micros = in.getLong(0);
        if (!times.written()) {
            out.putText(TimeForms.timestampText(micros, type.endsWith("tz")));
        } else if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw IntegerTimes.infinite(in.getText(1));
        } else {
            out.putLong(times.write(micros, in.getText(1)));
        }
    }
}
