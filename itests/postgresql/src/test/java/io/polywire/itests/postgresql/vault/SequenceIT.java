package io.polywire.itests.postgresql.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed while many clients draw from a sequence, by nextval and by inserts: while it runs no number is given
 * twice, also none of a transaction that was undone; and none that a finished statement or a committed transaction was
 * given comes again after the restart. What an undone transaction took may come again then.
 */
class SequenceIT {
    private static final int KILLS = "long".equals(System.getProperty("polywire.test.length")) ? 20 : 2;
    private static final int CLIENTS = 8;

    private final Set<Long> given = ConcurrentHashMap.newKeySet();
    private final Set<Long> lasting = ConcurrentHashMap.newKeySet();
    private final Set<Long> inserted = ConcurrentHashMap.newKeySet();
    private final List<Long> twice = new CopyOnWriteArrayList<>();
    private final List<Throwable> wrong = new CopyOnWriteArrayList<>();

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/main", "test", "test");
    }

    private static long number(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    /** Until the server is gone. Even clients draw, odd ones insert, each third time in a transaction that is undone. */
    private void draw(int port, int client) {
        try (Connection c = connect(port);
                Statement s = c.createStatement()) {
            for (int i = 0; ; i++) {
                boolean undone = i % 3 == 2;
                c.setAutoCommit(!undone);
                long n = client % 2 == 0
                        ? number(s, "SELECT nextval('t_id_seq')")
                        : number(s, "INSERT INTO t(client) VALUES (" + client + ") RETURNING id");
                if (!given.add(n)) {
                    twice.add(n);
                }
                if (undone) {
                    c.rollback();
                } else {
                    lasting.add(n);
                    if (client % 2 == 1) {
                        inserted.add(n);
                    }
                }
            }
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith("08")) {
                wrong.add(e);
            }
        } catch (RuntimeException | Error e) {
            wrong.add(e);
        }
    }

    @Test
    @Timeout(600)
    void noNumberIsGivenTwice(@TempDir Path folder) throws Exception {
        Home home = new Home(folder);
        int port = home.listener("sequences", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        Polywire server = Polywire.start(home);
        try (Connection c = connect(port);
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE t (id bigserial PRIMARY KEY, client int NOT NULL)");
        }
        for (int kill = 0; kill < KILLS; kill++) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                Thread t = new Thread(() -> draw(port, client));
                clients.add(t);
                t.start();
            }
            int before = given.size();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> given.size() > before + 1_000 || !wrong.isEmpty());
            server.kill();
            for (Thread t : clients) {
                t.join(20_000);
                assertThat(t.isAlive()).isFalse();
            }
            assertThat(wrong).isEmpty();
            server = Polywire.start(home);
            given.retainAll(lasting);
        }
        try (Connection c = connect(port);
                Statement s = c.createStatement()) {
            Set<Long> there = new HashSet<>();
            try (ResultSet r = s.executeQuery("SELECT id FROM t")) {
                while (r.next()) {
                    there.add(r.getLong(1));
                }
            }
            assertThat(there).containsAll(inserted);
            long next = number(s, "SELECT nextval('t_id_seq')");
            assertThat(given).doesNotContain(next);
            assertThat(given.stream().mapToLong(n -> n).max().orElseThrow()).isLessThan(next);
        }
        server.close();
        assertThat(twice).isEmpty();
        System.out.println(lasting.size() + " lasting numbers, " + KILLS + " kills, none twice");
    }
}
