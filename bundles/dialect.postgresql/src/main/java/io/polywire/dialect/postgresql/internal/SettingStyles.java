package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.TextEncoding;
import io.polywire.api.value.Zone;
import io.polywire.sql.setting.Setting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings whose values have a form of their own. */
final class SettingStyles {
    private static final Pattern OFFSET = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern INTERVAL = Pattern.compile("INTERVAL '([+-]?)(\\d{1,3})(?::(\\d\\d))?'");
    /** A zone is at most a week away, as PostgreSQL's zones can be. */
    private static final int FURTHEST = 168 * 3600;

    private SettingStyles() {}

    private static final Pattern NAME = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([^\",\\s]+))\\s*(,|$)");

    /** The names of a list. */
    static List<String> names(Setting setting, String text) {
        List<String> names = new ArrayList<>();
        Matcher m = NAME.matcher(text);
        int at = 0;
        boolean more = !text.isBlank();
        while (more) {
            if (!m.find(at) || m.start() != at) {
                throw SqlFailure.build(
                                FailureKind.DATA,
                                "invalid value for parameter \"" + setting.name() + "\": \"" + text + '"')
                        .sqlState("22023")
                        .detail("List syntax is invalid.")
                        .build();
            }
            names.add(
                    m.group(1) == null
                            ? m.group(2).toLowerCase(Locale.ROOT)
                            : m.group(1).replace("\"\"", "\""));
            at = m.end();
            more = !m.group(3).isEmpty();
        }
        return names;
    }

    /** DateStyle: a style and an order, in any order, each optional (manual, 20.11.2). */
    static String dateStyle(String text, String current) {
        String style = null;
        String order = null;
        String implied = null;
        for (String w : text.isBlank() ? new String[0] : text.split(",")) {
            String word = w.trim().toUpperCase(Locale.ROOT);
            String s = null;
            String o = null;
            switch (word) {
                case "ISO", "SQL" -> s = word;
                case "GERMAN" -> {
                    s = "German";
                    implied = "DMY";
                }
                case "YMD" -> o = "YMD";
                case "DEFAULT" -> {
                    style = style == null ? "ISO" : style;
                    implied = "MDY";
                }
                default -> {
                    if (word.startsWith("POSTGRES")) {
                        s = "Postgres";
                    } else if (word.equals("DMY") || word.startsWith("EURO")) {
                        o = "DMY";
                    } else if (word.equals("MDY") || word.equals("US") || word.startsWith("NONEURO")) {
                        o = "MDY";
                    } else {
                        throw detailed(
                                text, "Unrecognized key word: \"" + w.trim().toLowerCase(Locale.ROOT) + "\".");
                    }
                }
            }
            if (s != null && style != null && !s.equals(style) || o != null && order != null && !o.equals(order)) {
                throw detailed(text, "Conflicting \"datestyle\" specifications.");
            }
            style = s == null ? style : s;
            order = o == null ? order : o;
        }
        String[] now = current.split(", ");
        return (style == null ? now[0] : style) + ", " + (order != null ? order : implied != null ? implied : now[1]);
    }

    private static SqlFailure detailed(String text, String detail) {
        return SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"DateStyle\": \"" + text + '"')
                .sqlState("22023")
                .detail(detail)
                .build();
    }

    /** A list of identifiers, shown quoted where it must be. */
    static String list(List<String> values) {
        StringBuilder s = new StringBuilder();
        for (String v : values) {
            s.append(s.isEmpty() ? "" : ", ").append(quoted(v));
        }
        return s.toString();
    }

    private static String quoted(String name) {
        boolean plain = name.matches("[a-z_][a-z0-9_]*") && isPlain(name);
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String name) {
        Keyword k = Keywords.find(name, 0, name.length());
        return k == null || Keywords.category(k.ordinal()) == Keyword.Category.UNRESERVED;
    }

    /**
     * A zone by name, or an offset in hours to the east, which is shown in POSIX form (check_timezone of PostgreSQL's
     * variable.c).
     */
    static String zone(String text) {
        Matcher interval = INTERVAL.matcher(text.trim());
        if (interval.matches()) {
            int minutes = Integer.parseInt(interval.group(2)) * 60
                    + (interval.group(3) == null ? 0 : Integer.parseInt(interval.group(3)));
            return distance(text, (interval.group(1).equals("-") ? -60.0 : 60.0) * minutes);
        }
        if (OFFSET.matcher(text).matches()) {
            return distance(text, Double.parseDouble(text.trim()) * 3600);
        }
        boolean leaps = text.regionMatches(true, 0, "right/", 0, 6);
        Zone zone = Zone.of(leaps ? text.substring(6) : text);
        if (zone == null) {
            throw PgSettings.invalid("TimeZone", text, null);
        }
        if (leaps || zone.hasLeapSeconds()) {
            throw SqlFailure.build(FailureKind.DATA, "time zone \"" + text + "\" appears to use leap seconds")
                    .sqlState("22023")
                    .detail("PostgreSQL does not support leap seconds.")
                    .build();
        }
        return zone.name();
    }

    /** Seconds to the east; what is below a second is cut off. */
    private static String distance(String text, double seconds) {
        if (Math.abs(seconds) >= FURTHEST) {
            throw SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"TimeZone\": \"" + text + '"')
                    .sqlState("22023")
                    .detail("UTC timezone offset is out of range.")
                    .build();
        }
        return Zone.ofOffset((int) seconds).name();
    }

    static String encoding(String value) {
        TextEncoding e = TextEncoding.named(value);
        if (e == null) {
            throw PgSettings.invalid("client_encoding", value, null);
        }
        if (!e.isKnown()) {
            throw SqlFailure.unsupported("conversion between " + e + " and UTF8");
        }
        return e.name();
    }

    /** What is not printable ASCII becomes a question mark; 63 bytes at most. */
    static String printable(String value) {
        StringBuilder s = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (s.length() < 63) {
                s.append(b < 32 || b > 126 ? '?' : (char) b);
            }
        }
        return s.toString();
    }
}
