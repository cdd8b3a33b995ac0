package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TextBuilder;
import io.polywire.api.value.TextStyle;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;
import io.polywire.dialect.postgresql.internal.rules.DateTimeTemplates.Kind;
import io.polywire.dialect.postgresql.internal.rules.DateTimeTemplates.Part;
import java.util.List;

/**
 * A date or time among the items of a path of SQL/JSON: what datetime() makes of a string.
 *
 * @param type date, time, timetz, timestamp or timestamptz
 * @param value days since 1970, microseconds of a day, or microseconds since 1970 (of a timestamptz: UTC)
 * @param east seconds that the zone of a timetz or timestamptz is ahead of UTC, which it is shown in
 */
record JsonPathTime(Type type, long value, int east) {
    /** Templates that are tried where none is given: the order is the server's. */
    private static final List<List<Part>> ISO = List.of(
                    "yyyy-mm-dd",
                    "HH24:MI:SS.USTZH:TZM",
                    "HH24:MI:SS.USTZH",
                    "HH24:MI:SSTZH:TZM",
                    "HH24:MI:SSTZH",
                    "HH24:MI:SS.US",
                    "HH24:MI:SS",
                    "yyyy-mm-dd HH24:MI:SS.USTZH:TZM",
                    "yyyy-mm-dd HH24:MI:SS.USTZH",
                    "yyyy-mm-dd HH24:MI:SSTZH:TZM",
                    "yyyy-mm-dd HH24:MI:SSTZH",
                    "yyyy-mm-dd\"T\"HH24:MI:SS.USTZH:TZM",
                    "yyyy-mm-dd\"T\"HH24:MI:SS.USTZH",
                    "yyyy-mm-dd\"T\"HH24:MI:SSTZH:TZM",
                    "yyyy-mm-dd\"T\"HH24:MI:SSTZH",
                    "yyyy-mm-dd HH24:MI:SS.US",
                    "yyyy-mm-dd HH24:MI:SS",
                    "yyyy-mm-dd\"T\"HH24:MI:SS.US",
                    "yyyy-mm-dd\"T\"HH24:MI:SS")
            .stream()
            .map(DateTimeTemplates::standard)
            .toList();

    /** A string in one of the forms of ISO 8601 and SQL; null if it is in none. */
    static JsonPathTime of(String text) {
        for (List<Part> template : ISO) {
            try {
                return read(text, template);
            } catch (SqlFailure another) {
                // it may have the form of one of the next
                continue;
            }
        }
        return null;
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22007").build();
    }

    /**
     * A string by a template (parse_datetime).
     *
     * @throws SqlFailure 22007, 22008, 0A000
     */
    static JsonPathTime read(String text, List<Part> template) {
        TemplateReader r = new TemplateReader(text, template, true);
        boolean dated = false;
        boolean timed = false;
        boolean zoned = false;
        int digits = -1;
        for (Part p : template) {
            if (p.kind() == Kind.FIELD) {
                switch (p.field()) {
                    case "A.M.", "P.M.", "AM", "PM", "HH", "HH12", "HH24", "MI", "SS", "MS", "US", "SSSS", "SSSSS" ->
                        timed = true;
                    case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> {
                        timed = true;
                        digits = p.field().charAt(2) - '0';
                    }
                    case "TZ", "OF", "TZH", "TZM" -> zoned = true;
                    case "FX" -> {
                        // says nothing of what is there
                    }
                    default -> dated = true;
                }
            }
        }
        if (dated && timed) {
            long local = Interval.round(r.local(), digits);
            return zoned
                    ? new JsonPathTime(
                            PgTypes.TIMESTAMPTZ,
                            Times.moment(local - r.zone("timestamptz") * Times.SECOND),
                            r.zone("timestamptz"))
                    : new JsonPathTime(PgTypes.TIMESTAMP, Times.moment(local), 0);
        }
        if (dated) {
            if (zoned) {
                throw invalid("datetime format is zoned but not timed");
            }
            return new JsonPathTime(PgTypes.DATE, r.date(), 0);
        }
        if (!timed) {
            throw invalid("datetime format is not dated and not timed");
        }
        long time = Interval.round(r.time(), digits);
        return zoned
                ? new JsonPathTime(PgTypes.TIMETZ, time, r.zone("timetz"))
                : new JsonPathTime(PgTypes.TIME, time, 0);
    }

