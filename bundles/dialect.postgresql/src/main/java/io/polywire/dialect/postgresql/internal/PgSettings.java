package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL 15's settings: names, types, ranges and initial values of its pg_settings. A value is shown as PostgreSQL
 * shows it. Settings of its planner, its files and its background work are kept and do nothing here, as they change no
 * answer there; a value that would change answers and is not honoured is refused.
 */
final class PgSettings implements SettingTable {
    static final PgSettings INSTANCE = new PgSettings();

    /** Only the initial value is what we do. */
    private static final Set<String> FIXED = Set.of(
            "array_nulls",
            "transform_null_equals",
            "quote_all_identifiers",
            "default_table_access_method",
            "exit_on_error",
            "timezone_abbreviations",
            "local_preload_libraries",
            "xmloption",
            "xmlbinary",
            "default_tablespace",
            "temp_tablespaces");

    private static final Set<String> C_LOCALES = Set.of("C", "POSIX", "C.UTF-8", "C.utf8", "");
    /** Settings of superusers that do what they say; the others keep their initial value. */
    private static final Set<String> SUPERUSER = Set.of("deadlock_timeout", "lc_messages");

    private final Map<String, SettingRow> rows = new HashMap<>();
    private final List<Setting> listed;

    private PgSettings() {
        List<Setting> all = new ArrayList<>(360);
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(PgSettings.class.getResourceAsStream("settings.tsv"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    add(SettingRow.parse(line), all);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        add(SettingRow.hidden("is_superuser", "internal", "off"), all);
        add(SettingRow.hidden("session_authorization", "user", ""), all);
        add(SettingRow.hidden("role", "user", "none"), all);
        add(SettingRow.hidden("seed", "user", "unavailable"), all);
        all.removeIf(s -> !s.listed());
        all.sort(Comparator.comparing(s -> s.name().toLowerCase(Locale.ROOT)));
        listed = List.copyOf(all);
    }

    private void add(SettingRow row, List<Setting> all) {
        rows.put(row.name().toLowerCase(Locale.ROOT), row);
        all.add(row.setting());
    }

    @Override
    public Setting find(String name) {
        SettingRow row = rows.get(name.toLowerCase(Locale.ROOT));
        if (row != null) {
            return row.setting();
        }
        return isCustom(name) ? new Setting(name, "", false) : null;
    }

    /** A name of two or more identifiers with points between them may be made up (manual, 20.16). */
    private static boolean isCustom(String name) {
        if (name.indexOf('.') < 0) {
            return false;
        }
        for (String part : name.split("\\.", -1)) {
            if (!part.matches("[A-Za-z_\\x80-\\uffff][A-Za-z0-9_$\\x80-\\uffff]*")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Setting> all() {
        return listed;
    }

    @Override
    public String check(Setting setting, List<String> values, String current, boolean superuser) {
        SettingRow row = rows.get(setting.name().toLowerCase(Locale.ROOT));
        if (row == null) {
            return single(setting.name(), values);
        }
        allow(row, superuser);
        String shown = value(row, values, current);
        boolean fixed = FIXED.contains(row.name())
                || row.context().equals("superuser") && !SUPERUSER.contains(row.name())
                || row.name().equals("session_replication_role");
        if (fixed && !shown.equals(setting.initial())) {
            throw SqlFailure.unsupported("parameter \"" + row.name() + "\" other than \"" + setting.initial() + "\"");
        }
        return shown;
    }

    /** The lists of names are read as names are: folded unless they are in quotes (SplitIdentifierString). */
    @Override
    public List<String> split(Setting setting, String text) {
        return switch (setting.name()) {
            case "search_path", "temp_tablespaces", "local_preload_libraries" -> SettingStyles.names(setting, text);
            default -> List.of(text);
        };
    }

    private static void allow(SettingRow row, boolean superuser) {
        String what = "parameter \"" + row.name() + "\" cannot be ";
        switch (row.context()) {
            case "internal" -> throw cannot(what + "changed");
            case "postmaster" -> throw cannot(what + "changed without restarting the server");
            case "sighup" -> throw cannot(what + "changed now");
            case "backend", "superuser-backend" -> throw cannot(what + "set after connection start");
            case "superuser" -> {
                if (!superuser) {
                    throw SqlFailure.of(
                            FailureKind.PRIVILEGE, "permission denied to set parameter \"" + row.name() + '"');
                }
            }
            default -> {
                // anybody may
            }
        }
    }

    private static SqlFailure cannot(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("55P02").build();
    }

    private static String single(String name, List<String> values) {
        if (values.size() != 1) {
            throw SqlFailure.build(FailureKind.DATA, "SET " + name + " takes only one argument")
                    .sqlState("22023")
                    .build();
        }
        return values.get(0);
    }

    private static String value(SettingRow row, List<String> values, String current) {
        String name = row.name();
        switch (name) {
            case "DateStyle":
                return SettingStyles.dateStyle(String.join(",", values), current);
            case "restrict_nonsystem_relation_kind":
                return kinds(values);
            case "search_path", "temp_tablespaces", "local_preload_libraries":
                return SettingStyles.list(values);
            default:
                break;
        }
        String v = single(name, values);
        return switch (row.type()) {
            case "bool" -> bool(row, v);
            case "integer", "real" -> SettingNumbers.check(row, v);
            case "enum" -> word(row, v);
            default -> string(row, v);
        };
    }

    /** Kinds of relations that are not to be read (src/backend/tcop/postgres.c, check_restrict_nonsystem_relation_kind). */
    private static String kinds(List<String> values) {
        // a list in one string is a list as well, for this setting does not quote its words
        String shown = String.join(", ", values);
        for (String word : shown.isBlank() ? new String[0] : shown.split(",", -1)) {
            String v = word.trim();
            if (!v.equalsIgnoreCase("view") && !v.equalsIgnoreCase("foreign-table")) {
                throw SqlFailure.build(
                                FailureKind.DATA,
                                "invalid value for parameter \"restrict_nonsystem_relation_kind\": \"" + shown + '"')
                        .sqlState("22023")
                        .detail("Unrecognized key word: \"" + v + "\".")
                        .build();
            }
        }
        return shown;
    }

    private static String bool(SettingRow row, String text) {
        Boolean b = truth(text);
        if (b == null) {
            throw SqlFailure.build(FailureKind.DATA, "parameter \"" + row.name() + "\" requires a Boolean value")
                    .sqlState("22023")
                    .build();
        }
        return b ? "on" : "off";
    }

    /** As PostgreSQL reads a Boolean: any beginning of a word that is one word's only. */
    private static Boolean truth(String text) {
        String t = text.toLowerCase(Locale.ROOT);
        if (t.isEmpty()) {
            return null;
        }
        if ("true".startsWith(t) || "yes".startsWith(t) || t.equals("on") || t.equals("1")) {
            return true;
        }
        if ("false".startsWith(t) || "no".startsWith(t) || t.equals("of") || t.equals("off") || t.equals("0")) {
            return false;
        }
        return null;
    }

    private static String word(SettingRow row, String text) {
        for (String w : row.words()) {
            if (w.equalsIgnoreCase(text)) {
                return w;
            }
        }
        // Words that a list of values does not show, for those whose values are Booleans too.
        Boolean b = row.words().contains("on") ? truth(text) : null;
        if (b != null) {
            return b ? "on" : "off";
        }
        throw invalid(row.name(), text, "Available values: " + String.join(", ", row.words()) + ".");
    }

    private static String string(SettingRow row, String text) {
        return switch (row.name()) {
            case "TimeZone" -> SettingStyles.zone(text);
            case "client_encoding" -> SettingStyles.encoding(text);
            case "application_name" -> SettingStyles.printable(text);
            case "lc_monetary", "lc_numeric", "lc_time", "lc_messages" -> {
                if (!C_LOCALES.contains(text)) {
                    throw SqlFailure.unsupported("parameter \"" + row.name() + "\" other than \"C\"");
                }
                yield text;
            }
            case "seed" -> throw SqlFailure.unsupported("parameter \"seed\"");
            default -> text;
        };
    }

    static SqlFailure invalid(String name, String value, String hint) {
        return SqlFailure.build(FailureKind.DATA, "invalid value for parameter \"" + name + "\": \"" + value + '"')
                .sqlState("22023")
                .hint(hint)
                .build();
    }
}
