package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Session;
import io.polywire.api.value.TextEncoding;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The settings that PostgreSQL 15 reports by ParameterStatus (manual, 55.2.7), and their names and values. */
final class Reported {
    private static final String VERSION = "15.18 (Polywire)";

    /** By lower-case name: the name as it is reported. */
    private static final Map<String, String> NAMES = new LinkedHashMap<>();
    /** By reported name: the value where the session has none. */
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        setting("application_name", "");
        setting("client_encoding", "UTF8");
        setting("DateStyle", "ISO, MDY");
        setting("default_transaction_read_only", "off");
        setting("in_hot_standby", "off");
        setting("integer_datetimes", "on");
        setting("IntervalStyle", "postgres");
        setting("is_superuser", "off");
        setting("server_encoding", "UTF8");
        setting("server_version", VERSION);
        setting("session_authorization", "");
        setting("standard_conforming_strings", "on");
        setting("TimeZone", "UTC");
    }

    private Reported() {}

    private static void setting(String name, String value) {
        NAMES.put(name.toLowerCase(Locale.ROOT), name);
        DEFAULTS.put(name, value);
    }

    static boolean is(String name) {
        return NAMES.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** A setting's name as it is reported, or as it is. */
    static String canonical(String name) {
        return NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }

    /**
     * A value as SHOW would give it.
     *
     * @throws SqlFailure 22023 for a value that cannot be, 0A000 for an encoding that is not offered
     */
    static String check(String name, String value) {
        return switch (name) {
            case "client_encoding" -> encoding(value);
            case "DateStyle" -> TextStyle.DEFAULT.with(name, value).dateStyleText();
            case "IntervalStyle" -> TextStyle.DEFAULT.with(name, value).intervalStyleText();
            case "TimeZone" -> TextStyle.DEFAULT.with(name, value).zone().name();
            case "application_name" -> printable(value);
            case "standard_conforming_strings" -> {
                yield switch (value.toLowerCase(Locale.ROOT)) {
                    case "on", "true", "yes", "1" -> "on";
                    case "off", "false", "no", "0" -> "off";
                    default ->
                        throw Failures.of(
                                FailureKind.DATA, "22023", "parameter \"" + name + "\" requires a Boolean value");
                };
            }
            case "extra_float_digits", "bytea_output" -> {
                // the value stays as it is written; that it can be is all that matters here
                TextStyle.DEFAULT.with(name, value);
                yield value;
            }
            case "is_superuser",
                    "server_version",
                    "server_encoding",
                    "integer_datetimes",
                    "in_hot_standby",
                    "session_authorization" ->
                throw Failures.of(FailureKind.SEMANTIC, "55P02", "parameter \"" + name + "\" cannot be changed");
            default -> value;
        };
    }

    private static String encoding(String value) {
        TextEncoding e = TextEncoding.named(value);
        if (e == null) {
            throw SqlFailure.build(
                            FailureKind.DATA, "invalid value for parameter \"client_encoding\": \"" + value + '"')
                    .sqlState("22023")
                    .build();
        }
        if (!e.isKnown()) {
            throw SqlFailure.unsupported("conversion between " + e + " and UTF8");
        }
        return e.name();
    }

    /** As PostgreSQL does: what is not printable ASCII becomes a question mark; 63 bytes at most. */
    static String printable(String value) {
        StringBuilder s = new StringBuilder();
        for (byte b : value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            if (s.length() < 63) {
                s.append(b < 32 || b > 126 ? '?' : (char) b);
            }
        }
        return s.toString();
    }

    /** Reports all, as a session begins; returns what it was told, in the order of the names. */
    static String[] all(Session session, Output out) {
        String[] told = new String[DEFAULTS.size()];
        int i = 0;
        for (Map.Entry<String, String> e : DEFAULTS.entrySet()) {
            told[i] = value(session, e.getKey(), e.getValue());
            Replies.parameterStatus(e.getKey(), told[i++], out);
        }
        return told;
    }

    /**
     * Reports what is not what the client was told last, in the order of the names.
     *
     * @param values by their reported names
     * @param told what the client was told, as {@link #all} has given it
     */
    static void changed(Map<String, String> values, String[] told, Output out) {
        int i = 0;
        for (String name : DEFAULTS.keySet()) {
            String value = values.get(name);
            if (value != null && !value.equals(told[i])) {
                told[i] = value;
                Replies.parameterStatus(name, value, out);
            }
            i++;
        }
    }

    private static String value(Session session, String name, String otherwise) {
        String now = session.setting(name);
        if (now != null) {
            return now;
        }
        return switch (name) {
            case "is_superuser" -> session.principal().superuser() ? "on" : "off";
            case "session_authorization" -> session.principal().name();
            default -> otherwise;
        };
    }

    /** What converts a session's text; null where it is UTF-8. */
    static Transcoder transcoder(String encoding) {
        TextEncoding e = encoding == null ? TextEncoding.UTF8 : TextEncoding.named(encoding);
        return e == null ? null : Transcoder.of(e);
    }

    /** The style that a session's settings ask for. */
    static TextStyle style(Session session) {
        TextStyle style = TextStyle.DEFAULT;
        for (String name :
                new String[] {"DateStyle", "TimeZone", "IntervalStyle", "bytea_output", "extra_float_digits"}) {
            String value = session.setting(name);
            if (value != null) {
                style = style.with(name, value);
            }
        }
        return style;
    }
}
