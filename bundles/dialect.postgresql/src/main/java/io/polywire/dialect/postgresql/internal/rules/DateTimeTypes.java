package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.Interval;
import io.polywire.api.value.IntervalReader;
import io.polywire.api.value.IntervalText;
import io.polywire.api.value.TextBuilder;
import io.polywire.api.value.TextStyle;
import io.polywire.api.value.TimeTz;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** date, time, timetz, timestamp, timestamptz and interval: their names, input, output, precision and casts. */
final class DateTimeTypes {
    private static final int ALL_DIGITS = 7;
    private static final Map<String, ScalarFunction> INPUT = new HashMap<>();
    private static final Map<String, ScalarFunction> OUTPUT = new HashMap<>();

    /** A date, and a time, that every DateStyle reads alike; what is behind it as a zone. */
    private static final Pattern PLAIN = Pattern.compile(
            "\\s*\\d{4,7}-\\d{1,2}-\\d{1,2}((\\s+|T)\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d*)?)?)?\\s*([+-]\\d{1,2}(:?\\d{2})?|Z)?(\\s*BC)?\\s*");

    private static final Pattern ZONED = Pattern.compile(".*:.*([+-]\\d{1,2}(:?\\d{2})?|Z)(\\s*BC)?\\s*");
    private static final Pattern PLAIN_TIME = Pattern.compile("\\s*\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d*)?)?\\s*");
    private static final Pattern ONE_FIELD = Pattern.compile("\\s*-\\d+(\\.\\d+)?\\s*[a-zA-Z]+\\s*");
    private static final Pattern ENDS = Pattern.compile("\\s*([+-]?infinity|epoch)\\s*", Pattern.CASE_INSENSITIVE);

    private DateTimeTypes() {}

    // --- names ----------------------------------------------------------------------------------------------------

