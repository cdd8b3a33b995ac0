package io.polywire.itests.postgresql.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.R2db2Driver;
import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who gets in, by each method, over each wire, with pgjdbc and the r2db2 driver; what the audit trail says of it; and that
 * none of the secrets that were used stands in any file or answer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {
    private static final String SECRET = "hmac-secret-of-the-issuer-0123456789abcdef";
    private static final String GOOD = "good-secret-of-all";
    private static final String BAD = "bad-secret-of-nobody";
    private static final String NEXT = "next-secret-of-all";
    /** The key that the server has made for itself. */
    private static final String OWN_KEY = "data/tls/self-signed.pem";

    @TempDir
    static Path folder;

    private static final List<String> SECRETS = new ArrayList<>(List.of(SECRET, GOOD, BAD, NEXT, Pki.PASSWORD));
    private static final Map<String, String> OPAQUE = new HashMap<>();
    private static final List<String> TOLD = new ArrayList<>();

    private static Home home;
    private static Polywire server;
    private static int postgres;
    private static int postgresPassword;
    private static int postgresCertificate;
    private static int postgresMd5;
    private static int wazuhHttp;
    private static int postgresAnonymous;
    private static int r2db2;
    private static Path clients;

    private record Case(
            String wire, String method, boolean tls, String who, String as, String secret, String expected) {}

    @BeforeAll
    static void start() throws Exception {
        home = new Home(folder.resolve("home"));
        Path config = home.root().resolve("config");
        Pki pki = new Pki(folder.resolve("pki"));
        clients = folder.resolve("pki");
        Pki.Authority authority = pki.authority("trusted");
        Path trusted = pki.pem("trusted");
        pki.client("alice", "alice", authority, 1, 20);
        pki.client("locked", "locked", authority, 1, 20);
        pki.client("nobody", "nobody", authority, 1, 20);
        pki.client("past", "alice", authority, 10, 5);
        pki.client("forged", "alice", pki.authority("stranger"), 1, 20);
        Files.writeString(config.resolve("token.secret"), SECRET + "\n");
        config.resolve("token.secret").toFile().setReadable(false, false);
        config.resolve("token.secret").toFile().setReadable(true, true);
        home.set("auth.token", "secret.file", "config/token.secret")
                .set("auth.token", "issuers", "it")
                .set("auth.token", "audiences", "polywire")
                .set("auth.token", "algorithms", "HS256")
                .set("auth.password", "mechanisms", "argon2, scram-sha-256, caching_sha2_password, srp256, md5")
                .set(
                        "router.gatekeeper",
                        "rules",
                        "listener=pgmd5 auth=md5; network=all auth=certificate,token,password,none")
                .set("router.gatekeeper", "delay.max.ms", 0)
                .set("router", "log", "error, performance, security, query, trace")
                .set("router.audit", "strangers.per.second", 1000)
                .set(
                        "router.audit",
                        "events",
                        "login,refusal,ban,violation,session,role,right,ddl,denied,transaction,write,read");
        postgres =
                home.listener("pgtoken", "protocol", "postgresql", "dialect", "postgresql", "auth", "token, password");
        postgresPassword =
                home.listener("pgpassword", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        postgresMd5 = home.listener("pgmd5", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        wazuhHttp = home.listener("whttp", "protocol", "wazuh-http", "auth", "token, password");
        postgresCertificate = home.listener(
                "pgcert", "protocol", "postgresql", "dialect", "postgresql", "auth", "certificate", "tls", "required");
        postgresAnonymous = home.listener("pganon", "protocol", "postgresql", "dialect", "postgresql", "auth", "none");
        home.set("net-pgcert", "tls.trust", trusted).set("net-pgcert", "tls.client.auth", "optional");
        r2db2 = home.listener("r2all", "auth", "certificate, token, password");
        home.set("net-r2all", "tls.trust", trusted).set("net-r2all", "tls.client.auth", "optional");
        server = Polywire.start(home);
        // each line of a private key by itself: nothing says that it would be written whole
        Files.readAllLines(home.root().resolve(OWN_KEY)).stream()
                .takeWhile(line -> !line.contains("END"))
                .filter(line -> !line.contains("BEGIN"))
                .forEach(SECRETS::add);
        try (Connection c = r2db2(server.port(), false, "auth", "password", "user", "test", "password", "test")) {
            assertThat(c.isValid(5)).isTrue();
            // in SQLite's SQL: it belongs to the installation
            c.createStatement().execute("CREATE TABLE made_elsewhere (a INTEGER)");
        }
        try (Connection c = admin();
                Statement s = c.createStatement()) {
            s.execute("CREATE USER alice PASSWORD '" + GOOD + "'");
            s.execute("CREATE USER expired PASSWORD '" + GOOD + "' VALID UNTIL '2001-01-01'");
            s.execute("CREATE USER locked PASSWORD '" + GOOD + "'");
            s.execute("CREATE ROLE nologin PASSWORD '" + GOOD + "'");
            // what some statements of the r2db2 wire touch is not known
            s.execute("GRANT pg_read_all_data TO alice");
        }
        opaque("good", "alice", "--days", "1");
        opaque("revoked", "alice", "--expires", "never");
        opaque("locked", "locked");
        opaque("no log-in", "nologin");
        tool("token", "revoke", OPAQUE.get("revoked").substring(4, 20));
        tool("user", "lock", "locked");
    }

    /** What the tool shows is the token and nothing else. */
    private static void opaque(String name, String user, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("token", "issue", user));
        arguments.addAll(List.of(options));
        String token = tool(arguments.toArray(String[]::new)).strip();
        assertThat(token).startsWith("pwt_").hasSize(64);
        OPAQUE.put(name, token);
        SECRETS.add(token.substring(21));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String tool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Home.distribution().resolve("bin/polywire").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.root().toString()));
        Process p = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).isZero();
        return said;
    }

    // --- connections ------------------------------------------------------------------------------------------------

    private static Properties properties(String... keysAndValues) {
        Properties p = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i + 1] != null) {
                p.setProperty(keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return p;
    }

    private static Connection postgresql(int port, boolean tls, String... keysAndValues) throws SQLException {
        Properties p = properties(keysAndValues);
        p.setProperty("sslmode", tls ? "require" : "disable");
        p.setProperty("gssEncMode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/main", p);
    }

    private static Connection r2db2(int port, boolean tls, String... keysAndValues) throws SQLException {
        Properties p = properties(keysAndValues);
        p.setProperty("tls", tls ? "require" : "off");
        p.setProperty("connectRetries", "1");
        return new R2db2Driver().connect(Polywire.url(port, "main"), p);
    }

    private static Connection admin() throws SQLException {
        return postgresql(postgresPassword, false, "user", "test", "password", "test");
    }

    private static Connection connect(Case c) throws SQLException {
        boolean certificate = c.method.equals("certificate");
        String store = certificate && c.secret != null
                ? clients.resolve(c.secret + ".p12").toString()
                : null;
        if (c.wire.equals("postgresql")) {
            int port = certificate
                    ? postgresCertificate
                    : c.method.equals("md5")
                            ? postgresMd5
                            : c.method.equals("token") || c.method.equals("clear password")
                                    ? postgres
                                    : postgresPassword;
            return postgresql(
                    port,
                    c.tls,
                    "user",
                    c.as,
                    "password",
                    certificate ? null : c.secret,
                    "sslkey",
                    store,
                    "sslpassword",
                    store == null ? null : Pki.PASSWORD);
        }
        String method = c.method.equals("clear password") ? "password" : c.method;
        return r2db2(
                r2db2,
                c.tls,
                "auth",
                method,
                "user",
                method.equals("token") ? null : c.as,
                "password",
                certificate ? null : c.secret,
                "tlsKeyStore",
                store,
                "tlsKeyStorePassword",
                store == null ? null : Pki.PASSWORD);
    }

    /** Over HTTP a log-in is a request; whatever is said to it but 401, whoever sent it was let in. */
    private static String overHttp(Case c) {
        try {
            URI uri = URI.create((c.tls ? "https" : "http") + "://127.0.0.1:" + wazuhHttp + "/v1/agents/ids");
            HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
            if (http instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(TrustAll.context().getSocketFactory());
                https.setHostnameVerifier((name, session) -> true);
            }
            String pair = Base64.getEncoder().encodeToString((c.as + ":" + c.secret).getBytes(StandardCharsets.UTF_8));
            http.setRequestProperty("Authorization", c.method.equals("token") ? "Bearer " + c.secret : "Basic " + pair);
            SECRETS.add(pair);
            int status = http.getResponseCode();
            try (InputStream body = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
                TOLD.add(body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            return status == 401 ? "28P01" : "in";
        } catch (IOException | GeneralSecurityException e) {
            return e.toString();
        }
    }

    private static String outcome(Case c) {
        if (c.wire.equals("wazuh-http")) {
            return overHttp(c);
        }
        try (Connection connection = connect(c);
                Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT 'in'")) {
            r.next();
            return r.getString(1);
        } catch (SQLException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                TOLD.add(String.valueOf(t.getMessage()));
            }
            return e.getSQLState();
        }
    }

    private static String token(String secret, String subject, long seconds) {
        String token = Tokens.signed(secret, subject, Instant.now().plusSeconds(seconds));
        SECRETS.add(token);
        return token;
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        String unsigned = Tokens.unsigned("alice", Instant.now().plusSeconds(300));
        SECRETS.add(unsigned);
        for (boolean tls : new boolean[] {false, true}) {
            String wire = "wazuh-http";
            all.add(new Case(wire, "clear password", tls, "good", "alice", GOOD, "in"));
            all.add(new Case(wire, "clear password", tls, "bad", "alice", BAD, "28P01"));
            all.add(new Case(wire, "clear password", tls, "expired", "expired", GOOD, "28P01"));
            all.add(new Case(wire, "clear password", tls, "unknown", "nobody", GOOD, "28P01"));
            all.add(new Case(wire, "clear password", tls, "locked", "locked", GOOD, "28P01"));
            all.add(new Case(wire, "token", tls, "good", "alice", token(SECRET, "alice", 302), "in"));
            all.add(new Case(wire, "token", tls, "bad (alg=none)", "alice", unsigned, "28P01"));
            all.add(new Case(wire, "token", tls, "expired", "alice", token(SECRET, "alice", -302), "28P01"));
            all.add(new Case(wire, "token", tls, "unknown", "nobody", token(SECRET, "nobody", 302), "28P01"));
            all.add(new Case(wire, "token", tls, "opaque, good", "alice", OPAQUE.get("good"), "in"));
            all.add(new Case(wire, "token", tls, "opaque, revoked", "alice", OPAQUE.get("revoked"), "28P01"));
            all.add(new Case(wire, "token", tls, "opaque, locked", "locked", OPAQUE.get("locked"), "28P01"));
        }
        for (String wire : List.of("postgresql", "r2db2")) {
            for (boolean tls : new boolean[] {false, true}) {
                List<String> passwords = wire.equals("postgresql")
                        ? List.of("password", "clear password", "md5")
                        : List.of("password", "clear password");
                for (String method : passwords) {
                    all.add(new Case(wire, method, tls, "good", "alice", GOOD, "in"));
                    all.add(new Case(wire, method, tls, "bad", "alice", BAD, "28P01"));
                    all.add(new Case(wire, method, tls, "expired", "expired", GOOD, "28P01"));
                    all.add(new Case(wire, method, tls, "unknown", "nobody", GOOD, "28P01"));
                    all.add(new Case(wire, method, tls, "locked", "locked", GOOD, "28P01"));
                    all.add(new Case(wire, method, tls, "no log-in", "nologin", GOOD, "28P01"));
                }
                all.add(new Case(wire, "token", tls, "good", "alice", token(SECRET, "alice", 300), "in"));
                all.add(new Case(
                        wire, "token", tls, "bad (other key)", "alice", token(BAD.repeat(3), "alice", 300), "28P01"));
                all.add(new Case(wire, "token", tls, "bad (alg=none)", "alice", unsigned, "28P01"));
                all.add(new Case(wire, "token", tls, "expired", "alice", token(SECRET, "alice", -300), "28P01"));
                all.add(new Case(wire, "token", tls, "unknown", "nobody", token(SECRET, "nobody", 300), "28P01"));
                all.add(new Case(wire, "token", tls, "locked", "locked", token(SECRET, "locked", 300), "28P01"));
                String good = OPAQUE.get("good");
                String forged = good.substring(0, 21) + OPAQUE.get("revoked").substring(21);
                all.add(new Case(wire, "token", tls, "opaque, good", "alice", good, "in"));
                all.add(new Case(wire, "token", tls, "opaque, bad", "alice", forged, "28P01"));
                all.add(new Case(wire, "token", tls, "opaque, cut short", "alice", good.substring(0, 63), "28P01"));
                all.add(new Case(wire, "token", tls, "opaque, revoked", "alice", OPAQUE.get("revoked"), "28P01"));
                all.add(new Case(wire, "token", tls, "opaque, locked", "locked", OPAQUE.get("locked"), "28P01"));
                all.add(new Case(wire, "token", tls, "opaque, no log-in", "nologin", OPAQUE.get("no log-in"), "28P01"));
                if (wire.equals("postgresql")) {
                    all.add(new Case(wire, "token", tls, "opaque, of another", "test", good, "28P01"));
                    all.add(new Case(
                            wire, "token", tls, "of another user", "test", token(SECRET, "alice", 301), "28P01"));
                }
            }
            // over TLS 1.3 a client learns of a certificate that is refused when it reads on
            all.add(new Case(wire, "certificate", true, "good", "alice", "alice", "in"));
            // a client has none to show of the authorities that the server names
            all.add(new Case(wire, "certificate", true, "bad (unknown CA)", "alice", "forged", "28000"));
            all.add(new Case(wire, "certificate", true, "expired", "alice", "past", "08"));
            all.add(new Case(wire, "certificate", true, "unknown", "nobody", "nobody", "28P01"));
            all.add(new Case(wire, "certificate", true, "locked", "locked", "locked", "28P01"));
            all.add(new Case(wire, "certificate", true, "of another user", "test", "alice", "28P01"));
            all.add(new Case(wire, "certificate", true, "none shown", "alice", null, "28000"));
            all.add(new Case(wire, "certificate", false, "in clear", "alice", null, "28000"));
        }
        return all;
    }

    // --- tests ------------------------------------------------------------------------------------------------------

    @Test
    @Order(1)
    void whoIsToGetInDoesAndNobodyElse() throws IOException {
        List<String> table = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Case c : cases()) {
            String outcome = outcome(c);
            boolean right = outcome != null
                    && (c.expected.equals("08") ? outcome.startsWith("08") : outcome.equals(c.expected));
            table.add(String.format(
                    "%-11s %-15s %-5s %-18s %s%s",
                    c.wire,
                    c.method,
                    c.tls ? "TLS" : "clear",
                    c.who,
                    outcome,
                    right ? "" : "   WRONG, not " + c.expected));
            if (!right) {
                wrong.add(table.get(table.size() - 1));
            }
        }
        System.out.println(String.join(System.lineSeparator(), table));
        Path report = Path.of("target", "access", "matrix.txt");
        Files.createDirectories(report.getParent());
        Files.write(report, table);
        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(2)
    void theTrailTellsWhoDidWhat() throws SQLException {
        try (Connection c = admin();
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE kept (a text) /* a comment */");
            s.execute("INSERT INTO kept VALUES ('some value')");
            s.execute("ALTER ROLE alice PASSWORD '" + NEXT + "'");
            fails(s, "ALTER ROLE absent PASSWORD '" + NEXT + "'", "42704");
            fails(s, "ALTER ROLE alice PASSWORD \"" + NEXT + "\"", "42601");
            s.execute("GRANT SELECT ON kept TO alice");
        }
        try (Connection c = postgresql(postgresPassword, true, "user", "alice", "password", NEXT);
                Statement s = c.createStatement()) {
            fails(s, "DELETE FROM kept", "42501");
            try (ResultSet r = s.executeQuery("SELECT count(rolpassword) FROM pg_authid")) {
                r.next();
                assertThat(r.getLong(1)).as("no password to be seen").isZero();
            }
        }
        // an address and a name that try to be lines of their own
        SECRETS.add("forged-by-a-client-with-" + BAD);
        outcome(new Case("postgresql", "password", false, "", "x\n{\"event\":\"login\",\"user\":\"forged\"}", BAD, ""));
        Path file = home.root().resolve("logs/audit.jsonl");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.readString(file).contains("u000a"));
        String trail = read(file);
        assertThat(trail.lines()).allMatch(l -> l.startsWith("{\"time\":\"") && l.endsWith("}"));
        assertThat(trail.lines()).noneMatch(l -> l.contains("\"user\":\"forged\""));
        has(trail, "\"event\":\"login\"", "\"user\":\"alice\"", "\"mechanism\":\"scram-sha-256\"", "\"tls\":\"none\"");
        has(
                trail,
                "\"event\":\"login\"",
                "\"user\":\"alice\"",
                "\"mechanism\":\"scram-sha-256-plus\"",
                "\"tls\":\"TLSv1.3\"");
        has(trail, "\"event\":\"login\"", "\"user\":\"alice\"", "\"method\":\"token\"", "\"protocol\":\"r2db2\"");
        has(trail, "\"event\":\"login\"", "\"user\":\"alice\"", "\"mechanism\":\"md5\"");
        has(trail, "\"event\":\"login\"", "\"user\":\"alice\"", "\"protocol\":\"wazuh-http\"");
        has(trail, "\"event\":\"login\"", "\"method\":\"certificate\"", "\"certificate\":\"CN=alice\"");
        has(trail, "\"event\":\"refusal\"", "\"user\":\"locked\"", "lock");
        has(trail, "\"event\":\"refusal\"", "\"method\":\"token\"", "expired");
        has(trail, "\"event\":\"violation\"", "TLS handshake failed");
        has(trail, "\"event\":\"role\"", "\"command\":\"ALTER ROLE\"", "password ?\"", "\"outcome\":\"done\"");
        has(trail, "\"event\":\"role\"", "\"outcome\":\"failed\"", "\"sqlstate\":\"42704\"");
        has(trail, "\"event\":\"ddl\"", "\"statement\":\"CREATE TABLE kept (a text)\"");
        has(trail, "\"event\":\"right\"", "\"statement\":\"GRANT SELECT ON kept TO alice\"");
        has(trail, "\"event\":\"write\"", "\"statement\":\"INSERT INTO kept VALUES (?)\"", "\"rows\":\"1\"");
        has(
                trail,
                "\"event\":\"denied\"",
                "\"user\":\"alice\"",
                "\"statement\":\"DELETE FROM kept\"",
                "\"sqlstate\":\"42501\"");
    }

    @Test
    @Order(2)
    void aTokenThatIsRevokedLetsNobodyInAgain() throws Exception {
        opaque("short-lived", "alice");
        Case hers = new Case("postgresql", "token", true, "", "alice", OPAQUE.get("short-lived"), "");
        Case overR2db2 = new Case("r2db2", "token", false, "", "alice", OPAQUE.get("short-lived"), "");
        assertThat(outcome(hers)).isEqualTo("in");
        assertThat(outcome(overR2db2)).isEqualTo("in");
        String id = OPAQUE.get("short-lived").substring(4, 20);
        assertThat(tool("token", "list", "alice")).contains(id);
        tool("token", "revoke", id);
        assertThat(outcome(hers)).isEqualTo("28P01");
        assertThat(outcome(overR2db2)).isEqualTo("28P01");
        Path file = home.root().resolve("logs/audit.jsonl");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.readString(file).contains("polywire token revoke " + id));
        has(read(file), "\"event\":\"role\"", "\"source\":\"command line\"", "polywire user lock locked", "account");
        has(read(file), "\"event\":\"refusal\"", "\"method\":\"token\"", "no such token is in force");
    }

    private static void has(String trail, String... parts) {
        assertThat(trail.lines()
                        .filter(l ->
                                Stream.of(parts).allMatch(p -> l.toLowerCase().contains(p.toLowerCase()))))
                .as(List.of(parts).toString())
                .isNotEmpty();
    }

    private static void fails(Statement s, String sql, String sqlState) {
        assertThatThrownBy(() -> s.execute(sql)).satisfies(e -> {
            TOLD.add(e.getMessage());
            assertThat(((SQLException) e).getSQLState()).isEqualTo(sqlState);
        });
    }

    /** A role that is in no store has no number of its own, and must not have what the installation owns. */
    @Test
    @Order(2)
    void whoIsInNoStoreHasNoRights() throws SQLException {
        home.set("router", "anonymous.role", "guest");
        Awaitility.await("the configuration is read")
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    try (Connection c = postgresql(postgresAnonymous, false, "user", "anybody");
                            Statement s = c.createStatement();
                            ResultSet r = s.executeQuery("SELECT current_user")) {
                        return r.next() && r.getString(1).equals("guest");
                    }
                });
        try (Connection c = postgresql(postgresAnonymous, false, "user", "anybody");
                Statement s = c.createStatement()) {
            fails(s, "SELECT * FROM made_elsewhere", "42501");
            fails(s, "DROP TABLE made_elsewhere", "42501");
            fails(s, "GRANT SELECT ON made_elsewhere TO PUBLIC", "42501");
            fails(s, "CREATE TABLE mine (a int)", "42501");
            fails(s, "CREATE ROLE other", "42501");
        }
        try (Connection c = admin();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT count(*) FROM made_elsewhere")) {
            assertThat(r.next()).isTrue();
        }
    }

    @Test
    @Order(2)
    void rightsOnTheDatabase() throws SQLException {
        Case alice = new Case("postgresql", "clear password", false, "good", "alice", NEXT, "in");
        Case overR2db2 = new Case("r2db2", "password", false, "good", "alice", NEXT, "in");
        try (Connection c = admin();
                Statement s = c.createStatement()) {
            s.execute("ALTER ROLE alice PASSWORD '" + NEXT + "'");
            try (Connection hers = connect(alice);
                    Statement t = hers.createStatement()) {
                fails(t, "CREATE SCHEMA hers", "42501");
            }
            s.execute("CREATE SCHEMA his");
            s.execute("CREATE TABLE his.inside (a int)");
            try (Connection hers = connect(alice);
                    Statement t = hers.createStatement()) {
                // not what hangs on it, which is nothing to her
                fails(t, "DROP SCHEMA his", "42501");
            }
            s.execute("GRANT CREATE ON DATABASE main TO alice");
            try (Connection hers = connect(alice);
                    Statement t = hers.createStatement()) {
                t.execute("CREATE SCHEMA hers");
                t.execute("CREATE TABLE hers.t (a int)");
                has(t, "SELECT has_database_privilege('main', 'CREATE')", "t");
                has(t, "SELECT has_database_privilege(current_user, 'main', 'CREATE WITH GRANT OPTION')", "f");
                has(t, "SELECT has_database_privilege(oid, 'CONNECT') FROM pg_database WHERE datname = 'main'", "t");
            }
            s.execute("REVOKE CONNECT ON DATABASE main FROM PUBLIC");
            has(s, "SELECT datacl FROM pg_database WHERE datname = 'main'", "{=T/test,test=CTc/test,alice=C/test}");
            assertThat(outcome(alice)).isEqualTo("42501");
            assertThat(outcome(overR2db2)).isEqualTo("42501");
            s.execute("GRANT CONNECT, TEMP ON DATABASE main TO alice");
            assertThat(outcome(alice)).isEqualTo("in");
            assertThat(outcome(overR2db2)).isEqualTo("in");
            fails(s, "DROP ROLE alice", "2BP01");
            fails(s, "GRANT SELECT ON DATABASE main TO alice", "0LP01");
            fails(s, "GRANT CONNECT ON DATABASE nowhere TO alice", "3D000");
            s.execute("GRANT ALL PRIVILEGES ON DATABASE main TO PUBLIC");
            s.execute("DROP SCHEMA hers CASCADE");
        }
    }

    private static void has(Statement s, String sql, String value) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            assertThat(r.getString(1)).as(sql).isEqualTo(value);
        }
    }

    /** Runs last: everything that the server has written, and told its clients, has none of the secrets in it. */
    @Test
    @Order(3)
    void noSecretIsWrittenAnywhere() throws IOException {
        assertThat(home.root().resolve("logs/audit.jsonl")).isNotEmptyFile();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home.root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean rowsOfUsers = file.startsWith(home.databases());
                if (rowsOfUsers || file.endsWith("token.secret") || file.endsWith(OWN_KEY)) {
                    continue;
                }
                String text = read(file);
                SECRETS.stream()
                        .filter(text::contains)
                        .forEach(s -> found.add(home.root().relativize(file) + ": " + s));
            }
        }
        // a client may be told what it wrote itself where its statement is no statement: an answer, but no log
        for (String told : TOLD) {
            boolean syntax = told.contains("at or near");
            SECRETS.stream().filter(s -> !syntax && told.contains(s)).forEach(s -> found.add("told: " + s));
        }
        assertThat(found).isEmpty();
        assertThat(home.log()).contains("polywire.query", "polywire.error", "polywire.security");
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
