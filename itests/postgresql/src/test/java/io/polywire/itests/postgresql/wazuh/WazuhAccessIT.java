package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.itests.r2db2.server.Home;
import io.polywire.query.MitreTables;
import io.polywire.query.QueryCompiler;
import io.polywire.query.QueryRequest;
import io.polywire.query.QueryResult;
import io.polywire.query.QueryRunner;
import io.polywire.query.QueryTable;
import io.polywire.query.WazuhTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may ask, and what each sees. */
class WazuhAccessIT {
    private static final String PASSWORD = "a-long-password-1";
    private static final String ME = System.getProperty("user.name");

    private static WazuhServer server;
    private static int tcp;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = new WazuhServer(home -> {
            home.set("router.audit", "events", "write, session, denied, violation");
            tcp = home.listener(
                    "tcp", "protocol", "wazuh-http", "dialect", "sqlite", "tls", "required", "auth", "token, password");
        });
        try (WazuhDbConnection connection = server.connect();
                Connection admin = server.psql("main");
                Statement statement = admin.createStatement()) {
            fill(connection, 10);
            statement.execute("CREATE USER reader PASSWORD '" + PASSWORD + "'");
            statement.execute("GRANT pg_read_all_data TO reader");
            statement.execute("CREATE USER stranger PASSWORD '" + PASSWORD + "'");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Home.distribution().resolve("bin/polywire").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", server.home().root().toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return said.strip();
    }

