package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.analyse.StorageParameter;
import io.polywire.sql.catalog.Relation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Storage parameters of tables, views, columns and indexes (manual, CREATE TABLE and CREATE INDEX; reloptions.c). */
final class StorageParameterRules {
    /** What a parameter takes. */
    private sealed interface Taken {}

    private record Bool() implements Taken {}

    private record Whole(long least, long most) implements Taken {}

    private record Real(double least, double most) implements Taken {}

    private record Word(Set<String> words, String detail) implements Taken {}

    private static final Map<String, Map<String, Taken>> KNOWN = new HashMap<>();

    private static void put(String of, String name, Taken taken) {
        KNOWN.computeIfAbsent(of, k -> new HashMap<>()).put(name, taken);
    }

    static {
        long most = Integer.MAX_VALUE;
        // these are of a table's TOAST table too
        for (String of : List.of("table", "toast")) {
            put(of, "autovacuum_enabled", new Bool());
            put(of, "vacuum_truncate", new Bool());
            put(of, "autovacuum_vacuum_threshold", new Whole(0, most));
            put(of, "autovacuum_vacuum_insert_threshold", new Whole(-1, most));
            put(of, "autovacuum_vacuum_cost_limit", new Whole(1, 10_000));
            put(of, "autovacuum_freeze_min_age", new Whole(0, 1_000_000_000));
            put(of, "autovacuum_multixact_freeze_min_age", new Whole(0, 1_000_000_000));
            put(of, "autovacuum_freeze_max_age", new Whole(100_000, 2_000_000_000));
            put(of, "autovacuum_multixact_freeze_max_age", new Whole(10_000, 2_000_000_000));
            put(of, "autovacuum_freeze_table_age", new Whole(0, 2_000_000_000));
            put(of, "autovacuum_multixact_freeze_table_age", new Whole(0, 2_000_000_000));
            put(of, "log_autovacuum_min_duration", new Whole(-1, most));
            put(of, "autovacuum_vacuum_cost_delay", new Real(0, 100));
            put(of, "autovacuum_vacuum_scale_factor", new Real(0, 100));
            put(of, "autovacuum_vacuum_insert_scale_factor", new Real(0, 100));
            put(
                    of,
                    "vacuum_index_cleanup",
                    new Word(
                            Set.of("auto", "on", "off", "true", "false", "yes", "no", "1", "0"),
                            "Valid values are \"on\", \"off\", and \"auto\"."));
        }
        put("table", "fillfactor", new Whole(10, 100));
        put("table", "toast_tuple_target", new Whole(128, 8160));
        put("table", "autovacuum_analyze_threshold", new Whole(0, most));
        put("table", "autovacuum_analyze_scale_factor", new Real(0, 100));
        put("table", "parallel_workers", new Whole(0, 1024));
        put("table", "user_catalog_table", new Bool());
        put("view", "security_barrier", new Bool());
        put("view", "security_invoker", new Bool());
        put(
                "view",
                Relation.CHECK_OPTION,
                new Word(Set.of("local", "cascaded"), "Valid values are \"local\" and \"cascaded\"."));
        put("column", "n_distinct", new Real(-1, Double.MAX_VALUE));
        put("column", "n_distinct_inherited", new Real(-1, Double.MAX_VALUE));
        for (String method : List.of("btree", "hash", "gist", "spgist")) {
            put(method, "fillfactor", new Whole(10, 100));
        }
        put("btree", "deduplicate_items", new Bool());
        put(
                "gist",
                "buffering",
                new Word(Set.of("on", "off", "auto"), "Valid values are \"on\", \"off\", and \"auto\"."));
        put("gin", "fastupdate", new Bool());
        put("gin", "gin_pending_list_limit", new Whole(64, most));
        put("brin", "pages_per_range", new Whole(1, 131_072));
        put("brin", "autosummarize", new Bool());
    }

    private StorageParameterRules() {}

    /** What is set after some are set or reset; every one is looked at. */
    static Map<String, String> changed(
            String of, Map<String, String> before, List<StorageParameter> given, boolean reset) {
        Map<String, String> after = new LinkedHashMap<>(before);
        Set<String> seen = new HashSet<>();
        for (StorageParameter p : given) {
            boolean toast = p.prefix() != null && p.prefix().equals("toast") && of.equals("table");
            if (p.prefix() != null && !toast) {
                throw wrong("unrecognized parameter namespace \"" + p.prefix() + "\"");
            }
            if (reset && p.value() != null) {
                throw SqlFailure.of(FailureKind.SYNTAX, "RESET must not include values for parameters");
            }
            String value = p.value() == null ? "true" : p.value();
            if (reset) {
                // there is no TOAST table that could have any
                after.remove(toast ? "" : p.name());
                continue;
            }
            if (of.equals("table") && p.name().equals("oids") && !toast) {
                if (bool(p.name(), value)) {
                    throw SqlFailure.of(FailureKind.UNSUPPORTED, "tables declared WITH OIDS are not supported");
                }
                continue;
            }
            if (!seen.add(toast + p.name())) {
                throw wrong("parameter \"" + p.name() + "\" specified more than once");
            }
            Taken taken = KNOWN.getOrDefault(toast ? "toast" : of, Map.of()).get(p.name());
            if (taken == null) {
                throw wrong("unrecognized parameter \"" + p.name() + "\"");
            }
            check(p.name(), value, taken);
            if (!toast) {
                after.remove(p.name());
                after.put(p.name(), value);
            }
        }
        return after;
    }

    private static SqlFailure wrong(String message) {
        return wrong(message, null);
    }

    private static SqlFailure wrong(String message, String detail) {
        return SqlFailure.build(FailureKind.DATA, message)
                .sqlState("22023")
                .detail(detail)
                .build();
    }

    private static void check(String name, String value, Taken taken) {
        if (taken instanceof Bool) {
            bool(name, value);
        } else if (taken instanceof Whole w) {
            double n = number(value, "invalid value for integer option \"" + name + "\": " + value);
            double rounded = Math.rint(n);
            if (rounded < w.least() || rounded > w.most()) {
                throw wrong(
                        "value " + value + " out of bounds for option \"" + name + "\"",
                        "Valid values are between \"" + w.least() + "\" and \"" + w.most() + "\".");
            }
        } else if (taken instanceof Real r) {
            double n = number(value, "invalid value for floating point option \"" + name + "\": " + value);
            if (n < r.least() || n > r.most()) {
                throw wrong(
                        "value " + value + " out of bounds for option \"" + name + "\"",
                        String.format(Locale.ROOT, "Valid values are between \"%f\" and \"%f\".", r.least(), r.most()));
            }
        } else if (taken instanceof Word w && !w.words().contains(value.toLowerCase(Locale.ROOT))) {
            throw wrong("invalid value for enum option \"" + name + "\": " + value, w.detail());
        }
    }

    private static double number(String value, String otherwise) {
        try {
            double n = Double.parseDouble(value);
            if (!Double.isNaN(n) && value.matches("[\\s0-9.eE+-]+")) {
                return n;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(otherwise);
    }

    /** parse_bool: words, or as much of them as tells them apart. */
    private static boolean bool(String name, String value) {
        String v = value.toLowerCase(Locale.ROOT);
        if (!v.isEmpty()) {
            if ("true".startsWith(v) || "yes".startsWith(v) || v.equals("on") || v.equals("1")) {
                return true;
            }
            boolean off = v.length() > 1 && "off".startsWith(v);
            if ("false".startsWith(v) || "no".startsWith(v) || off || v.equals("0")) {
                return false;
            }
        }
        throw wrong("invalid value for boolean option \"" + name + "\": " + value);
    }
}