    /** The type of a name and its modifiers; null if it is none of these. */
    static Type named(String word, String fields, List<Integer> modifiers) {
        Type t = switch (word) {
            case "date" -> PgTypes.DATE;
            case "time" -> PgTypes.TIME;
            case "timetz" -> PgTypes.TIMETZ;
            case "timestamp" -> PgTypes.TIMESTAMP;
            case "timestamptz" -> PgTypes.TIMESTAMPTZ;
            case "interval" -> PgTypes.INTERVAL;
            default -> null;
        };
        if (t == null) {
            return null;
        }
        if (modifiers.isEmpty() && fields == null) {
            return t;
        }
        if (t == PgTypes.DATE) {
            throw SqlFailure.build(FailureKind.SYNTAX, "type modifier is not allowed for type \"date\"")
                    .sqlState("42601")
                    .build();
        }
        int digits = 0;
        if (!modifiers.isEmpty()) {
            int n = modifiers.get(0);
            if (modifiers.size() > 1) {
                throw invalid("invalid type modifier");
            }
            String name = t == PgTypes.INTERVAL
                    ? "INTERVAL(" + n + ")"
                    : (t.name().startsWith("timestamp") ? "TIMESTAMP(" : "TIME(") + n + ")"
                            + (t.name().endsWith("tz") ? " WITH TIME ZONE" : "");
            if (n < 0) {
                throw invalid(name + " precision must not be negative");
            }
            // more is taken for six, with a warning
            int most = Math.min(n, 6);
            digits = most == 0 ? -1 : most;
        }
        return with(t, fields == null ? 0 : mask(fields), digits);
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    static Type with(Type t, int fields, int digits) {
        return new Type(t.kind(), t.name(), t.id(), fields, digits, 0, null);
    }

    private static int mask(String fields) {
        String[] ends = fields.split(" TO ");
        List<String> names = List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");
        int[] bits = {Interval.YEAR, Interval.MONTH, Interval.DAY, Interval.HOUR, Interval.MINUTE, Interval.SECOND};
        int mask = 0;
        for (int i = names.indexOf(ends[0]); i <= names.indexOf(ends[ends.length - 1]); i++) {
            mask |= bits[i];
        }
        return mask;
    }

    /** A column's type by its declaration; {@code a} is -1 where a precision of 0 is written, 0 where none is. */
    static Type stored(String name, int a, int b) {
        return switch (name) {
            case "date_days" -> PgTypes.DATE;
            case "uuid_blob" -> PgTypes.UUID;
            case "time_micros" -> with(PgTypes.TIME, 0, a);
            case "timetz_text" -> with(PgTypes.TIMETZ, 0, a);
            case "timestamp_micros" -> with(PgTypes.TIMESTAMP, 0, a);
            case "timestamptz_micros" -> with(PgTypes.TIMESTAMPTZ, 0, a);
            case "interval_text" ->
                with(PgTypes.INTERVAL, Math.max(a, 0), b == ALL_DIGITS ? 0 : b == 0 && a != 0 ? -1 : b);
            default -> null;
        };
    }

    // --- input ----------------------------------------------------------------------------------------------------

    /** The input function: a value in the type's carrier. */
    static Object read(String text, Type t, TextStyle style, Long now) {
        DateTimeReader r = new DateTimeReader(text, name(t), style);
        if (now != null) {
            r.at(now);
        }
        switch (t.kind()) {
            case INTERVAL:
                return IntervalReader.read(text, style, t.length()).iso();
            case TIME:
                r.readTime();
                return r.time();
            case TIME_TZ:
                return TimeTz.read(r).carrier();
            default:
        }
        r.read(true);
        if (r.infinity() != 0) {
            return r.infinity() > 0 ? Times.INFINITE : Times.MINUS_INFINITE;
        }
        if (t.kind() == TypeKind.DATE) {
            try {
                return Times.date(r.days());
            } catch (SqlFailure f) {
                throw Times.failure("22008", "date out of range: \"" + text + "\"");
            }
        }
        try {
            long local = Times.moment(r.days(), r.time());
            return t.kind() == TypeKind.TIMESTAMP ? local : Times.moment(local - r.offset() * Times.SECOND);
        } catch (SqlFailure f) {
            throw Times.failure("22008", "timestamp out of range: \"" + text + "\"");
        }
    }

    /** As errors of input functions name the type. */
    private static String name(Type t) {
        return t.kind() == TypeKind.TIME || t.kind() == TypeKind.TIMESTAMP ? t.name() : PgTypes.display(t);
    }

    /** Whether a text means the same in every session. */
    static boolean isConstant(String text, Type t) {
        return switch (t.kind()) {
            // SQL's style has a sign before the first of several fields stand for all of them (DecodeInterval of
            // datetime.c)
            case INTERVAL ->
                !text.strip().startsWith("-") || ONE_FIELD.matcher(text).matches();
            case TIME -> PLAIN_TIME.matcher(text).matches();
            case TIME_TZ -> ZONED.matcher(text).matches();
            case TIMESTAMP_TZ ->
                ENDS.matcher(text).matches()
                        || PLAIN.matcher(text).matches() && ZONED.matcher(text).matches();
            default -> ENDS.matcher(text).matches() || PLAIN.matcher(text).matches();
        };
    }

    private static BoundExpression literal(String text, Type to, int position) {
        Type plain = PgTypes.plain(to);
        Type fields = to.kind() == TypeKind.INTERVAL ? with(plain, to.length(), 0) : plain;
        if (isConstant(text, to)) {
            return new BoundConstant(read(text, fields, TextStyle.DEFAULT, null), plain);
        }
        if (!DateTimeReader.isMoving(text) || text.strip().equalsIgnoreCase("allballs")) {
            SqlFailure failure = null;
            for (String order : List.of("ISO, MDY", "ISO, DMY", "ISO, YMD")) {
                try {
                    read(text, fields, TextStyle.DEFAULT.with("DateStyle", order), 0L);
                    failure = null;
                    break;
                } catch (SqlFailure f) {
                    failure = failure == null ? f : failure;
                }
            }
            if (failure != null) {
                // what no setting lets it read is said at once
                throw failure;
            }
        }
        return input(new BoundConstant(text, PgTypes.TEXT), fields, position);
    }

    /** @param position of a literal, which errors point to; 0 for a value */
    private static BoundExpression input(BoundExpression text, Type to, int position) {
        return Functions.call(
                INPUT.get(to.name()),
                PgTypes.plain(to),
                text,
                SessionStyle.style(),
                SessionStyle.now(),
                new BoundConstant((long) to.length(), PgTypes.INT4),
                new BoundConstant((long) position, PgTypes.INT4));
    }

    // --- output ---------------------------------------------------------------------------------------------------

    /** The output function. */
    static String text(Object value, Type t, TextStyle style) {
        TextBuilder out = new TextBuilder();
        if (value instanceof Long v && t.kind() != TypeKind.TIME && Times.isInfinite(v)) {
            return v > 0 ? "infinity" : "-infinity";
        }
        switch (t.kind()) {
            case DATE -> DateTimeText.date((Long) value, style, out);
            case TIME -> DateTimeText.time((Long) value, out);
            case TIMESTAMP -> DateTimeText.timestamp((Long) value, style, out);
            case TIMESTAMP_TZ -> DateTimeText.timestampTz((Long) value, style, out);
            case TIME_TZ -> TimeTz.of((String) value).write(out);
            default -> {
                Interval i = Interval.of((String) value);
                IntervalText.write(i.months(), i.days(), i.micros(), style.intervals(), out);
            }
        }
        return out.toString();
    }

    private static Object fit(Object value, Type to) {
        int digits = to.precision() == 0 ? -1 : Math.max(to.precision(), 0);
        return switch (to.kind()) {
            case TIME -> Interval.round((Long) value, digits);
            case TIME_TZ -> {
                TimeTz t = TimeTz.of((String) value);
                yield new TimeTz(Interval.round(t.micros(), digits), t.east()).carrier();
            }
            case INTERVAL ->
                Interval.of((String) value).fit(to.length(), digits).iso();
            default -> {
                long v = (Long) value;
                yield Times.isInfinite(v) ? v : Times.moment(Interval.round(v, digits));
            }
        };
    }

    // --- registration ---------------------------------------------------------------------------------------------

    static void register(Registry r) {
        for (Type t : List.of(
                PgTypes.DATE, PgTypes.TIME, PgTypes.TIMETZ, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ, PgTypes.INTERVAL)) {
            type(r, t);
        }
        long day = Times.DAY;
        cast(r, PgTypes.DATE, PgTypes.TIMESTAMP, Casts.Context.IMPLICIT, Times::dateToTimestamp);
        cast(r, PgTypes.TIMESTAMP, PgTypes.DATE, Casts.Context.ASSIGNMENT, Times::timestampToDate);
        styled(r, PgTypes.DATE, PgTypes.TIMESTAMPTZ, (v, s) -> Times.dateToMoment(v, s.zone()));
        styled(r, PgTypes.TIMESTAMPTZ, PgTypes.DATE, (v, s) -> Times.timestampToDate(Times.toLocal(v, s.zone())));
        styled(r, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ, (v, s) -> Times.toMoment(v, s.zone()));
        styled(r, PgTypes.TIMESTAMPTZ, PgTypes.TIMESTAMP, (v, s) -> Times.toLocal(v, s.zone()));
        styled(r, PgTypes.TIMESTAMP, PgTypes.TIME, (v, s) -> Times.isInfinite(v) ? null : Math.floorMod(v, day));
        styled(
                r,
                PgTypes.TIMESTAMPTZ,
                PgTypes.TIME,
                (v, s) -> Times.isInfinite(v) ? null : Math.floorMod(Times.toLocal(v, s.zone()), day));
        styled(r, PgTypes.TIMESTAMPTZ, PgTypes.TIMETZ, (v, s) -> {
            if (Times.isInfinite(v)) {
                return null;
            }
            int east = s.zone().offsetAt(Math.floorDiv(v, Times.SECOND));
            return new TimeTz(Math.floorMod(v + east * Times.SECOND, day), east).carrier();
        });
        r.cast(
                PgTypes.TIME,
                PgTypes.INTERVAL,
                Casts.Context.IMPLICIT,
                Functions.brief("time_interval", 1, (in, out) -> out.putText(new Interval(0, 0, in.getLong(0)).iso())));
        r.cast(
                PgTypes.INTERVAL,
                PgTypes.TIME,
                Casts.Context.ASSIGNMENT,
                Functions.brief(
                        "interval_time",
                        1,
                        (in, out) -> out.putLong(
                                Math.floorMod(Interval.of(in.getText(0)).micros(), day))));
        r.cast(
                PgTypes.TIMETZ,
                PgTypes.TIME,
                Casts.Context.ASSIGNMENT,
                Functions.brief(
                        "timetz_time",
                        1,
                        (in, out) -> out.putLong(TimeTz.of(in.getText(0)).micros())));
        ScalarFunction zoned = Functions.brief("time_timetz", 3, (in, out) -> {
            int east = SessionStyle.of(in, 1).zone().offsetAt(Math.floorDiv(in.getLong(2), Times.SECOND));
            out.putText(new TimeTz(in.getLong(0), east).carrier());
        });
        r.cast(
                PgTypes.TIME,
                PgTypes.TIMETZ,
                Casts.Context.IMPLICIT,
                (e, to) -> Functions.call(zoned, to, e, SessionStyle.style(), SessionStyle.now()));
    }

    private static void type(Registry r, Type t) {
        INPUT.put(t.name(), Functions.brief("styled_in_" + t.name(), 5, (in, out) -> {
            Type fields = in.getLong(3) == 0 ? t : with(t, (int) in.getLong(3), 0);
            try {
                Registry.put(out, read(in.getText(0), fields, SessionStyle.of(in, 1), in.getLong(2)));
            } catch (SqlFailure f) {
                throw SqlFailure.build(f.kind(), f.getMessage())
                        .sqlState(f.sqlState())
                        .hint(f.hint())
                        .position((int) in.getLong(4))
                        .build();
            }
        }));
        OUTPUT.put(
                t.name(),
                Functions.brief(
                        "styled_out_" + t.name(),
                        2,
                        (in, out) -> out.putText(text(Casts.value(in, 0), t, SessionStyle.of(in, 1)))));
        TypeSupport s = TypeSupport.of(
                t,
                text -> read(text, t, TextStyle.DEFAULT, null),
                (e, to) -> SessionStyle.call(OUTPUT.get(t.name()), to, List.of(e)));
        if (t != PgTypes.DATE) {
            s = s.withFitter((v, to, context) -> fit(v, to));
        }
        if (t == PgTypes.INTERVAL) {
            s = s.withKey(Functions.brief(
                    "interval_key", 1, (in, out) -> out.putText(Times.key(Interval.of(in.getText(0))))));
        } else if (t == PgTypes.TIMETZ) {
            s = s.withKey(
                    Functions.brief("timetz_key", 1, (in, out) -> out.putText(Times.key(TimeTz.of(in.getText(0))))));
        }
        r.type(s);
        r.literal(t, DateTimeTypes::literal);
        for (Type text : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.NAME)) {
            r.cast(text, t, Casts.Context.EXPLICIT, (e, to) -> input(e, to, 0));
        }
    }

    private interface LongBody {
        long of(long v);
    }

    private interface StyledBody {
        Object of(long v, TextStyle style);
    }

    private static void cast(Registry r, Type from, Type to, Casts.Context context, LongBody body) {
        r.cast(
                from,
                to,
                context,
                Functions.brief(from.name() + "_" + to.name(), 1, (in, out) -> out.putLong(body.of(in.getLong(0)))));
    }

    private static void styled(Registry r, Type from, Type to, StyledBody body) {
        ScalarFunction f = Functions.brief(
                from.name() + "_" + to.name(),
                2,
                (in, out) -> Registry.put(out, body.of(in.getLong(0), SessionStyle.of(in, 1))));
        r.cast(
                from,
                to,
                ServerCatalog.all().cast(from.name(), to.name()),
                (e, t) -> SessionStyle.call(f, t, List.of(e)));
    }

    /** A value of the same carrier under another type. */
    static BoundExpression as(BoundExpression e, Type to) {
        return Functions.operation(Operation.AS_IS, to, e);
    }
}
