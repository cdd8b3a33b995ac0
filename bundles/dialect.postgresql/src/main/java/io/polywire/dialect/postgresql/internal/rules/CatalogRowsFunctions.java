package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.Zone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.TreeSet;

/** Functions in FROM that tell of the server: keywords, zones, access lists, and partitions, of which there are none. */
final class CatalogRowsFunctions {
    private CatalogRowsFunctions() {}

    private static Registry.RowsColumn column(String name, io.polywire.api.type.Type type) {
        return new Registry.RowsColumn(name, type);
    }

    static void register(Registry r) {
        r.rows(
                RowsFunction.strict("get_keywords", 0, (in, out) -> {
                    for (String[] f : CatalogData.lines("keywords")) {
                        out.row(f[0], f[1], f[2].equals("t") ? 1L : 0L, f[3], f[4]);
                    }
                }),
                "pg_get_keywords",
                List.of(
                        column("word", PgTypes.TEXT),
                        column("catcode", PgTypes.CHAR),
                        column("barelabel", PgTypes.BOOL),
                        column("catdesc", PgTypes.TEXT),
                        column("baredesc", PgTypes.TEXT)));
        r.rows(
                RowsFunction.strict("partition_tree", 1, (in, out) -> {}),
                "pg_partition_tree",
                List.of(
                        column("relid", PgTypes.REGCLASS),
                        column("parentrelid", PgTypes.REGCLASS),
                        column("isleaf", PgTypes.BOOL),
                        column("level", PgTypes.INT4)),
                PgTypes.REGCLASS);
        r.rows(
                RowsFunction.strict("partition_ancestors", 1, (in, out) -> {}),
                "pg_partition_ancestors",
                PgTypes.REGCLASS);
        r.rows(
                RowsFunction.changing("timezone_names", 0, (in, out) -> zones(out)),
                "pg_timezone_names",
                List.of(
                        column("name", PgTypes.TEXT),
                        column("abbrev", PgTypes.TEXT),
                        column("utc_offset", PgTypes.INTERVAL),
                        column("is_dst", PgTypes.BOOL)));
        r.rows(
                RowsFunction.strict("timezone_abbrevs", 0, (in, out) -> {
                    for (String[] f : CatalogData.lines("timezone_abbrevs")) {
                        out.row(
                                f[0],
                                java.time.Duration.ofSeconds(Integer.parseInt(f[1]))
                                        .toString(),
                                Long.valueOf(f[2]));
                    }
                }),
                "pg_timezone_abbrevs",
                List.of(
                        column("abbrev", PgTypes.TEXT),
                        column("utc_offset", PgTypes.INTERVAL),
                        column("is_dst", PgTypes.BOOL)));
        List<Registry.RowsColumn> tokens = List.of(
                column("tokid", PgTypes.INT4), column("alias", PgTypes.TEXT), column("description", PgTypes.TEXT));
        r.rows(
                RowsFunction.strict("token_type_of_number", 1, (in, out) -> {
                    if (in.getLong(0) != DEFAULT_PARSER) {
                        throw SqlFailure.of(
                                FailureKind.INTERNAL, "cache lookup failed for text search parser " + in.getLong(0));
                    }
                    tokens(out);
                }),
                "ts_token_type",
                tokens,
                PgTypes.OID);
        r.rows(
                RowsFunction.strict("token_type_of_name", 1, (in, out) -> {
                    if (!in.getText(0).equals("default") && !in.getText(0).equals("pg_catalog.default")) {
                        throw SqlFailure.of(
                                FailureKind.UNDEFINED_OBJECT,
                                "text search parser \"" + in.getText(0) + "\" does not exist");
                    }
                    tokens(out);
                }),
                "ts_token_type",
                tokens,
                PgTypes.TEXT);
        r.rows(
                RowsFunction.strict("options_to_table", 1, (in, out) -> {
                    for (String e : ArrayValue.read(in.getText(0)).elements()) {
                        int eq = e.indexOf('=');
                        out.row(eq < 0 ? e : e.substring(0, eq), eq < 0 ? null : e.substring(eq + 1));
                    }
                }),
                "pg_options_to_table",
                List.of(column("option_name", PgTypes.TEXT), column("option_value", PgTypes.TEXT)),
                PgTypes.arrayOf(PgTypes.TEXT));
    }

    /** The number of the only parser of text search that there is. */
    private static final long DEFAULT_PARSER = 3722;

    private static void tokens(RowsFunction.Rows out) {
        for (String[] f : CatalogData.lines("ts_token_types")) {
            out.row(Long.valueOf(f[0]), f[1], f[2]);
        }
    }

    private static void zones(RowsFunction.Rows out) {
        Instant now = Instant.now();
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            if (id.startsWith("SystemV/") || id.startsWith("Etc/") && id.length() > 20) {
                continue;
            }
            ZoneRules rules = ZoneId.of(id).getRules();
            int seconds = rules.getOffset(now).getTotalSeconds();
            String abbreviation = Zone.of(id).abbreviationAt(now.getEpochSecond());
            out.row(
                    id,
                    abbreviation,
                    java.time.Duration.ofSeconds(seconds).toString(),
                    rules.isDaylightSavings(now) ? 1L : 0L);
        }
    }
}
