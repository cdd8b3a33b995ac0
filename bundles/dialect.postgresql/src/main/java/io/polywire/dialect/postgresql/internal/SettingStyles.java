package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.TextEncoding;
import io.polywire.api.value.Zone;
import io.polywire.sql.setting.Setting;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings whose values have a form of their own. */
final class SettingStyles {
    private static final Map<String, String> ZONES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private static final Pattern OFFSET = Pattern.compile("[+-]?\\d{1,3}(\\.\\d{1,6})?");
    private static final Pattern INTERVAL = Pattern.compile("INTERVAL '([+-]?)(\\d{1,3})(?::(\\d\\d))?'");

    static {
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!id.startsWith("SystemV/")) {
                ZONES.put(id, id);
            }
        }
        for (String id : List.of("EST", "MST", "HST")) {
            ZONES.put(id, id);
        }
    }

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

    /** A zone by name, or an offset in hours to the east, which is shown in POSIX form as PostgreSQL does. */
    static String zone(String text) {
        String t = text.trim();
        Matcher interval = INTERVAL.matcher(t);
        if (interval.matches()) {
            int minutes = Integer.parseInt(interval.group(2)) * 60
                    + (interval.group(3) == null ? 0 : Integer.parseInt(interval.group(3)));
            return posix((interval.group(1).equals("-") ? -60L : 60L) * minutes);
        }
        if (OFFSET.matcher(t).matches()) {
            long seconds = Math.round(Double.parseDouble(t) * 3600);
            if (Math.abs(seconds) > 168 * 3600L) {
                throw PgSettings.invalid("TimeZone", text, null);
            }
            return posix(seconds);
        }
        String known = ZONES.get(t);
        if (known != null) {
            return known;
        }
        // a POSIX form such as GMT-02:00
        Zone zone = Character.isLetter(t.isEmpty() ? ' ' : t.charAt(0)) || t.startsWith("<") ? Zone.of(t) : null;
        if (zone != null) {
            return zone.name();
        }
        throw PgSettings.invalid("TimeZone", text, null);
    }

    private static String posix(long seconds) {
        String east = hours(seconds);
        return "<" + (seconds < 0 ? "-" : "+") + east + ">" + (seconds < 0 ? "+" : "-") + east;
    }

    private static String hours(long seconds) {
        long s = Math.abs(seconds);
        String text = String.format(Locale.ROOT, "%02d", s / 3600);
        if (s % 3600 != 0) {
            text += String.format(Locale.ROOT, ":%02d", s / 60 % 60);
        }
        if (s % 60 != 0) {
            text += String.format(Locale.ROOT, ":%02d", s % 60);
        }
        return text;
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
