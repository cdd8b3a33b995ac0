package io.polywire.itests.postgresql.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system's clock jumps by days, forwards and back, while clients work: what waits goes by the time that passes and not
 * by the clock, nothing is lost, and a transaction keeps the time of its beginning. The jump is made for the server alone,
 * by {@code src/test/native/clock.c}; where there is no C compiler the test is skipped.
 */
class ClockIT {
    private static final int WRITERS = 4;
    private static final List<Duration> JUMPS = List.of(Duration.ofDays(3), Duration.ofDays(-5), Duration.ofHours(1));

    @TempDir
    static Path folder;

    private static Path clock;
    private static Polywire server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path library = folder.resolve("libclock.so");
        compile(Path.of("src/test/native/clock.c"), library);
        clock = folder.resolve("clock");
        jump(Duration.ZERO);
        Home home = new Home(folder.resolve("home"));
        port = home.listener("clock", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        server = Polywire.startUnder(home, "env LD_PRELOAD=" + library + " POLYWIRE_CLOCK=" + clock);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void compile(Path source, Path library) throws Exception {
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO()
                    .start();
        } catch (IOException none) {
            abort("there is no C compiler: " + none.getMessage());
            return;
        }
        assertThat(compiler.waitFor()).as("status of the compiler").isZero();
    }

    /** Puts the server's clock at a distance from the system's; the file is replaced whole, since it is read at any time. */
    private static void jump(Duration distance) throws Exception {
        Path next = Files.writeString(folder.resolve("clock.next"), distance.toSeconds() + "\n");
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/main", "test", "test");
    }

    private static String one(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getString(1);
        }
    }

    private static Duration distance(Statement s) throws SQLException {
        double seconds = Double.parseDouble(one(s, "SELECT extract(epoch FROM clock_timestamp())"));
        return Duration.ofSeconds(Math.round(seconds - Instant.now().toEpochMilli() / 1000.0));
    }

    /** Ids that were acknowledged. */
    private static List<Long> write(int writer, AtomicBoolean end) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute("SET statement_timeout = '60s'");
            while (!end.get()) {
                ids.add(Long.parseLong(
                        one(s, "INSERT INTO event (writer, at) VALUES (" + writer + ", now()) RETURNING id")));
            }
        }
        return ids;
    }

    @Test
    void waitsGoByTheTimeThatPasses() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Connection c = connect();
                Statement s = c.createStatement();
                Connection old = connect();
                Statement inOld = old.createStatement()) {
            s.execute("CREATE TABLE event (id bigserial PRIMARY KEY, writer int, at timestamptz NOT NULL)");
            inOld.execute("SET idle_in_transaction_session_timeout = '10min'");
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            String begun = one(inOld, "SELECT now()::text || ' ' || (SELECT count(*) FROM event)");
            inOld.execute("SELECT pg_advisory_xact_lock(1)");
            List<Future<List<Long>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(writer, end)));
            }
            try {
                for (Duration jump : JUMPS) {
                    // at once a statement that sleeps, one that waits for a lock, and one that its time-out ends
                    Future<Long> sleeps = threads.submit(() -> timed("60s", "SELECT pg_sleep(2)", null));
                    Future<Long> waits = threads.submit(
                            () -> timed("60s", "SET lock_timeout = '2s'; SELECT pg_advisory_lock(1)", "55P03"));
                    Future<Long> ends = threads.submit(() -> timed("2s", "SELECT pg_sleep(60)", "57014"));
                    assertThat(timed("60s", "SELECT pg_sleep(0.5)", null)).isBetween(450L, 20_000L);
                    jump(jump);
                    for (Future<Long> f : List.of(sleeps, waits, ends)) {
                        assertThat(f.get(60, TimeUnit.SECONDS))
                                .as("ms, at a jump by " + jump)
                                .isBetween(1950L, 30_000L);
                    }
                    assertThat(distance(s)).isBetween(jump.minusSeconds(30), jump.plusSeconds(30));
                    assertThat(one(inOld, "SELECT now()::text || ' ' || (SELECT count(*) FROM event)"))
                            .isEqualTo(begun);
                }
            } finally {
                end.set(true);
            }
            List<Long> acknowledged = new ArrayList<>();
            for (Future<List<Long>> w : writers) {
                acknowledged.addAll(w.get(60, TimeUnit.SECONDS));
            }
            assertThat(acknowledged).doesNotHaveDuplicates();
            assertThat(one(s, "SELECT count(*) FROM event")).isEqualTo("" + acknowledged.size());
            // rows were written at each of the four times
            assertThat(one(s, "SELECT count(DISTINCT round(extract(epoch FROM at) / 1800)) >= 4 FROM event"))
                    .isEqualTo("t");
            old.commit();
        } finally {
            end.set(true);
            threads.shutdownNow();
        }
    }

    /** Milliseconds that a statement took, which ends with an SQLSTATE, or well. */
    private static long timed(String timeout, String sql, String state) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute("SET statement_timeout = '" + timeout + "'");
            long begun = System.nanoTime();
            if (state == null) {
                s.execute(sql);
            } else {
                SQLException e = catchThrowableOfType(SQLException.class, () -> s.execute(sql));
                assertThat(e == null ? "ended well" : e.getSQLState()).as(sql).isEqualTo(state);
            }
            return (System.nanoTime() - begun) / 1_000_000;
        }
    }
}
