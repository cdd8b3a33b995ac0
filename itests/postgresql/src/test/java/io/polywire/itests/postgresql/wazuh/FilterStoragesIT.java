package io.polywire.itests.postgresql.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.itests.postgresql.server.PrivatePostgres;
import io.polywire.query.Query;
import io.polywire.query.QueryCompiler;
import io.polywire.query.QueryException;
import io.polywire.query.QueryRequest;
import io.polywire.query.QueryResult;
import io.polywire.query.QueryRunner;
import io.polywire.query.QueryTable;
import io.polywire.query.QueryTable.Kind;
import io.polywire.query.WazuhTables;
import io.polywire.sql.Dialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same filters over SQLite and over PostgreSQL find the same: one tree, written by two dialects. */
class FilterStoragesIT {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1100), ZoneOffset.UTC);

    private static final QueryTable BOOKS = QueryTable.of("library.books", "isbn")
            .field("isbn", "isbn", Kind.TEXT)
            .field("title", "title", Kind.TEXT)
            .field("pages", "pages", Kind.NUMBER)
            .field("price", "price", Kind.NUMBER)
            .field("added", "added", Kind.DATE)
            .field("tags", "tags", Kind.LIST)
            .build();

    private static PrivatePostgres server;
    private static Connection postgresql;
    private static Connection sqlite;

    @BeforeAll
    static void connect() throws Exception {
        Assumptions.assumeTrue(PrivatePostgres.isInstalled());
        server = PrivatePostgres.start();
        postgresql =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", "test", "");
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = postgresql.createStatement()) {
            statement.execute("CREATE SCHEMA library");
        }
        try (Statement statement = sqlite.createStatement()) {
            statement.execute("ATTACH ':memory:' AS library");
        }
        for (Connection connection : List.of(postgresql, sqlite)) {
            agents(connection);
            books(connection);
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (server != null) {
            postgresql.close();
            sqlite.close();
            server.close();
        }
    }

    private static void agents(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String q = connection == postgresql ? "\"group\"" : "`group`";
            statement.execute("CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT, ip TEXT, register_ip TEXT,"
                    + " internal_key TEXT, os_name TEXT, os_version TEXT, os_major TEXT, os_minor TEXT, os_codename TEXT,"
                    + " os_build TEXT, os_platform TEXT, os_uname TEXT, os_arch TEXT, version TEXT, config_sum TEXT,"
                    + " merged_sum TEXT, manager_host TEXT, node_name TEXT, date_add INTEGER, last_keepalive BIGINT, "
                    + q
                    + " TEXT, group_config_status TEXT, connection_status TEXT, disconnection_time INTEGER, status_code"
                    + " INTEGER)");
            statement.execute("CREATE TABLE " + q + " (id INTEGER PRIMARY KEY, name TEXT)");
            statement.execute("CREATE TABLE belongs (id_agent INTEGER, id_group INTEGER)");
            statement.execute("INSERT INTO " + q + " VALUES (1, 'default'), (2, 'g1'), (3, 'Empty')");
            statement.execute("INSERT INTO belongs VALUES (1, 1), (2, 1), (2, 2)");
        }
        List<String> names =
                List.of("alpha", "Beta", "beta", "é", "É", "o'brien", "a%b", "a_b", "a\\b", "Zulu", "zeta");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO agent (id, name, os_platform, os_version,"
                        + " os_major, os_minor, version, date_add, last_keepalive, "
                        + (connection == postgresql ? "\"group\"" : "`group`")
                        + ", connection_status, status_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < 66; i++) {
                Object[] row = {
                    i,
                    i % 13 == 12 ? null : names.get(i % names.size()),
                    i % 4 == 0 ? "ubuntu" : i % 4 == 1 ? "debian" : i % 4 == 2 ? "" : null,
                    i % 5 + "." + i % 3,
                    i % 6 == 5 ? "10x" : i % 7 == 6 ? "" : i % 8 == 7 ? null : Integer.toString(i % 12),
                    Integer.toString(i % 3),
                    "Wazuh v4.14." + i % 2,
                    1000 + i,
                    i % 3 == 2 ? null : 2000L + i,
                    i % 3 == 2 ? null : i % 3 == 1 ? "default,g1" : "default",
                    i % 3 == 0 ? "active" : i % 3 == 1 ? "pending" : "never_connected",
                    i % 7
                };
                for (int column = 0; column < row.length; column++) {
                    insert.setObject(column + 1, row[column]);
                }
                insert.executeUpdate();
            }
        }
    }

    private static void books(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE library.books (isbn TEXT PRIMARY KEY, title TEXT, pages INTEGER, price"
                    + " DOUBLE PRECISION, added BIGINT, tags TEXT)");
            statement.execute("INSERT INTO library.books VALUES ('b-1', 'Ends and Means', 120, 9.5, 500, 'a,B'),"
                    + " ('b-2', 'means', 80, 10, 600, 'c'), ('B-3', NULL, NULL, NULL, NULL, NULL),"
                    + " ('a-4', 'Zen', 1000, 0.25, 1050, 'a')");
        }
    }

    private static CompletionStage<List<Map<String, Object>>> run(Connection connection, Dialect dialect, Query query) {
        String text = query.statement(dialect, Set.of()).text().replaceAll("[$?](\\d+)", "?");
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < query.parameters().size(); i++) {
                statement.setObject(i + 1, query.parameters().get(i));
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        Object value = result.getObject(i);
                        if (value != null) {
                            row.put(
                                    result.getMetaData().getColumnLabel(i),
                                    value instanceof Integer n ? Long.valueOf(n) : value);
                        }
                    }
                    rows.add(row);
                }
            }
            return CompletableFuture.completedFuture(rows);
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(new SQLException(text, e));
        }
    }

    private static QueryResult over(QueryTable table, Connection connection, Dialect dialect, QueryRequest request) {
        return new QueryRunner(new QueryCompiler(table, false, CLOCK), query -> run(connection, dialect, query))
                .run(request)
                .toCompletableFuture()
                .join();
    }

    /** What both find. */
    private static QueryResult both(QueryTable table, QueryRequest request, String as) {
        QueryResult first = over(table, sqlite, new SqliteDialect(), request);
        assertThat(over(table, postgresql, new PgDialect(), request)).as(as).isEqualTo(first);
        return first;
    }

    @Test
    @DisplayName("W33, W34, W35, W40: each form of a filter, search, order and page")
    void forms() {
        int rows = 0;
        for (String q : List.of(
                "name=BETA",
                "name!=beta",
                "name<beta",
                "name>Z",
                "name=é",
                "name~B",
                "name~a%b",
                "name~a\\b",
                "name=o'brien",
                "name=null",
                "name!=null",
                "(status=active,status=pending);id<10",
                "((id=1,id=2);name~a),id=7",
                "id>60",
                "id>60.5",
                "id=5.0",
                "id=1e1",
                "id~1",
                "id=abc",
                "id!=abc",
                "id>abc",
                "id<abc",
                "version=Wazuhv4.14.1",
                "group=default",
                "group!=g1",
                "group~G1",
                "group=null",
                "dateAdd<65s",
                "dateAdd>1970-01-01 00:17:00",
                "lastKeepAlive>2010,status_code=3")) {
            rows += both(WazuhTables.agents(), new QueryRequest().q(q).count(true), q)
                    .items()
                    .size();
        }
        assertThat(rows).isGreaterThan(400);
        for (String text : List.of("beta", "012", "a_b", "100", "É", "ubuntu", "%", "\\")) {
            for (boolean negated : List.of(false, true)) {
                both(
                        WazuhTables.agents(),
                        new QueryRequest().search(text, negated).count(true),
                        text + negated);
            }
        }
        for (String field : List.of("name", "os.version", "os.platform", "lastKeepAlive", "group", "id")) {
            for (boolean down : List.of(false, true)) {
                both(
                        WazuhTables.agents(),
                        new QueryRequest().sort(List.of(field), down).offset(7).limit(20),
                        field + down);
                both(
                        WazuhTables.agents(),
                        new QueryRequest()
                                .distinct(true)
                                .select(List.of(field))
                                .sort(List.of(field), down)
                                .count(true),
                        "distinct " + field);
                both(
                        WazuhTables.agents(),
                        new QueryRequest()
                                .groupBy(List.of(field, "status"))
                                .sort(List.of(field, "status"), down)
                                .count(true),
                        "groups " + field);
            }
        }
        assertThat(both(WazuhTables.groups(), new QueryRequest().q("count<2"), "groups")
                        .items())
                .isEqualTo(List.of(Map.of("name", "Empty", "count", 0L), Map.of("name", "g1", "count", 1L)));
        both(WazuhTables.agents(), new QueryRequest().rbac(List.of("001", "5", "x"), false), "allowed");
        both(
                WazuhTables.agents(),
                new QueryRequest().rbac(List.of("001", "5", "x"), true).count(true),
                "forbidden");
        both(WazuhTables.agents(), new QueryRequest().limit(null).offset(60), "no limit");
    }

    @Test
    @DisplayName("W33, W40: 500 filters by chance")
    void byChance() {
        Random random = new Random(7);
        List<String> terms = List.of(
                "name=beta",
                "name~a",
                "name!=Zulu",
                "id<30",
                "id>12.5",
                "group=g1",
                "group!=default",
                "os.platform=null",
                "status=active",
                "dateAdd<40s",
                "version~14.1",
                "os.major>1",
                "status_code!=3");
        for (int i = 0; i < 500; i++) {
            String q = any(random, terms);
            for (int n = random.nextInt(5); n > 0; n--) {
                String other = any(random, terms);
                q = random.nextBoolean()
                        ? "(" + q + ")" + (random.nextBoolean() ? ";" : ",") + other
                        : other + (random.nextBoolean() ? ";" : ",") + q;
            }
            both(
                    WazuhTables.agents(),
                    new QueryRequest()
                            .q(q)
                            .select(List.of("id", "name"))
                            .count(true)
                            .limit(1 + random.nextInt(50)),
                    q);
        }
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Test
    @DisplayName("W21, W33: a table that is not Wazuh's, in a schema of its own")
    void own() {
        assertThat(both(BOOKS, new QueryRequest().q("title~MEANS;price>9.75").select(List.of("isbn")), "price")
                        .items())
                .isEqualTo(List.of(Map.of("isbn", "b-2")));
        assertThat(both(BOOKS, new QueryRequest().select(List.of("isbn")), "order")
                        .items())
                .isEqualTo(List.of(
                        Map.of("isbn", "B-3"), Map.of("isbn", "a-4"), Map.of("isbn", "b-1"), Map.of("isbn", "b-2")));
        assertThat(both(BOOKS, new QueryRequest().q("tags=b").rbac(List.of("b-1", "a-4"), false), "tags")
                        .items())
                .hasSize(1);
        both(BOOKS, new QueryRequest().sort(List.of("price"), true), "price");
        both(BOOKS, new QueryRequest().search("10", false), "search");
        both(BOOKS, new QueryRequest().q("added<100s"), "date");
    }

    @Test
    @DisplayName("W31, W66: attacks find nothing and change nothing on either storage")
    void attacks() {
        for (String attack : List.of(
                "x' or '1'='1", "x\" or 1=1 --", "x') or 1=1 --", "\\' or 1=1 --", "$1 or 1=1", "x'||pg_sleep(9)||'")) {
            for (QueryRequest request : List.of(
                    new QueryRequest().q("name=" + attack),
                    new QueryRequest().q("group=" + attack),
                    new QueryRequest().search(attack, false),
                    new QueryRequest().filters(Map.of("name", List.of(attack))),
                    new QueryRequest().rbac(List.of(attack), false))) {
                QueryResult found;
                try {
                    found = both(WazuhTables.agents(), request, attack);
                } catch (QueryException refused) {
                    continue;
                }
                assertThat(found.items()).as(attack).isEmpty();
            }
        }
        assertThat(both(WazuhTables.agents(), new QueryRequest(), "all").items())
                .hasSize(66);
    }

    @Test
    @DisplayName("W33: what is as the original's is SQLite's alone, and refused by name elsewhere")
    void compatible() {
        Query query = new QueryCompiler(WazuhTables.agents(), true, CLOCK).rows(new QueryRequest().q("dateAdd<7d"));
        assertThat(query.statement(new SqliteDialect(), Set.of()).text()).contains("strftime(");
        assertThatThrownBy(() -> query.statement(new PgDialect(), Set.of()))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("dialect postgresql");
    }
}
