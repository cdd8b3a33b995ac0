package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.LiveRelation;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * System relations that are queries over others: PostgreSQL's own views as it has them, and those of ours over facts of the
 * moment, which stand in a schema that cannot be named by accident.
 */
final class CatalogViews {
    /** The schema of {@link LiveRelation}s and of what else own views are made of. */
    static final String LIVE = " live";

    private static final Set<String> NUMBERS = Set.of("connection_limit", "port", "pid", "halves", "bits");
    private static final Set<String> OIDS =
            Set.of("number", "id", "database_number", "owner_number", "high_half", "low_half");
    private static final Set<String> TIMES = Set.of("valid_until", "opened", "state_changed", "prepared", "created");
    private static final Set<String> TRUTHS = Set.of(
            "first",
            "superuser",
            "inherit",
            "create_role",
            "create_database",
            "login",
            "replication",
            "bypass_rls",
            "admin",
            "set",
            "by_sql",
            "held",
            "binary",
            "scrollable",
            "granted",
            "tls");
    private static final Set<String> TEXTS = Set.of(
            "value",
            "initial",
            "statement",
            "parameter_types",
            "address",
            "state",
            "rights",
            "member",
            "config",
            "comment",
            "transaction_number",
            "kind",
            "stored",
            "parameters",
            "xid",
            "mode",
            "version",
            "cipher",
            "subject",
            "serial",
            "issuer");

    private static final Map<String, String> QUERIES = new HashMap<>();
    private static final Map<Long, String[]> SHOWN = new HashMap<>();
    private static final Map<String, SystemRelation> MADE = new ConcurrentHashMap<>();

    static {
        for (String[] f : CatalogData.lines("views")) {
            String name = f[0] + "." + f[1];
            QUERIES.put(name, CatalogData.unescaped(f[2]));
            CatalogData.Definition d = CatalogData.definition(f[0], f[1]);
            SHOWN.put(d.oid(), new String[] {CatalogData.unescaped(f[3]), CatalogData.unescaped(f[4])});
        }
        for (String part : CatalogData.text("own_views.sql").split("(?m)^-- (?=pg_catalog\\.)")) {
            int end = part.indexOf('\n');
            if (part.startsWith("pg_catalog.")) {
                QUERIES.put(part.substring(0, end).trim(), part.substring(end + 1));
            }
        }
    }

    /** What this server has none of: PostgreSQL's views of it are empty. */
    private static final Set<String> EMPTY = Set.of(
            "pg_backend_memory_contexts",
            "pg_config",
            "pg_file_settings",
            "pg_hba_file_rules",
            "pg_ident_file_mappings",
            "pg_prepared_xacts",
            "pg_publication_tables",
            "pg_replication_origin_status",
            "pg_replication_slots",
            "pg_shmem_allocations",
            "pg_stat_progress_analyze",
            "pg_stat_progress_basebackup",
            "pg_stat_progress_cluster",
            "pg_stat_progress_copy",
            "pg_stat_progress_create_index",
            "pg_stat_progress_vacuum",
            "pg_stat_replication",
            "pg_stat_replication_slots",
            "pg_stat_subscription",
            "pg_stat_subscription_stats",
            "pg_stat_wal_receiver",
            "pg_stats",
            "pg_stats_ext",
            "pg_stats_ext_exprs",
            "pg_user_mappings",
            "column_options",
            "foreign_data_wrapper_options",
            "foreign_server_options",
            "foreign_table_options",
            "user_mapping_options");

    private CatalogViews() {}

    /** Whether a relation is one of these. */
    static boolean has(CatalogData.Definition d) {
        return QUERIES.containsKey(d.schema() + "." + d.name());
    }

    /** A relation that is a query. */
    static SystemRelation find(CatalogData.Definition d) {
        return MADE.computeIfAbsent(d.schema() + "." + d.name(), name -> {
            if (EMPTY.contains(d.name())) {
                return memory(d.name(), CatalogData.columns(d), List::of);
            }
            String text = QUERIES.get(name);
            Query query = (Query) ((ParsedStatement) PgDialect.parsed(text)).body();
            return new SystemRelation(
                    d.name(),
                    CatalogData.columns(d),
                    d.oid(),
                    null,
                    null,
                    new SystemRelation.View(query, text, guarded(d)));
        });
    }

    /** A relation that not everybody may read, as rights are asked on it; else null. */
    private static Relation guarded(CatalogData.Definition d) {
        if (GivenRights.isReadByAll(d.oid())) {
            return null;
        }
        List<RelationColumn> columns = new ArrayList<>();
        for (CatalogData.Column c : d.columns()) {
            columns.add(new RelationColumn(c.name(), columns.size() + 1, "", false, false, false, false));
        }
        Relation.Kind kind = d.kind() == 'v' ? Relation.Kind.VIEW : Relation.Kind.TABLE;
        return new Relation(
                (int) d.oid(),
                kind,
                d.schema(),
                d.name(),
                d.name(),
                null,
                columns,
                List.of(),
                List.of(),
                null,
                null,
                null,
                Map.of(),
                null);
    }

    /** Functions whose rows are those of a view. */
    private static final Map<String, String> OF_VIEWS = Map.of(
            "pg_show_all_settings", "pg_settings",
            "pg_cursor", "pg_cursors",
            "pg_prepared_statement", "pg_prepared_statements",
            "pg_lock_status", "pg_locks",
            "pg_available_extensions", "pg_available_extensions",
            "pg_available_extension_versions", "pg_available_extension_versions");

    /** Columns that a view has and its function has not. */
    private static final Set<String> OF_VIEWS_ONLY = Set.of("installed", "installed_version");

