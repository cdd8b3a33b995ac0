package io.polywire.itests.postgresql.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import io.polywire.itests.postgresql.wire.PgClient;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The catalog that a server has worked out, change after change of the schema, is the one that it reads from the file when
 * it starts anew.
 */
class KeptCatalogIT {
    /** What the catalogs say of objects that are not built in; where sequences stand is written ahead of use. */
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM pg_class WHERE oid >= 16384 ORDER BY oid",
            "SELECT * FROM pg_attribute WHERE attrelid >= 16384 ORDER BY attrelid, attnum",
            "SELECT oid, adrelid, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef ORDER BY adrelid, adnum",
            "SELECT *, pg_get_constraintdef(oid) FROM pg_constraint WHERE oid >= 16384 ORDER BY oid",
            "SELECT *, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid >= 16384 ORDER BY indexrelid",
            "SELECT * FROM pg_type WHERE oid >= 16384 ORDER BY oid",
            "SELECT * FROM pg_enum ORDER BY oid",
            "SELECT * FROM pg_namespace ORDER BY oid",
            "SELECT * FROM pg_depend WHERE objid >= 16384 ORDER BY classid, objid, objsubid, refclassid, refobjid, refobjsubid",
            "SELECT * FROM pg_description WHERE objoid >= 16384 ORDER BY objoid, classoid, objsubid",
            "SELECT seqrelid, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle FROM pg_sequence ORDER BY seqrelid",
            "SELECT schemaname, viewname, viewowner, definition FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                    + " ORDER BY schemaname, viewname",
            "SELECT * FROM pg_matviews ORDER BY schemaname, matviewname");

    /** Files that change most of what a schema can have; with {@code -Plong} all that are about objects. */
    private static final String FILES = "long".equals(System.getProperty("polywire.test.length"))
            ? "(5|9/sequences|8/enum|8/numeric|statements)/?.*"
            : "5/.*|statements/(create_objects|kept_texts|temporary_tables|view_rights|exclusion_kept)";

    @Test
    @DisplayName("after what the suite does to schemas")
    void isTheOneThatIsRead() throws IOException, SQLException {
        assumeThat(PolywireServer.isShipped()).isTrue();
        List<SuiteFile> files =
                SuiteFile.all().stream().filter(f -> f.name().matches(FILES)).toList();
        try (PolywireServer server = PolywireServer.start()) {
            Map<String, List<String>> before = new LinkedHashMap<>();
            int objects = 0;
            for (SuiteFile file : files) {
                server.database(file.database(false));
                new Runner(server.port(), PolywireServer.PASSWORD).run(file, false);
                List<String> catalog = catalog(server, file);
                before.put(file.name(), catalog);
                objects += catalog.size();
            }
            assertThat(objects).as("answers").isGreaterThan(1_000);
            server.restart();
            SoftAssertions same = new SoftAssertions();
            for (SuiteFile file : files) {
                same.assertThat(catalog(server, file)).as(file.name()).isEqualTo(before.get(file.name()));
            }
            same.assertAll();
        }
    }

    private static List<String> catalog(PolywireServer server, SuiteFile file) throws IOException {
        List<String> all = new ArrayList<>();
        try (PgClient client = PgClient.ready(
                server.port(), "test", PolywireServer.PASSWORD, file.database(false), "client_encoding", "UTF8")) {
            for (String query : QUERIES) {
                all.add(query);
                List<String> answer = Outcome.of(client.query(query, null)).lines();
                assertThat(answer).as("%s: %s", file.name(), query).noneMatch(line -> line.startsWith("E "));
                all.addAll(answer);
            }
        }
        return all;
    }
}
