package io.polywire.itests.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Everything at once for as long as one likes: single writes, transactions that commit, roll back and fail, old snapshots
 * that meet newer commits, results that are left half read, COPY, changes of the schema, errors, cancelled statements,
 * connections that come and go. What the server holds on to (objects that live, threads, descriptors) is the same at the
 * end as after the first quarter, and so is the sum that transfers never change.
 *
 * <p>10 s by default; {@code -Dpolywire.load.seconds=240} in CI, 28800 for a night.
 */
class MixedLoadIT {
    private static final int SECONDS = Integer.getInteger("polywire.load.seconds", 10);
    private static final int CLIENTS = 12;
    private static final int ACCOUNTS = 50;
    /** What may come of one client's misfortune, and nothing else. */
    private static final Set<String> EXPECTED = Set.of("40001", "40P01", "57014", "23505", "55P03", "22012");

    private final AtomicLong[] done = Stream.generate(AtomicLong::new).limit(10).toArray(AtomicLong[]::new);
    private final AtomicLong tooBad = new AtomicLong();
    private final AtomicLong inserted = new AtomicLong();
    private PolywireServer server;

    private record Held(long bytes, long threads, long descriptors) {}

    @Test
    void nothingGrows() throws Exception {
        server = PolywireServer.start();
        try {
            try (Connection c = connect();
                    Statement s = c.createStatement()) {
                s.execute("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)");
                s.execute("INSERT INTO account SELECT g, 1000 FROM generate_series(1, " + ACCOUNTS + ") g");
                s.execute("CREATE TABLE journal (id bigserial PRIMARY KEY, client int, v text)");
            }
            List<Held> samples = new ArrayList<>();
            long from = System.nanoTime();
            long until = from + TimeUnit.SECONDS.toNanos(SECONDS);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(threads.submit(() -> work(client, until)));
            }
            for (int quarter = 1; quarter < 4; quarter++) {
                long at = from + quarter * TimeUnit.SECONDS.toNanos(SECONDS) / 4;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, at - System.nanoTime()));
                samples.add(held());
            }
            try {
                for (Future<Void> client : clients) {
                    client.get(SECONDS + 120, TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdown();
                samples.add(held());
                report(samples);
            }
            Held first = samples.get(0);
            Held last = samples.get(samples.size() - 1);
            // the first quarter of a short run is still filling caches that are bounded
            assertThat(last.bytes).as("bytes of live objects").isLessThan(first.bytes * 3 / 2 + (24 << 20));
            assertThat(last.threads).as("threads").isLessThanOrEqualTo(first.threads + 8);
            assertThat(last.descriptors).as("descriptors").isLessThanOrEqualTo(first.descriptors + 16);
            try (Connection c = connect();
                    Statement s = c.createStatement()) {
                assertThat(number(s, "SELECT sum(balance) FROM account")).isEqualTo(ACCOUNTS * 1000L);
                assertThat(number(s, "SELECT count(*) FROM journal")).isEqualTo(inserted.get());
            }
        } finally {
            server.close();
        }
    }

    private void report(List<Held> samples) {
        StringBuilder all = new StringBuilder();
        for (AtomicLong n : done) {
            all.append(' ').append(n);
        }
        System.out.printf(
                "%d s of mixed load, %d clients; of each kind:%s; expected failures %d%n",
                SECONDS, CLIENTS, all, tooBad.get());
        for (Held h : samples) {
            System.out.printf(
                    Locale.ROOT,
                    "  live %.1f MiB, %d threads, %d descriptors%n",
                    h.bytes / 1048576.0,
                    h.threads,
                    h.descriptors);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/main", "test", PolywireServer.PASSWORD);
    }

    private Void work(int client, long until) throws SQLException, IOException {
        Random random = new Random(client);
        while (System.nanoTime() < until) {
            try (Connection c = connect()) {
                for (int i = 0; i < 100 && System.nanoTime() < until; i++) {
                    int kind = random.nextInt(done.length);
                    try {
                        one(c, client, kind, random);
                        done[kind].incrementAndGet();
                    } catch (SQLException e) {
                        if (!EXPECTED.contains(e.getSQLState())) {
                            throw e;
                        }
                        tooBad.incrementAndGet();
                        if (!c.getAutoCommit()) {
                            c.rollback();
                        }
                    } finally {
                        c.setAutoCommit(true);
                    }
                }
            }
        }
        return null;
    }

    private void one(Connection c, int client, int kind, Random random) throws SQLException, IOException {
        switch (kind) {
            case 0 -> insert(c, client, random);
            case 1 -> transfer(c, random, Connection.TRANSACTION_READ_COMMITTED);
            case 2 -> transfer(c, random, Connection.TRANSACTION_SERIALIZABLE);
            case 3 -> lookUp(c, random);
            case 4 -> halfRead(c);
            case 5 -> copy(c, client);
            case 6 -> schema(c, client);
            case 7 -> statement(c, "SELECT 1 / (SELECT count(*) FROM account WHERE id < 0)");
            case 8 -> tooLong(c);
            default -> sum(c);
        }
    }

    private void insert(Connection c, int client, Random random) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("INSERT INTO journal (client, v) VALUES (?, ?) RETURNING id")) {
            p.setInt(1, client);
            p.setString(2, "v".repeat(random.nextInt(200)));
            try (ResultSet r = p.executeQuery()) {
                assertThat(r.next()).isTrue();
            }
            inserted.incrementAndGet();
        }
    }

    private static void transfer(Connection c, Random random, int level) throws SQLException {
        c.setTransactionIsolation(level);
        c.setAutoCommit(false);
        try (Statement s = c.createStatement()) {
            int amount = random.nextInt(10);
            int source = 1 + random.nextInt(ACCOUNTS);
            int target = 1 + random.nextInt(ACCOUNTS);
            s.execute("SELECT balance FROM account WHERE id = " + source);
            s.execute("UPDATE account SET balance = balance - " + amount + " WHERE id = " + source);
            if (random.nextInt(8) == 0) {
                c.rollback();
                return;
            }
            s.execute("UPDATE account SET balance = balance + " + amount + " WHERE id = " + target);
            c.commit();
        }
    }

    private static void lookUp(Connection c, Random random) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("SELECT balance FROM account WHERE id = ?")) {
            for (int i = 0; i < 10; i++) {
                p.setInt(1, 1 + random.nextInt(ACCOUNTS));
                try (ResultSet r = p.executeQuery()) {
                    assertThat(r.next()).isTrue();
                }
            }
        }
    }

    private static void halfRead(Connection c) throws SQLException {
        c.setAutoCommit(false);
        try (Statement s = c.createStatement()) {
            s.setFetchSize(10);
            try (ResultSet r = s.executeQuery("SELECT g, repeat('x', 100) FROM generate_series(1, 5000) g")) {
                for (int i = 0; i < 25; i++) {
                    assertThat(r.next()).isTrue();
                }
            }
        }
        c.commit();
    }

    private void copy(Connection c, int client) throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            rows.append(client).append("\tcopied ").append(i).append('\n');
        }
        long n = c.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY journal (client, v) FROM STDIN", new BufferedReader(new StringReader(rows.toString())));
        assertThat(n).isEqualTo(50);
        inserted.addAndGet(n);
    }

    private static void schema(Connection c, int client) throws SQLException {
        String table = "made_by_" + client;
        // the last time its DROP may have met the statement_timeout that a RESET was too late to end
        statement(c, "DROP TABLE IF EXISTS " + table);
        statement(c, "CREATE TABLE " + table + " (a int PRIMARY KEY, b text)");
        try {
            statement(c, "INSERT INTO " + table + " VALUES (1, 'x'), (2, 'y')");
            statement(c, "INSERT INTO " + table + " VALUES (1, 'twice')");
        } finally {
            statement(c, "DROP TABLE " + table);
        }
    }

    private static void tooLong(Connection c) throws SQLException {
        statement(c, "SET statement_timeout = 20");
        try {
            statement(c, "SELECT count(*) FROM generate_series(1, 3000) a, generate_series(1, 3000) b");
        } finally {
            statement(c, "RESET statement_timeout");
        }
    }

    private static void sum(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
            assertThat(number(s, "SELECT sum(balance) FROM account")).isEqualTo(ACCOUNTS * 1000L);
        }
    }

    private static void statement(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static long number(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    /** What the server's process holds on to, after a collection of the garbage. */
    private Held held() throws IOException, InterruptedException {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String total = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        p.waitFor();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return new Held(Long.parseLong(total.trim().split("\\s+")[2]), server.threads(), descriptors.count());
        }
    }
}