    /** The rows of a function without arguments; null for one whose rows are not those of a view. */
    static SystemRelation rowsOf(String function) {
        String view = OF_VIEWS.get(function);
        if (view == null) {
            return null;
        }
        return MADE.computeIfAbsent(function + "()", name -> {
            CatalogData.Definition d = CatalogData.definition("pg_catalog", view);
            List<SystemRelation.Column> columns = CatalogData.columns(d).stream()
                    .filter(c -> !OF_VIEWS_ONLY.contains(c.name()))
                    .toList();
            String text = QUERIES.getOrDefault("pg_catalog." + name, QUERIES.get("pg_catalog." + view));
            Query query = (Query) ((ParsedStatement) PgDialect.parsed(text)).body();
            return new SystemRelation(function, columns, 0, null, null, new SystemRelation.View(query, text, null));
        });
    }

    /** Queries of PostgreSQL's views by their numbers, as pg_get_viewdef writes them: with all parentheses, and without. */
    static Map<Long, String[]> shown() {
        return SHOWN;
    }

    // --- what own views are made of -------------------------------------------------------------------------------

    /** A relation of the schema {@link #LIVE}. */
    static SystemRelation live(String name) {
        return MADE.computeIfAbsent(LIVE + "." + name, n -> switch (name) {
            case "pg_authid", "pg_auth_members" -> builtIn(name);
            case "templates" -> templates();
            case "setting_kinds" -> kinds();
            default -> of(LiveRelation.valueOf(name.toUpperCase(Locale.ROOT)));
        });
    }

    private static SystemRelation builtIn(String name) {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", name);
        return memory(name, CatalogData.columns(d), () -> CatalogData.rows(name));
    }

    /** The databases that PostgreSQL makes others from; nobody connects to them here. */
    private static SystemRelation templates() {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_database");
        return memory(
                "templates",
                CatalogData.columns(d),
                () -> List.of(template(d, 1, "template1"), template(d, 4, "template0")));
    }

    private static Object[] template(CatalogData.Definition d, long oid, String name) {
        return new CatalogRows.Row(d)
                .set("oid", oid)
                .set("datname", name)
                .set("datdba", 10L)
                .set("encoding", 6L)
                .set("datlocprovider", "c")
                .set("datistemplate", true)
                .set("datconnlimit", -1L)
                .set("dattablespace", 1663L)
                .set("datcollate", "C")
                .set("datctype", "C.UTF-8")
                .set("datacl", "{=c/10,10=CTc/10}")
                .values();
    }

    private static SystemRelation kinds() {
        List<String> names = List.of(
                "name",
                "unit",
                "category",
                "short_desc",
                "extra_desc",
                "context",
                "vartype",
                "min_val",
                "max_val",
                "enumvals",
                "boot_val");
        Type texts = PgTypes.arrayOf(PgTypes.TEXT);
        return memory(
                "setting_kinds",
                names.stream()
                        .map(n -> new SystemRelation.Column(n, n.equals("enumvals") ? texts : PgTypes.TEXT, true))
                        .toList(),
                () -> CatalogData.lines("settings").stream()
                        .map(CatalogData::nullable)
                        .toList());
    }

    private static SystemRelation memory(
            String name, List<SystemRelation.Column> columns, java.util.function.Supplier<List<Object[]>> rows) {
        return new SystemRelation(
                name,
                columns,
                new MemoryRelation(
                        name, columns.stream().map(SystemRelation.Column::name).toList(), List.of(List.of(0)), rows));
    }

    private static SystemRelation of(LiveRelation live) {
        List<SystemRelation.Column> columns = live.columns().stream()
                .map(c -> new SystemRelation.Column(c, type(c), true))
                .toList();
        return new SystemRelation(live.name(), columns, 0, null, live, null);
    }

    private static Type type(String column) {
        if (OIDS.contains(column)) {
            return PgTypes.OID;
        }
        if (NUMBERS.contains(column)) {
            return PgTypes.INT4;
        }
        if (TIMES.contains(column)) {
            return PgTypes.TIMESTAMPTZ;
        }
        if (TRUTHS.contains(column)) {
            return PgTypes.BOOL;
        }
        return TEXTS.contains(column) ? PgTypes.TEXT : PgTypes.NAME;
    }

    /** The setting's value as pg_settings has it: a number of the setting's unit. */
    static String inUnits(String shown, String unit, String kind) {
        if (unit == null || !kind.equals("integer") && !kind.equals("real")) {
            return shown;
        }
        int digits = 0;
        while (digits < shown.length() && "-.0123456789".indexOf(shown.charAt(digits)) >= 0) {
            digits++;
        }
        String written = shown.substring(digits).trim();
        if (written.isEmpty()) {
            return shown;
        }
        double base = factor(unit);
        double value = Double.parseDouble(shown.substring(0, digits)) * factor(written) / base;
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Bytes or microseconds of a unit; "8kB" is a unit of eight. */
    private static double factor(String unit) {
        int digits = 0;
        while (Character.isDigit(unit.charAt(digits))) {
            digits++;
        }
        double many = digits == 0 ? 1 : Double.parseDouble(unit.substring(0, digits));
        return many
                * switch (unit.substring(digits)) {
                    case "B", "us" -> 1;
                    case "kB" -> 1024;
                    case "MB" -> 1 << 20;
                    case "GB" -> 1 << 30;
                    case "TB" -> 1L << 40;
                    case "ms" -> 1_000;
                    case "s" -> 1_000_000;
                    case "min" -> 60_000_000;
                    case "h" -> 3_600_000_000L;
                    case "d" -> 86_400_000_000L;
                    default -> throw SqlFailure.unsupported("unit " + unit);
                };
    }
}