    /** What type() says. */
    String typeName() {
        return PgTypes.display(type);
    }

    /** As jsonb has it (JsonEncodeDateTime). */
    String text() {
        TextBuilder out = new TextBuilder();
        switch (type.kind()) {
            case DATE -> DateTimeText.date(value, TextStyle.DEFAULT, out);
            case TIME -> DateTimeText.time(value, out);
            case TIME_TZ -> {
                DateTimeText.time(value, out);
                zone(out);
            }
            default -> {
                DateTimeText.timestamp(value + east * Times.SECOND, TextStyle.DEFAULT, out);
                String s = out.toString();
                int blank = s.indexOf(' ');
                TextBuilder zone = new TextBuilder();
                if (type.kind() == TypeKind.TIMESTAMP_TZ) {
                    zone(zone);
                }
                int era = s.indexOf(' ', blank + 1);
                int end = era < 0 ? s.length() : era;
                return s.substring(0, blank) + 'T' + s.substring(blank + 1, end) + zone + s.substring(end);
            }
        }
        return out.toString();
    }

    /** With minutes always, as XML Schema has it. */
    private void zone(TextBuilder out) {
        DateTimeText.offset(east, out);
        if (east % 3600 == 0) {
            out.u8(':').padded(0, 2);
        }
    }

    /**
     * How two compare (compareDatetime): below, at or above 0; null where values of their types do not.
     *
     * @param session the zone of the session where it may be asked for, otherwise null
     * @throws SqlFailure 0A000 if it would have to be asked for
     */
    Integer compare(JsonPathTime o, Zone session) {
        boolean ofDay = isOfDay();
        if (ofDay != o.isOfDay()) {
            return null;
        }
        if (ofDay) {
            boolean zoned = type.kind() == TypeKind.TIME_TZ || o.type.kind() == TypeKind.TIME_TZ;
            return zoned ? ofDay(session, o).compareTo(o.ofDay(session, this)) : Long.compare(value, o.value);
        }
        boolean moments = type.kind() == TypeKind.TIMESTAMP_TZ || o.type.kind() == TypeKind.TIMESTAMP_TZ;
        return moments ? Long.compare(moment(session, o), o.moment(session, this)) : Long.compare(local(), o.local());
    }

    private boolean isOfDay() {
        return type.kind() == TypeKind.TIME || type.kind() == TypeKind.TIME_TZ;
    }

    private long local() {
        return type.kind() == TypeKind.DATE ? Times.compared(value) : value;
    }

    private void needsZone(Zone session, JsonPathTime other) {
        if (session == null) {
            throw SqlFailure.build(
                            FailureKind.UNSUPPORTED,
                            "cannot convert value from " + type.name() + " to " + other.type.name()
                                    + " without time zone usage")
                    .hint("Use *_tz() function for time zone support.")
                    .build();
        }
    }

    private long moment(Zone session, JsonPathTime other) {
        if (type.kind() == TypeKind.TIMESTAMP_TZ) {
            return value;
        }
        needsZone(session, other);
        return Times.compared(local(), session);
    }

    private String ofDay(Zone session, JsonPathTime other) {
        if (type.kind() == TypeKind.TIME_TZ) {
            return Times.key(new TimeTz(value, east));
        }
        needsZone(session, other);
        // the zone's offset of today, as casts of time to timetz have it
        long now = System.currentTimeMillis() / 1000;
        return Times.key(new TimeTz(value, session.offsetAt(now)));
    }
}
