package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Interval;
import io.polywire.api.value.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** to_char, to_date and to_timestamp of dates and times: their templates (manual, 9.8). */
final class DateTimeTemplates {
    /** What a part of a template is. */
    enum Kind {
        FIELD,
        CHARACTER,
        SPACE,
        SEPARATOR
    }

    /**
     * A part of a template.
     *
     * @param kind what it is
     * @param text the keyword, or the one character
     * @param fill whether FM stands before it
     * @param localized whether TM stands before it
     * @param ordinal the suffix TH or th as written, or null
     */
    record Part(Kind kind, String text, boolean fill, boolean localized, String ordinal) {
        /** The field without regard to case. */
        String field() {
            return text.toUpperCase(java.util.Locale.ROOT);
        }
    }

    /** In the order in which they are tried: a longer one before its beginning. */
    private static final List<String> KEYWORDS = List.of(
            "A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "Day", "Dy", "D", "FF1", "FF2",
            "FF3", "FF4", "FF5", "FF6", "FX", "HH24", "HH12", "HH", "IDDD", "ID", "IW", "IYYY", "IYY", "IY", "I", "J",
            "MI", "MM", "MONTH", "MON", "MS", "Month", "Mon", "OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS", "SS",
            "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY", "YYY", "YY", "Y", "a.d.", "a.m.", "ad", "am", "b.c.",
            "bc", "cc", "day", "ddd", "dd", "dy", "d", "ff1", "ff2", "ff3", "ff4", "ff5", "ff6", "fx", "hh24", "hh12",
            "hh", "iddd", "id", "iw", "iyyy", "iyy", "iy", "i", "j", "mi", "mm", "month", "mon", "ms", "of", "p.m.",
            "pm", "q", "rm", "sssss", "ssss", "ss", "tzh", "tzm", "tz", "us", "ww", "w", "y,yyy", "yyyy", "yyy", "yy",
            "y");

    private static final int MOST = 500;
    private static final Map<String, List<Part>> KNOWN = new ConcurrentHashMap<>();
    private static final Map<String, List<Part>> KNOWN_STANDARD = new ConcurrentHashMap<>();

    private DateTimeTemplates() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        r.java(
                Functions.strict("to_char_timestamp", 2, (in, out) -> {
                    long v = in.getLong(0);
                    List<Part> template = of(in.getText(1));
                    if (template.isEmpty() || Times.isInfinite(v)) {
                        out.putNull();
                    } else {
                        out.putText(DateTimeWriter.of(v, 0, "").write(template));
                    }
                }),
                "to_char",
                text,
                PgTypes.TIMESTAMP,
                text);
        ScalarFunction zoned = Functions.strict("to_char_timestamptz", 3, (in, out) -> {
            long v = in.getLong(0);
            List<Part> template = of(in.getText(1));
            if (template.isEmpty() || Times.isInfinite(v)) {
                out.putNull();
                return;
            }
            Zone zone = SessionStyle.of(in, 2).zone();
            long seconds = Math.floorDiv(v, Times.SECOND);
            out.putText(DateTimeWriter.of(Times.toLocal(v, zone), zone.offsetAt(seconds), zone.abbreviationAt(seconds))
                    .write(template));
        });
        r.function("to_char", SessionStyle.styled(zoned), text, PgTypes.TIMESTAMPTZ, text);
        r.java(
                Functions.strict("to_char_interval", 2, (in, out) -> {
                    List<Part> template = of(in.getText(1));
                    if (template.isEmpty()) {
                        out.putNull();
                    } else {
                        out.putText(
                                DateTimeWriter.of(Interval.of(in.getText(0))).write(template));
                    }
                }),
                "to_char",
                text,
                PgTypes.INTERVAL,
                text);
        r.java(
                Functions.strict(
                        "to_date",
                        2,
                        (in, out) -> out.putLong(new TemplateReader(in.getText(0), of(in.getText(1))).date())),
                "to_date",
                PgTypes.DATE,
                text,
                text);
        ScalarFunction moment = Functions.strict(
                "to_timestamp_text",
                3,
                (in, out) -> out.putLong(new TemplateReader(in.getText(0), of(in.getText(1)))
                        .moment(SessionStyle.of(in, 2).zone())));
        r.function("to_timestamp", SessionStyle.styled(moment), PgTypes.TIMESTAMPTZ, text, text);
    }

    /** The parts of a template. */
    static List<Part> of(String template) {
        return known(template, KNOWN, t -> parse(t, false));
    }

    /**
     * The parts of a template of SQL/JSON, which has few separators.
     *
     * @throws SqlFailure 22007 for another separator
     */
    static List<Part> standard(String template) {
        return known(template, KNOWN_STANDARD, t -> parse(t, true));
    }

    private static List<Part> known(
            String template, Map<String, List<Part>> known, Function<String, List<Part>> parser) {
        List<Part> parts = known.get(template);
        if (parts == null) {
            parts = List.copyOf(parser.apply(template));
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(template, parts);
        }
        return parts;
    }

    private static List<Part> parse(String s, boolean standard) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < s.length()) {
            boolean fill = s.startsWith("FM", at) || s.startsWith("fm", at);
            boolean localized = s.startsWith("TM", at) || s.startsWith("tm", at);
            if (fill || localized) {
                at += 2;
            }
            String key = keyword(s, at);
            if (key != null) {
                at += key.length();
                String ordinal = null;
                if (s.startsWith("TH", at) || s.startsWith("th", at)) {
                    ordinal = s.substring(at, at + 2);
                    at += 2;
                } else if (s.startsWith("SP", at)) {
                    at += 2;
                }
                parts.add(new Part(Kind.FIELD, key, fill, localized, ordinal));
            } else if (at < s.length()) {
                if (standard && ("-./,':; \"").indexOf(s.charAt(at)) < 0) {
                    throw SqlFailure.build(
                                    FailureKind.DATA,
                                    "invalid datetime format separator: \"" + Character.toString(s.codePointAt(at))
                                            + "\"")
                            .sqlState("22007")
                            .build();
                }
                at = s.charAt(at) == '"' ? quoted(s, at + 1, parts) : character(s, at, parts);
            }
        }
        return parts;
    }

    private static String keyword(String s, int at) {
        for (String k : KEYWORDS) {
            if (s.startsWith(k, at)) {
                return k;
            }
        }
        return null;
    }

    private static int quoted(String s, int from, List<Part> parts) {
        int at = from;
        while (at < s.length()) {
            if (s.charAt(at) == '"') {
                return at + 1;
            }
            if (s.charAt(at) == '\\' && at + 1 < s.length()) {
                at++;
            }
            at = add(s, at, Kind.CHARACTER, parts);
        }
        return at;
    }

    private static int character(String s, int from, List<Part> parts) {
        int at = s.charAt(from) == '\\' && s.startsWith("\"", from + 1) ? from + 1 : from;
        int c = s.codePointAt(at);
        Kind kind = isSeparator(c) ? Kind.SEPARATOR : isSpace(c) ? Kind.SPACE : Kind.CHARACTER;
        return add(s, at, kind, parts);
    }

    private static int add(String s, int at, Kind kind, List<Part> parts) {
        int end = at + Character.charCount(s.codePointAt(at));
        parts.add(new Part(kind, s.substring(at, end), false, false, null));
        return end;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** Printable ASCII that is neither letter nor digit. */
    static boolean isSeparator(int c) {
        return c > 0x20 && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
