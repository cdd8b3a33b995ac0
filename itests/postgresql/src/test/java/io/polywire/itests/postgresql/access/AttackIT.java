package io.polywire.itests.postgresql.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.r2db2.R2db2Driver;
import io.polywire.itests.postgresql.wire.Scram;
import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import io.polywire.itests.r2db2.wire.Lz4Block;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of attacks: one case for each class and way in, with what is expected and what was seen
 * ({@code target/access/attacks.txt}), and how far known and unknown users can be told apart by time.
 */
class AttackIT {
    private static final String SECRET = "hmac-secret-of-the-issuer-0123456789abcdef";
    private static final String EVIL = "x'); DROP TABLE kept; --\\' \" $$ ; \u2019";
    private static final boolean LONG = "long".equals(System.getProperty("polywire.test.length"));

    /** Bound of the difference of medians: a part of the slower one, and never less than so many milliseconds. */
    private static final double PART = LONG ? 0.25 : 0.5;

    private static final double LEAST_MILLIS = 3;

    @TempDir
    static Path folder;

    private static final List<String> TABLE = new ArrayList<>();
    private static final List<String> WRONG = new ArrayList<>();

    private static Home home;
    private static Polywire server;
    private static int pg;
    private static int scram;
    private static int required;
    private static int slow;
    private static int r2db2;
    private static int r2required;

