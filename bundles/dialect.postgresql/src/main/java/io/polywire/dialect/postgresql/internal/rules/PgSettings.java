package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.SettingRules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Settings that are served, with PostgreSQL 15's names and defaults. A value that would change what is not served is
 * refused, so that nothing is accepted without effect.
 */
public final class PgSettings implements SettingRules {
    /** The rules. */
    public static final PgSettings INSTANCE = new PgSettings();

    private enum Kind {
        /** Cannot be changed by SET. */
        FIXED,
        /** Any text. */
        TEXT,
        /** Milliseconds, or a number with a unit. */
        TIME,
        /** Only what is listed. */
        ONLY,
        FLOAT_DIGITS,
        ZONE,
        PATH
    }

    private record Setting(String name, Kind kind, String value, boolean reported, String... allowed) {}

    private static final Map<String, Setting> SETTINGS = new LinkedHashMap<>();

    static {
        add(new Setting("application_name", Kind.TEXT, "", true));
        add(new Setting("bytea_output", Kind.ONLY, "hex", false, "hex", "escape"));
        add(new Setting("client_encoding", Kind.ONLY, "UTF8", true, "UTF8"));
        add(new Setting("client_min_messages", Kind.ONLY, "notice", false, "notice"));
        add(new Setting("DateStyle", Kind.ONLY, "ISO, MDY", true, "ISO, MDY"));
        add(new Setting("default_transaction_read_only", Kind.ONLY, "off", true, "off"));
        add(new Setting("extra_float_digits", Kind.FLOAT_DIGITS, "1", false));
        add(new Setting("idle_in_transaction_session_timeout", Kind.TIME, "0", false));
        add(new Setting("in_hot_standby", Kind.FIXED, "off", true));
        add(new Setting("integer_datetimes", Kind.FIXED, "on", true));
        add(new Setting("IntervalStyle", Kind.ONLY, "postgres", true, "postgres"));
        add(new Setting("is_superuser", Kind.FIXED, null, true));
        add(new Setting("lock_timeout", Kind.TIME, "0", false));
        add(new Setting("max_identifier_length", Kind.FIXED, "63", false));
        add(new Setting("search_path", Kind.PATH, "\"$user\", public", false));
        add(new Setting("server_encoding", Kind.FIXED, "UTF8", true));
        add(new Setting("server_version", Kind.FIXED, "15.0 (Polywire)", true));
        add(new Setting("server_version_num", Kind.FIXED, "150000", false));
        add(new Setting("session_authorization", Kind.FIXED, null, true));
        add(new Setting("standard_conforming_strings", Kind.ONLY, "on", true, "on"));
        add(new Setting("statement_timeout", Kind.TIME, "0", false));
        add(new Setting("TimeZone", Kind.ZONE, "UTC", true));
    }

    private PgSettings() {}

    private static void add(Setting s) {
        SETTINGS.put(s.name().toLowerCase(Locale.ROOT), s);
    }

    private static Setting find(String name) {
        Setting s = SETTINGS.get(name.toLowerCase(Locale.ROOT));
        if (s == null) {
            // most of PostgreSQL's own are not here: not served is what can be said for certain
            throw SqlFailure.unsupported("setting \"" + name + "\"");
        }
        return s;
    }

    @Override
    public String canonical(String name) {
        return find(name).name();
    }

    @Override
    public Collection<String> names() {
        return Collections.unmodifiableCollection(
                SETTINGS.values().stream().map(Setting::name).toList());
    }

    @Override
    public String defaultValue(String canonical) {
        return find(canonical).value();
    }

    @Override
    public boolean isReported(String canonical) {
        return find(canonical).reported();
    }

    @Override
    public String check(String canonical, String value) {
        Setting s = find(canonical);
        return switch (s.kind()) {
            case FIXED ->
                throw SqlFailure.build(FailureKind.SEMANTIC, "parameter \"" + s.name() + "\" cannot be changed")
                        .sqlState("55P02")
                        .build();
            case TEXT -> printable(value);
            case TIME -> time(s, value);
            case FLOAT_DIGITS -> digits(s, value);
            case ZONE -> zone(s, value);
            case ONLY -> only(s, value);
            case PATH -> path(value);
        };
    }

    private static SqlFailure invalid(Setting s, String value) {
        return SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"" + s.name() + "\": \"" + value + "\"")
                .sqlState("22023")
                .build();
    }

    /** pg_clean_ascii: what is not printable ASCII becomes a question mark; NAMEDATALEN - 1 bytes at most. */
    private static String printable(String value) {
        StringBuilder b = new StringBuilder();
        for (byte c : value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            if (b.length() < 63) {
                b.append(c < 32 || c > 126 ? '?' : (char) c);
            }
        }
        return b.toString();
    }

    private static String time(Setting s, String value) {
        String v = value.trim();
        if (!v.matches("\\d{1,9}( ?(us|ms|s|min|h|d))?")) {
            throw invalid(s, value);
        }
        return v;
    }

    private static String digits(Setting s, String value) {
        if (!value.matches("[+-]?\\d{1,3}")) {
            throw invalid(s, value);
        }
        int n = Integer.parseInt(value);
        if (n < -15 || n > 3) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            n + " is outside the valid range for parameter \"" + s.name() + "\" (-15 .. 3)")
                    .sqlState("22023")
                    .build();
        }
        return Integer.toString(n);
    }

    private static String zone(Setting s, String value) {
        try {
            return ZoneId.of(value).getId();
        } catch (DateTimeException e) {
            throw invalid(s, value);
        }
    }

    private static String only(Setting s, String value) {
        String v = s.name().equals("client_encoding")
                        && value.toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9]", "")
                                .matches("utf8|unicode")
                ? "UTF8"
                : value;
        for (String allowed : s.allowed()) {
            if (allowed.equalsIgnoreCase(v) || s.name().equals("DateStyle") && v.equalsIgnoreCase("ISO")) {
                return allowed;
            }
        }
        throw SqlFailure.unsupported("the value \"" + value + "\" of setting \"" + s.name() + "\"");
    }

    private static String path(String value) {
        String plain = value.replace("\"", "").replace(" ", "");
        if (plain.equals("public") || plain.equals("$user,public")) {
            return plain.equals("public") ? "public" : "\"$user\", public";
        }
        throw SqlFailure.unsupported("a search_path other than public");
    }
}