    private static SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(server.home().root().resolve("data/tls/self-signed.crt"))) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static WazuhDbHttpClient https(SSLContext trust, String token) {
        return WazuhDbHttpClient.tls(server.options(), "127.0.0.1", tcp, trust, token);
    }

    private static String refusal(WazuhDbHttpClient client) {
        return catchThrowableOfType(WazuhException.class, client::getAgentIds).getMessage();
    }

    @Test
    @DisplayName(
            "W46, W68, W71: over TLS with a token; who has no right sees nothing, and a token that is revoked ends")
    void tokens() throws Exception {
        SSLContext trust = trust();
        String token = tool("token", "issue", "reader");
        String other = tool("token", "issue", "stranger");
        try (WazuhDbHttpClient reader = https(trust, token);
                WazuhDbHttpClient stranger = https(trust, other);
                WazuhDbHttpClient nobody = https(trust, null);
                WazuhDbHttpClient forger = https(trust, token.substring(0, token.length() - 1) + "x");
                WazuhDbHttpClient distrustful = https(null, token)) {
            assertThat(reader.getAgentIds()).hasSize(10);
            assertThat(reader.getAgentsSummary(List.of(1L, 2L)).status().active())
                    .isEqualTo(1);
            assertThat(reader.idle()).isEqualTo(1);
            assertThat(refusal(stranger)).startsWith("Error 2012 - HTTP status 500");
            assertThat(refusal(nobody)).startsWith("Error 2012 - HTTP status 401");
            assertThat(refusal(forger)).startsWith("Error 2012 - HTTP status 401");
            assertThat(refusal(distrustful)).startsWith("Error 2013");
        }
        tool("token", "revoke-all", "reader");
        try (WazuhDbHttpClient late = https(trust, token)) {
            Awaitility.await("the token is worth nothing").until(() -> isRefused(late));
        }
    }

    private static boolean isRefused(WazuhDbHttpClient client) {
        WazuhException refused = catchThrowableOfType(WazuhException.class, client::getAgentIds);
        return refused != null && refused.getMessage().startsWith("Error 2012 - HTTP status 401");
    }

    @Test
    @DisplayName(
            "W46: one token of a user goes on the black list: it ends, on a connection that is kept too, and his other goes on")
    void blackList() throws Exception {
        SSLContext trust = trust();
        String first = tool("token", "issue", "reader", "--comment", "first");
        String second = tool("token", "issue", "reader", "--comment", "second");
        try (WazuhDbHttpClient one = https(trust, first);
                WazuhDbHttpClient two = https(trust, second)) {
            assertThat(one.getAgentIds()).isEqualTo(two.getAgentIds()).hasSize(10);
            assertThat(one.idle()).as("its connection is kept").isEqualTo(1);
            String id = first.split("_")[1];
            assertThat(tool("token", "list", "reader")).contains(id).doesNotContain(first);
            tool("token", "revoke", id);
            Awaitility.await("the connection that is kept gives nothing more").until(() -> isRefused(one));
            assertThat(two.getAgentIds()).hasSize(10);
            assertThat(tool("token", "list", "reader")).doesNotContain(id);
        }
    }

    @Test
    @DisplayName(
            "W46, W68: users, roles and what roles may see, made by SQL and by the tool; taken back, they see it no more")
    void roles() throws Exception {
        try (Connection admin = server.psql("wazuh_global");
                Statement statement = admin.createStatement()) {
            // the policies: columns for one role, some of the agents for another
            statement.execute(
                    "CREATE VIEW agents_of_g1 AS SELECT a.id, a.name FROM agent a JOIN belongs b ON b.id_agent = a.id"
                            + " JOIN \"group\" g ON g.id = b.id_group WHERE g.name = 'g1'");
            statement.execute("CREATE ROLE analysts");
            statement.execute("GRANT SELECT (id, name) ON agent TO analysts");
            tool("role", "add", "responders");
            Awaitility.await("the role that the tool has made is there")
                    .until(() -> state(admin, "GRANT SELECT ON agents_of_g1 TO responders") == null);
            statement.execute("CREATE USER ann PASSWORD '" + PASSWORD + "' IN ROLE analysts");
            statement.execute("CREATE USER bob PASSWORD '" + PASSWORD + "'");
            tool("user", "grant", "responders", "to", "bob");
            Awaitility.await("bob is known as its member")
                    .until(() -> WazuhServer.rows(admin, "SELECT pg_has_role('bob', 'responders', 'member')")
                            .contains("t"));
            try (WazuhDbConnection connection = server.connect()) {
                done(
                        connection,
                        "global set-agent-groups {\"mode\":\"override\",\"data\":[{\"id\":4,\"groups\":[\"g1\"]},"
                                + "{\"id\":7,\"groups\":[\"g1\"]}]}");
            }
            // the tables that say so
            assertThat(
                            WazuhServer.rows(
                                    admin,
                                    "SELECT r.rolname, m.rolname, r.rolcanlogin FROM pg_auth_members a JOIN pg_roles r ON"
                                            + " r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member WHERE m.rolname IN ('ann', 'bob') ORDER BY 2"))
                    .containsExactly("analysts|ann|f", "responders|bob|f");
            assertThat(WazuhServer.rows(
                            admin,
                            "SELECT column_name, privilege_type FROM information_schema.column_privileges WHERE"
                                    + " grantee = 'analysts' ORDER BY 1"))
                    .containsExactly("id|SELECT", "name|SELECT");
            try (Connection ann = psql("ann");
                    Connection bob = psql("bob")) {
                assertThat(WazuhServer.rows(ann, "select count(name) from agent"))
                        .containsExactly("11");
                assertThat(state(ann, "select internal_key from agent")).isEqualTo("42501");
                assertThat(state(ann, "select id from agents_of_g1")).isEqualTo("42501");
                assertThat(state(ann, "update agent set name = 'x'")).isEqualTo("42501");
                assertThat(WazuhServer.rows(bob, "select id from agents_of_g1 order by id"))
                        .containsExactly("4", "7");
                assertThat(state(bob, "select id from agent")).isEqualTo("42501");
                // taken back, with the statement that runs next
                statement.execute("REVOKE analysts FROM ann");
                assertThat(state(ann, "select id from agent")).isEqualTo("42501");
                tool("user", "revoke", "responders", "from", "bob");
                Awaitility.await("what the tool has written is read")
                        .until(() -> "42501".equals(state(bob, "select id from agents_of_g1")));
            }
            tool("user", "lock", "bob");
            Awaitility.await("who is locked does not come in").until(() -> {
                SQLException refused = catchThrowableOfType(
                        SQLException.class, () -> psql("bob").close());
                return refused != null && refused.getSQLState().startsWith("28");
            });
            statement.execute("DROP VIEW agents_of_g1");
        }
    }

    /** The SQLSTATE of what is refused, or null. */
    private static String state(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    private static QueryResult agents(WazuhDbConnection connection, List<String> allowed, QueryRequest request) {
        QueryRunner runner = new QueryRunner(
                new QueryCompiler(WazuhTables.agents()),
                query -> CompletableFuture.completedFuture(connection.execute("global sql " + query.literal())));
        return runner.run(request.rbac(allowed, false)).toCompletableFuture().join();
    }

    @Test
    @DisplayName(
            "W36, W68: two users of the query framework ask the same and see different rows, whatever their filters say")
    void keysByUser() {
        try (WazuhDbConnection connection = server.connect()) {
            for (String q : List.of(
                    "", "id>0", "status=active,status=pending", "id=1,id!=1", "name!=null", "(id=9;id=9),(id<100)")) {
                for (Map.Entry<String, List<String>> user : Map.of(
                                "ann", List.of("001", "002"), "bob", List.of("002", "009"), "eve", List.<String>of())
                        .entrySet()) {
                    QueryResult found = agents(
                            connection,
                            user.getValue(),
                            new QueryRequest()
                                    .select(List.of("id", "dateAdd"))
                                    .q(q)
                                    .count(true));
                    assertThat(found.items().stream().map(item -> String.format("%03d", ((Map<?, ?>) item).get("id"))))
                            .as("%s, %s", user.getKey(), q)
                            .containsExactlyElementsOf(user.getValue());
                    assertThat(found.items())
                            .allSatisfy(item -> assertThat(((Map<?, ?>) item).get("dateAdd"))
                                    .isNotNull());
                    assertThat(found.total()).isEqualTo(user.getValue().size());
                }
            }
        }
    }

    private static Connection psql(String user) throws SQLException {
        try (Connection admin = server.psql("main")) {
            String url = admin.getMetaData().getURL().replace("/main", "/wazuh_global");
            return DriverManager.getConnection(url, user, PASSWORD);
        }
    }

    @Test
    @DisplayName("W46, W68: two users of PostgreSQL's wire see different rows of the same agents")
    void rowsByUser() throws SQLException {
        try (Connection admin = server.psql("wazuh_global");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE VIEW agents_of_stranger AS SELECT id, name FROM agent WHERE id IN (1, 2)");
            statement.execute("GRANT SELECT ON agents_of_stranger TO stranger");
        }
        try (Connection reader = psql("reader");
                Connection stranger = psql("stranger")) {
            assertThat(WazuhServer.rows(reader, "select count(*) from agent")).containsExactly("11");
            assertThat(WazuhServer.rows(stranger, "select id from agents_of_stranger order by id"))
                    .containsExactly("1", "2");
            assertThat(catchThrowableOfType(
                                    SQLException.class, () -> WazuhServer.rows(stranger, "select count(*) from agent"))
                            .getSQLState())
                    .isEqualTo("42501");
        }
        try (WazuhDbConnection connection = server.connect()) {
            // what another wire adds does no harm to ours
            assertThat(connection.execute("global sql select id from agent where id = 3"))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "W69, W70: the user of the client's process stands in the audit trail, and may be one who is turned away")
    void processes() throws IOException {
        Path trail = server.home().root().resolve("logs/audit.jsonl");
        try (WazuhDbConnection connection = server.connect()) {
            done(connection, "global sql update agent set status_code = 7 where id = 1");
            Awaitility.await("the line is written")
                    .ignoreExceptions()
                    .until(() -> Files.readString(trail).contains("\"local " + ME + "\""));
            server.home().set("net-wazuh", "unix.users", "no-such-user");
            Awaitility.await("nobody else comes in")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        try (WazuhDbConnection next = server.connect()) {
                            return !next.isHealthy();
                        } catch (WazuhException refused) {
                            return true;
                        }
                    });
            // who is in stays
            assertThat(connection.isHealthy()).isTrue();
            assertThat(Files.readString(trail)).contains("its user is not one of unix.users");
            server.home().set("net-wazuh", "unix.users", "no-such-user, " + ME);
            Awaitility.await("the others do")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        try (WazuhDbConnection next = server.connect()) {
                            return next.isHealthy();
                        }
                    });
        }
    }

    private static QueryResult mitre(WazuhDbConnection connection, QueryTable table, QueryRequest request) {
        QueryRunner runner = new QueryRunner(
                new QueryCompiler(table),
                query -> CompletableFuture.completedFuture(connection.execute("mitre sql " + query.literal())));
        return runner.run(request).toCompletableFuture().join();
    }

    @Test
    @DisplayName("W26, W45: techniques, tactics, mitigations and what binds them, from the file at its own path")
    void techniques() throws SQLException {
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(done(connection, "mitre sql select count(*) as n from technique"))
                    .isNotEmpty();
            assertThat(server.home().root().resolve("var/db/mitre.db")).exists();
            try (Connection admin = server.psql("wazuh_mitre");
                    Statement statement = admin.createStatement()) {
                for (String sql : List.of(
                        "INSERT INTO tactic (id, name, short_name) VALUES ('ta1', 'Impact', 'impact'), ('ta2', 'Access', 'access')",
                        "INSERT INTO technique (id, name, deprecated, subtechnique_of) VALUES ('t1', 'Wipe', 0, NULL),"
                                + " ('t2', 'Wipe disk', 0, 't1'), ('t3', 'Old one', 1, NULL)",
                        "INSERT INTO mitigation (id, name) VALUES ('m1', 'Backups')",
                        "INSERT INTO \"group\" (id, name) VALUES ('g1', 'Bears')",
                        "INSERT INTO software (id, name, type) VALUES ('s1', 'Shred', 'tool')",
                        "INSERT INTO reference (id, source, external_id, url, type) VALUES ('t1', 'mitre-attack', 'T1485',"
                                + " 'https://example.org/T1485', 'technique')",
                        "INSERT INTO phase VALUES ('ta1', 't1'), ('ta1', 't2')",
                        "INSERT INTO mitigate VALUES ('m1', 't1')",
                        "INSERT INTO use VALUES ('g1', 'group', 's1', 'software'), ('s1', 'software', 't1', 'technique')")) {
                    statement.execute(sql);
                }
            }
            QueryResult found = mitre(
                    connection,
                    MitreTables.techniques(),
                    new QueryRequest()
                            .select(List.of("id", "name"))
                            .q("name~wipe;deprecated=0")
                            .sort(List.of("name"), true)
                            .count(true));
            assertThat(found.items())
                    .isEqualTo(List.of(Map.of("id", "t2", "name", "Wipe disk"), Map.of("id", "t1", "name", "Wipe")));
            assertThat(found.total()).isEqualTo(2);
            assertThat(ids(connection, MitreTables.phases(), "tactic_id=ta1", "tech_id"))
                    .containsExactly("t1", "t2");
            assertThat(ids(connection, MitreTables.mitigates(), "target_id=t1", "source_id"))
                    .containsExactly("m1");
            assertThat(ids(connection, MitreTables.uses(), "source_type=group", "target_id"))
                    .containsExactly("s1");
            assertThat(ids(connection, MitreTables.references(), "id=t1", "external_id"))
                    .containsExactly("T1485");
            assertThat(ids(connection, MitreTables.tactics(), "short_name=impact", "id"))
                    .containsExactly("ta1");
            assertThat(ids(connection, MitreTables.mitigations(), "name=backups", "id"))
                    .containsExactly("m1");
            assertThat(ids(connection, MitreTables.groups(), "name=bears", "id"))
                    .containsExactly("g1");
            assertThat(ids(connection, MitreTables.software(), "type=tool", "id"))
                    .containsExactly("s1");
            assertThat(connection.send("mitre sql delete from technique").status())
                    .isEqualTo("err");
        }
    }

    private static List<Object> ids(WazuhDbConnection connection, QueryTable table, String q, String field) {
        QueryResult found = mitre(
                connection,
                table,
                new QueryRequest().select(List.of(field)).q(q).sort(List.of(field), false));
        return found.items().stream()
                .<Object>map(item -> ((Map<?, ?>) item).get(field))
                .toList();
    }
}