    @BeforeAll
    static void start() throws Exception {
        home = new Home(folder.resolve("home"));
        Path secret = Files.writeString(home.root().resolve("config/token.secret"), SECRET + "\n");
        assertThat(secret.toFile().setReadable(false, false) && secret.toFile().setReadable(true, true))
                .isTrue();
        home.set("auth.token", "secret.file", "config/token.secret")
                .set("auth.token", "issuers", "it")
                .set("auth.token", "audiences", "polywire")
                .set("auth.token", "algorithms", "HS256")
                .set("auth.password", "mechanisms", "argon2, scram-sha-256, md5")
                .set("router.gatekeeper", "delay.max.ms", 0)
                .set("router.gatekeeper", "failures.per.address", 100_000)
                .set("router.gatekeeper", "failures.per.user", 100_000)
                .set("router", "log", "security")
                .set("router.audit", "strangers.per.second", 1000);
        pg = home.listener("pgtoken", "protocol", "postgresql", "dialect", "postgresql", "auth", "token, password");
        scram = home.listener("pgscram", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        required = home.listener(
                "pgtls", "protocol", "postgresql", "dialect", "postgresql", "auth", "password", "tls", "required");
        slow = home.listener("pgslow", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        home.set("net-pgslow", "handshake.ms", 1000);
        r2db2 = home.listener("r2all", "auth", "none, token, password");
        home.set("router", "anonymous.role", "test");
        r2required = home.listener("r2tls", "auth", "password", "tls", "required");
        server = Polywire.start(home);
        try (Connection c = admin();
                Statement s = c.createStatement()) {
            s.execute("CREATE USER alice PASSWORD 'right'");
            s.execute("CREATE TABLE kept (a text)");
            s.execute("CREATE TABLE hidden (secret text, n int)");
            s.execute("INSERT INTO hidden VALUES ('treasure', 0)");
            s.execute("GRANT ALL ON kept TO alice");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Connection connect(int port, String user, String password, String database, String... more)
            throws SQLException {
        Properties p = new Properties();
        p.setProperty("user", user);
        p.setProperty("password", password);
        p.setProperty("sslmode", "disable");
        p.setProperty("gssEncMode", "disable");
        for (int i = 0; i < more.length; i += 2) {
            p.setProperty(more[i], more[i + 1]);
        }
        String name = java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, p);
    }

    private static Connection admin() throws SQLException {
        return connect(scram, "test", "test", "main");
    }

    private static Connection alice() throws SQLException {
        return connect(scram, "alice", "right", "main");
    }

    private static Connection overR2db2(String database, String... keysAndValues) throws SQLException {
        Properties p = new Properties();
        p.setProperty("connectRetries", "1");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            p.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new R2db2Driver().connect(Polywire.url(r2db2, database), p);
    }

    // --- the table --------------------------------------------------------------------------------------------------

    private static void attack(String kind, String way, String expected, Callable<String> seen) {
        String what;
        try {
            what = seen.call();
        } catch (SQLException e) {
            what = e.getSQLState();
        } catch (Exception e) {
            what = e.toString();
        }
        boolean right = List.of(expected.split("\\|")).contains(what);
        TABLE.add(String.format("%-22s %-58s %-12s %s%s", kind, way, expected, what, right ? "" : "   WRONG"));
        if (!right) {
            WRONG.add(TABLE.get(TABLE.size() - 1));
        }
    }

    /** The first value of a statement's answer. */
    private static String one(Connection c, String sql) throws SQLException {
        try (c;
                Statement s = c.createStatement()) {
            if (!s.execute(sql)) {
                return "done";
            }
            try (ResultSet r = s.getResultSet()) {
                return r.next() ? r.getString(1) : "nothing";
            }
        }
    }

    /** Sends a value, reads it back, and looks whether the table is still there. */
    private static String asData(Connection c) throws SQLException {
        try (c;
                PreparedStatement p = c.prepareStatement("INSERT INTO kept VALUES (?)");
                Statement s = c.createStatement()) {
            s.execute("DELETE FROM kept");
            p.setString(1, EVIL);
            p.executeUpdate();
            try (ResultSet r = s.executeQuery("SELECT a FROM kept")) {
                return r.next() && r.getString(1).equals(EVIL) ? "kept as data" : "changed";
            }
        }
    }

    @Test
    void theTableOfAttacks() throws Exception {
        injection();
        paths();
        scram();
        transport();
        tokens();
        bombs();
        hoarding();
        timeouts();
        logs();
        probing();
        System.out.println(String.join(System.lineSeparator(), TABLE));
        Path report = Path.of("target", "access", "attacks.txt");
        Files.createDirectories(report.getParent());
        Files.write(report, TABLE);
        assertThat(WRONG).isEmpty();
    }

    private static void injection() {
        String kind = "injection";
        attack(kind, "postgresql, extended: parameter", "kept as data", () -> asData(admin()));
        attack(
                kind,
                "postgresql, simple: driver's literal",
                "kept as data",
                () -> asData(connect(scram, "test", "test", "main", "preferQueryMode", "simple")));
        attack(
                kind,
                "postgresql, binary parameter",
                "kept as data",
                () -> asData(connect(scram, "test", "test", "main", "prepareThreshold", "-1")));
        attack(
                kind,
                "r2db2: parameter",
                "kept as data",
                () -> asData(overR2db2("main", "auth", "password", "user", "test", "password", "test")));
        attack(
                kind,
                "postgresql: user name",
                "28P01",
                () -> one(connect(scram, "test'; DROP TABLE kept; --", "test", "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: database name",
                "3D000",
                () -> one(connect(scram, "test", "test", "main'; DROP TABLE kept; --"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: application_name",
                EVIL.replace("\u2019", "???"),
                () -> one(connect(scram, "test", "test", "main", "ApplicationName", EVIL), "SHOW application_name"));
        attack(
                kind,
                "postgresql: setting at the start",
                "22023|42704",
                () -> one(connect(scram, "test", "test", "main", "options", "-c DateStyle=x';DROP"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: quoted identifier",
                "42P01",
                () -> one(admin(), "SELECT * FROM \"kept\"\"; DROP TABLE kept; --\""));
        attack(kind, "postgresql: COPY data", "done", () -> {
            try (Connection c = admin()) {
                new org.postgresql.copy.CopyManager(c.unwrap(org.postgresql.core.BaseConnection.class))
                        .copyIn("COPY kept FROM STDIN", new java.io.StringReader("x'); DROP TABLE kept; --\n"));
                return one(admin(), "SELECT count(*) FROM kept").equals("2") ? "done" : "other rows";
            }
        });
        attack(kind, "the table after all of them", "2", () -> one(admin(), "SELECT count(*) FROM kept"));
    }

    private static void paths() {
        String kind = "path tricks";
        for (String name : List.of("../main", "main.db", "/etc/passwd", "..", "main/../main", "file:main?mode=rwc")) {
            attack(
                    kind,
                    "postgresql: database " + name,
                    "3D000",
                    () -> one(connect(scram, "test", "test", name), "SELECT 'in'"));
        }
        attack(kind, "r2db2: database ../main", "3D000", () -> {
            try (DesignClient c = new DesignClient(r2db2)) {
                c.startUp("", "", "database", "../main");
                return c.expectError().contains("does not exist") ? "3D000" : "another answer";
            }
        });
        attack(
                kind,
                "postgresql: CREATE DATABASE \"../evil\"",
                "42602|22023|0A000",
                () -> one(admin(), "CREATE DATABASE \"../evil\""));
        attack(kind, "  and no file outside the databases", "none", () -> {
            try (var files = Files.walk(home.root())) {
                return files.anyMatch(f -> f.getFileName().toString().contains("evil")) ? "a file" : "none";
            }
        });
        attack(kind, "postgresql: COPY TO a file", "0A000|42501", () -> one(admin(), "COPY kept TO '/tmp/pw-evil'"));
        attack(kind, "postgresql: COPY FROM PROGRAM", "0A000|42501", () -> one(admin(), "COPY kept FROM PROGRAM 'id'"));
        attack(
                kind,
                "postgresql: pg_read_file",
                "42883|0A000|42501",
                () -> one(admin(), "SELECT pg_read_file('/etc/passwd')"));
        for (String sql : List.of(
                "ATTACH '/etc/passwd' AS x",
                "VACUUM INTO '/tmp/pw-evil'",
                "SELECT load_extension('x')",
                "SELECT readfile('/etc/passwd')",
                "PRAGMA writable_schema = 1",
                "PRAGMA temp_store_directory = '/'")) {
            attack(kind, "r2db2: " + sql, "refused", () -> {
                try (DesignClient c = DesignClient.ready(r2db2)) {
                    return c.query(sql).error() == null ? "served" : "refused";
                }
            });
        }
    }

    private static void scram() {
        String kind = "SCRAM";
        String first = Scram.first();
        attack(kind, "postgresql: what an eavesdropper has of a log-in", "28P01|08P01", () -> {
            String proof;
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                String answer = c.raw(RawPg.sasl("SCRAM-SHA-256", first)).read();
                proof = new Scram("test").last(answer.substring(5));
                String verdict = c.raw(RawPg.message('p', proof.getBytes(StandardCharsets.US_ASCII)))
                        .read();
                assertThat(verdict).as("the log-in itself").startsWith("R\0\0\0\f");
            }
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                c.raw(RawPg.sasl("SCRAM-SHA-256", first)).read();
                return c.raw(RawPg.message('p', proof.getBytes(StandardCharsets.US_ASCII)))
                        .state();
            }
        });
        attack(kind, "postgresql, TLS: \"y\" though binding was offered", "28P01|08P01|28000", () -> {
            try (RawPg c = new RawPg(scram).secured().raw(RawPg.startUp("test", "main"))) {
                assertThat(c.read()).contains("SCRAM-SHA-256-PLUS");
                return c.raw(RawPg.sasl("SCRAM-SHA-256", "y" + first.substring(1)))
                        .state();
            }
        });
        attack(kind, "postgresql: -PLUS without TLS", "28P01|08P01|28000", () -> {
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                return c.raw(RawPg.sasl("SCRAM-SHA-256-PLUS", "p=tls-server-end-point" + first.substring(1)))
                        .state();
            }
        });
        attack(kind, "postgresql: a mechanism that was not offered", "28P01|08P01|28000", () -> {
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                return c.raw(RawPg.sasl("PLAIN", "\0test\0test")).state();
            }
        });
        attack(kind, "postgresql: clear password where SCRAM was asked", "28P01|08P01|28000", () -> {
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                return c.raw(RawPg.message('p', "test\0".getBytes(StandardCharsets.US_ASCII)))
                        .state();
            }
        });
        attack(kind, "postgresql: a query before the log-in", "08P01|28000|28P01", () -> {
            try (RawPg c = new RawPg(scram).raw(RawPg.startUp("test", "main"))) {
                c.read();
                return c.raw(RawPg.message('Q', "SELECT 1\0".getBytes(StandardCharsets.US_ASCII)))
                        .state();
            }
        });
    }

    private static void transport() {
        String kind = "TLS";
        attack(kind, "postgresql: start-up in clear behind the request", "08P01|end", () -> {
            try (RawPg c = new RawPg(scram).raw(RawPg.injected("test", "main"))) {
                String answer = c.state();
                return answer.startsWith("S") ? c.state() : answer;
            }
        });
        attack(
                kind,
                "postgresql: clear text where TLS is required",
                "28000",
                () -> one(connect(required, "test", "test", "main"), "SELECT 'in'"));
        attack(kind, "r2db2: clear text where TLS is required", "refused", () -> {
            try (DesignClient c = new DesignClient(r2required)) {
                c.startUp("test", "test");
                Frame answer = c.read();
                return answer == null || answer.type() == 'E' ? "refused" : answer.toString();
            }
        });
        attack(kind, "postgresql: TLS 1.1", "end", () -> {
            try (RawPg c = new RawPg(required)) {
                c.askForTls();
                byte[] hello = new byte[52];
                ByteBuffer b = ByteBuffer.wrap(hello);
                b.put(new byte[] {0x16, 3, 2, 0, 47, 1, 0, 0, 43, 3, 2}).put(new byte[32]);
                b.put(new byte[] {0, 0, 4, 0, 0x2f, 0, 0x35, 1, 0});
                c.raw(hello);
                return alerted(c) ? "end" : "a handshake";
            }
        });
    }

    private static boolean alerted(RawPg c) throws IOException {
        // "S", then an alert or the end, and no ServerHello
        return c.records().chars().noneMatch(type -> type == 0x16);
    }

    private static void tokens() {
        String kind = "token confusion";
        Instant later = Instant.now().plusSeconds(300);
        String good = Tokens.signed(SECRET, "alice", later);
        attack(
                kind,
                "postgresql: the good one, so that others can fail",
                "in",
                () -> one(connect(pg, "alice", good, "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: alg none",
                "28P01",
                () -> one(connect(pg, "alice", Tokens.unsigned("alice", later), "main"), "SELECT 'in'"));
        attack(kind, "postgresql: claims of one, signature of another", "28P01", () -> {
            String[] test = Tokens.signed(SECRET, "test", later).split("\\.");
            String[] alice = good.split("\\.");
            return one(connect(pg, "test", alice[0] + '.' + test[1] + '.' + alice[2], "main"), "SELECT 'in'");
        });
        attack(
                kind,
                "postgresql: of another user",
                "28P01",
                () -> one(connect(pg, "test", good, "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: kid that is a path",
                "28P01",
                () -> one(
                        connect(
                                pg,
                                "alice",
                                Tokens.signed(
                                        "{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}", "\0", "alice", later),
                                "main"),
                        "SELECT 'in'"));
        attack(kind, "postgresql: key within the header (jwk)", "28P01", () -> {
            String key = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("k".repeat(32).getBytes());
            String header = "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"" + key + "\"}}";
            return one(
                    connect(pg, "alice", Tokens.signed(header, "k".repeat(32), "alice", later), "main"), "SELECT 'in'");
        });
        attack(kind, "postgresql: key at an address of the header (jku)", "28P01, not asked", () -> {
            try (ServerSocket attacker = new ServerSocket(0)) {
                attacker.setSoTimeout(300);
                String header = "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:" + attacker.getLocalPort() + "/keys\"}";
                String state;
                try (Connection c =
                        connect(pg, "alice", Tokens.signed(header, "k".repeat(32), "alice", later), "main")) {
                    state = "in " + c.isValid(1);
                } catch (SQLException e) {
                    state = e.getSQLState();
                }
                try {
                    attacker.accept().close();
                    return state + ", asked";
                } catch (SocketTimeoutException none) {
                    return state + ", not asked";
                }
            }
        });
        attack(
                kind,
                "postgresql: a password that looks like a token",
                "28P01",
                () -> one(connect(pg, "test", "a".repeat(20) + ".b.c", "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: opaque, made up",
                "28P01",
                () -> one(connect(pg, "alice", "pwt_0123456789abcdef_" + "A".repeat(43), "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql, SCRAM: a token as password",
                "28P01",
                () -> one(connect(scram, "alice", good, "main"), "SELECT 'in'"));
        attack(
                kind,
                "r2db2: alg none",
                "28P01",
                () -> one(
                        overR2db2("main", "auth", "token", "password", Tokens.unsigned("alice", later)),
                        "SELECT 'in'"));
    }

    private static void bombs() {
        String kind = "decompression bomb";
        byte[] block = Lz4Block.literals(Frame.bytes('Q', "select 1\0".getBytes(StandardCharsets.US_ASCII)));
        for (int claimed : new int[] {Integer.MAX_VALUE, -1, 100_000}) {
            attack(kind, "r2db2, lz4: claims " + claimed + " bytes", "refused, closed", () -> {
                try (DesignClient c = DesignClient.ready(r2db2, "compression", "lz4")) {
                    c.send(
                            'z',
                            ByteBuffer.allocate(4 + block.length)
                                    .putInt(claimed)
                                    .put(block)
                                    .array());
                    c.expectError();
                    c.expectEnd();
                    return "refused, closed";
                }
            });
        }
        attack(kind, "postgresql: start-up packet that claims 2 GiB", "08P01|end", () -> {
            try (RawPg c = new RawPg(scram)
                    .raw(ByteBuffer.allocate(8)
                            .putInt(Integer.MAX_VALUE)
                            .putInt(196_608)
                            .array())) {
                return c.state();
            }
        });
        attack(kind, "postgresql: compressed encrypted token (JWE, zip)", "28P01", () -> {
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}".getBytes());
            return one(connect(pg, "alice", header + "..AAAA." + "A".repeat(8000) + ".AAAA", "main"), "SELECT 'in'");
        });
    }

    private static void timeouts() {
        String kind = "time-out evasion";
        for (String sql : List.of(
                "SELECT pg_sleep(60)",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
                "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
                "SELECT count(*) FROM generate_series(1, 100000000) g WHERE repeat('a', g % 30) ~ '^(a|a|aa)*b$'")) {
            attack(kind, "postgresql: " + sql.substring(0, Math.min(40, sql.length())), "57014", () -> {
                try (Connection c = alice();
                        Statement s = c.createStatement()) {
                    s.execute("SET statement_timeout = '300ms'");
                    long begun = System.nanoTime();
                    try {
                        s.execute(sql);
                        return "ran";
                    } catch (SQLException e) {
                        boolean soon = System.nanoTime() - begun
                                < Duration.ofSeconds(10).toNanos();
                        return soon ? e.getSQLState() : "late";
                    }
                }
            });
        }
        attack(kind, "postgresql: start-up byte by byte", "end", () -> {
            byte[] start = RawPg.startUp("test", "main");
            try (RawPg c = new RawPg(slow)) {
                long begun = System.nanoTime();
                for (int i = 0; i < start.length - 1; i++) {
                    try {
                        c.raw(new byte[] {start[i]});
                    } catch (IOException closed) {
                        return "end";
                    }
                    if (c.ended(200)) {
                        return "end";
                    }
                    if (System.nanoTime() - begun > Duration.ofSeconds(8).toNanos()) {
                        return "still there";
                    }
                }
                return "still there";
            }
        });
    }

    /** Wishes that a session keeps something more, until it is refused; the session is as good as before. */
    private static String hoard(Connection c, Wish wish) throws SQLException {
        try (c;
                Statement s = c.createStatement()) {
            for (int i = 0; i < 2_000; i++) {
                try {
                    wish.once(i, c, s);
                } catch (SQLException e) {
                    try (ResultSet r = s.executeQuery("SELECT 'here'")) {
                        return r.next() && r.getString(1).equals("here") ? e.getSQLState() : "lost";
                    }
                }
            }
            return "never refused";
        }
    }

    private interface Wish {
        void once(int i, Connection c, Statement s) throws SQLException;
    }

    private static void hoarding() {
        String kind = "memory of a session";
        String tenth = "x".repeat(100_000);
        String whole = "x".repeat(1_000_000);
        // a driver closes statements that nobody holds any more
        List<Statement> kept = new ArrayList<>();
        Wish prepared = (i, c, s) -> {
            PreparedStatement p = c.prepareStatement("SELECT '" + whole + "', " + i);
            kept.add(p);
            p.executeQuery().next();
        };
        attack(
                kind,
                "postgresql: settings of a client's own",
                "53200",
                () -> hoard(alice(), (i, c, s) -> s.execute("SET my.s" + i + " = '" + tenth + "'")));
        attack(
                kind,
                "postgresql: PREPARE",
                "53200",
                () -> hoard(alice(), (i, c, s) -> s.execute("PREPARE p" + i + " AS SELECT '" + whole + "'")));
        attack(
                kind,
                "postgresql: Parse under a name",
                "53200",
                () -> hoard(
                        connect(
                                scram,
                                "alice",
                                "right",
                                "main",
                                "prepareThreshold",
                                "-1",
                                "preparedStatementCacheQueries",
                                "0"),
                        prepared));
        attack(
                kind,
                "r2db2: prepared statements",
                "53200",
                () -> hoard(overR2db2("main", "auth", "password", "user", "test", "password", "test"), prepared));
    }

    private static void logs() {
        String kind = "log injection";
        String line = "x\n{\"event\":\"login\",\"user\":\"forged\"}";
        attack(kind, "postgresql: user name", "28P01", () -> one(connect(scram, line, "x", "main"), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: database name",
                "3D000",
                () -> one(connect(scram, "test", "test", line), "SELECT 'in'"));
        attack(
                kind,
                "postgresql: text of a statement",
                "done",
                () -> one(admin(), "CREATE TABLE injected (a int) /*\n{\"event\":\"login\",\"user\":\"forged\"} */"));
        attack(
                kind,
                "postgresql: name of an object",
                "done",
                () -> one(admin(), "CREATE TABLE \"" + line.replace("\"", "\"\"") + "\" (a int)"));
        attack(kind, "the audit trail has lines of its own only", "true", () -> {
            Path file = home.root().resolve("logs/audit.jsonl");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Files.readString(file)
                            .lines()
                            .anyMatch(l -> l.contains("forged") && l.contains("\"event\":\"ddl\"")));
            return String.valueOf(Files.readString(file)
                    .lines()
                    .allMatch(l -> l.startsWith("{\"time\":\"") && !l.contains("\"user\":\"forged\"")));
        });
        attack(
                kind,
                "the log has no line that a client began",
                "true",
                () -> String.valueOf(home.log().lines().noneMatch(l -> l.startsWith("{\"event\""))));
    }

    private static void probing() {
        String kind = "probing without rights";
        attack(kind, "postgresql: table", "42501", () -> one(alice(), "SELECT * FROM hidden"));
        attack(kind, "postgresql: count only", "42501", () -> one(alice(), "SELECT count(*) FROM hidden"));
        attack(kind, "postgresql: EXPLAIN", "42501", () -> one(alice(), "EXPLAIN SELECT * FROM hidden"));
        attack(kind, "postgresql: COPY TO STDOUT", "42501", () -> {
            try (Connection c = alice()) {
                return "rows "
                        + new org.postgresql.copy.CopyManager(c.unwrap(org.postgresql.core.BaseConnection.class))
                                .copyOut("COPY hidden TO STDOUT", new java.io.StringWriter());
            }
        });
        attack(
                kind,
                "postgresql: an error that would tell the value",
                "42501",
                () -> one(alice(), "SELECT secret::int FROM hidden"));
        attack(
                kind,
                "postgresql: in a subquery of an INSERT",
                "42501",
                () -> one(alice(), "INSERT INTO kept SELECT secret FROM hidden"));
        attack(
                kind,
                "postgresql: in a condition of an UPDATE",
                "42501",
                () -> one(alice(), "UPDATE kept SET a = a WHERE EXISTS (SELECT 1 FROM hidden)"));
        attack(kind, "postgresql: lock", "42501", () -> {
            try (Connection c = alice()) {
                c.setAutoCommit(false);
                c.createStatement().execute("LOCK TABLE hidden");
                return "locked";
            }
        });
        attack(
                kind,
                "postgresql: information_schema.tables",
                "nothing",
                () -> one(alice(), "SELECT table_name FROM information_schema.tables WHERE table_name = 'hidden'"));
        attack(
                kind,
                "postgresql: passwords of pg_authid",
                "0|42501",
                () -> one(alice(), "SELECT count(rolpassword) FROM pg_authid"));
        attack(
                kind,
                "postgresql: the storage's own catalog",
                "42P01",
                () -> one(alice(), "SELECT * FROM sqlite_schema"));
        attack(kind, "postgresql: the gateway's metadata", "42P01", () -> one(alice(), "SELECT * FROM _pw_grant"));
        attack(kind, "postgresql: SET ROLE of a superuser", "42501", () -> one(alice(), "SET ROLE test"));
        attack(
                kind,
                "r2db2: the storage's own catalog",
                "42501",
                () -> one(
                        overR2db2("main", "auth", "password", "user", "alice", "password", "right"),
                        "SELECT sql FROM sqlite_schema"));
        attack(
                kind,
                "r2db2: table",
                "42501",
                () -> one(
                        overR2db2("main", "auth", "password", "user", "alice", "password", "right"),
                        "SELECT * FROM hidden"));
    }

    // --- time -------------------------------------------------------------------------------------------------------

    private static double millis(Callable<Connection> login) throws Exception {
        long begun = System.nanoTime();
        try (Connection c = login.call()) {
            throw new AssertionError("let in: " + c);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("28P01");
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double median(List<Double> sample) {
        return sample.stream().sorted().toList().get(sample.size() / 2);
    }

    /** A log-in as some user, which is to fail. */
    private interface Login {
        Connection as(String user) throws SQLException;
    }

    /**
     * Known and unknown users, and wrong passwords of both, cannot be told apart by time: the medians of log-ins that take
     * turns differ by less than a quarter (of few log-ins: a half), or 3 ms. Load of others falls on both; the best of five runs counts.
     */
    @Test
    void knownAndUnknownUsersTakeTheSameTime() throws Exception {
        int rounds = LONG ? 200 : 7;
        TreeMap<String, Login> ways = new TreeMap<>();
        ways.put("scram-sha-256", user -> connect(scram, user, "wrong", "main"));
        ways.put("clear password", user -> connect(pg, user, "wrong", "main"));
        ways.put("r2db2 password", user -> overR2db2("main", "auth", "password", "user", user, "password", "wrong"));
        ways.put("opaque token", user -> connect(pg, user, "pwt_0123456789abcdef_" + "A".repeat(43), "main"));
        List<String> table = new ArrayList<>();
        for (var way : ways.entrySet()) {
            boolean same = false;
            for (int attempt = 0; attempt < 5 && !same; attempt++) {
                List<Double> known = new ArrayList<>();
                List<Double> unknown = new ArrayList<>();
                for (int i = -2; i < rounds; i++) {
                    // each is the first one as often
                    boolean swapped = i % 2 != 0;
                    double first = millis(() -> way.getValue().as(swapped ? "nobody" : "alice"));
                    double second = millis(() -> way.getValue().as(swapped ? "alice" : "nobody"));
                    if (i >= 0) {
                        known.add(swapped ? second : first);
                        unknown.add(swapped ? first : second);
                    }
                }
                double a = median(known);
                double b = median(unknown);
                double bound = Math.max(LEAST_MILLIS, PART * Math.max(a, b));
                same = Math.abs(a - b) < bound;
                table.add(String.format(
                        "%-16s known %.2f ms, unknown %.2f ms, bound of the difference %.2f ms%s",
                        way.getKey(), a, b, bound, same ? "" : "   OVER"));
            }
            assertThat(same).as(String.join("\n", table)).isTrue();
        }
        System.out.println(String.join(System.lineSeparator(), table));
    }
}
