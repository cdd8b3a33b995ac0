package io.polywire.itests.r2db2.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("kill -9 amid commits")
class KillIT {
    private static final int KILLS = "long".equals(System.getProperty("polywire.test.length")) ? 200 : 5;
    /** More for a run of low priority beside other work. */
    private static final long WAIT_SECONDS = Long.getLong("polywire.test.up.seconds", 30);
    /** Of transactions with two rows each. */
    private static final int WRITERS = 4;
    /** Of single rows that share their commits. */
    private static final int SINGLE_WRITERS = 8;

    /** What the server has acknowledged; each writer has numbers of its own. */
    private final List<BitSet> acknowledged = new ArrayList<>();

    private final AtomicInteger commits = new AtomicInteger();
    /** What ended the writers, which the kill is to be. */
    private final List<String> ends = new CopyOnWriteArrayList<>();

    private final int[] next = new int[WRITERS + SINGLE_WRITERS];

    @Test
    @Timeout(value = 120, unit = TimeUnit.MINUTES)
    @DisplayName("every acknowledged row is there after the restart, in pairs as they were committed")
    void kills(@TempDir Path directory) throws Exception {
        Home home = new Home(directory);
        for (int i = 0; i < WRITERS + SINGLE_WRITERS; i++) {
            acknowledged.add(new BitSet());
        }
        Polywire server = Polywire.start(home);
        try (Connection connection = SharedServer.connect(server.port(), "main");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE a(writer INT, n INT, PRIMARY KEY(writer, n))");
            statement.execute("CREATE TABLE b(writer INT, n INT, PRIMARY KEY(writer, n))");
            // Without a key: what was written twice would show.
            statement.execute("CREATE TABLE c(writer INT, n INT)");
        }
        for (int kill = 0; kill < KILLS; kill++) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS + SINGLE_WRITERS; w++) {
                int writer = w;
                Thread thread = new Thread(
                        () -> {
                            if (writer < WRITERS) {
                                write(home.port(), writer);
                            } else {
                                writeSingle(home.port(), writer);
                            }
                        },
                        "writer-" + w);
                thread.start();
                writers.add(thread);
            }
            int before = commits.get();
            int enough = ThreadLocalRandom.current().nextInt(50, 300);
            Awaitility.await("commits")
                    .atMost(Duration.ofSeconds(WAIT_SECONDS))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() ->
                            commits.get() > before + enough || writers.stream().noneMatch(Thread::isAlive));
            assertThat(commits.get())
                    .as("commits before all writers ended: %s", ends)
                    .isGreaterThan(before + enough);
            server.kill();
            for (Thread writer : writers) {
                writer.join(1000 * WAIT_SECONDS);
                assertThat(writer.isAlive()).isFalse();
            }
            ends.clear();
            server = Polywire.start(home);
            check(server.port());
        }
        System.out.println(KILLS + " kills, " + commits.get() + " acknowledged commits, none lost");
        server.close();
    }

    private void write(int port, int writer) {
        BitSet mine = acknowledged.get(writer);
        try (Connection connection = SharedServer.connect(port, "main", "connectRetries=1")) {
            connection.setAutoCommit(false);
            try (PreparedStatement a = connection.prepareStatement("INSERT OR IGNORE INTO a VALUES(?, ?)");
                    PreparedStatement b = connection.prepareStatement("INSERT OR IGNORE INTO b VALUES(?, ?)")) {
                for (int n = mine.length() + 1; ; n++) {
                    for (PreparedStatement insert : new PreparedStatement[] {a, b}) {
                        insert.setInt(1, writer);
                        insert.setInt(2, n);
                        insert.executeUpdate();
                    }
                    connection.commit();
                    mine.set(n);
                    commits.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            ends.add(e.getSQLState() + " " + e.getMessage());
            assertThat(e.getSQLState()).startsWith("08");
        }
    }

    private void writeSingle(int port, int writer) {
        BitSet mine = acknowledged.get(writer);
        try (Connection connection = SharedServer.connect(port, "main", "connectRetries=1");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES(?, ?)")) {
            // One that was sent and not acknowledged may be there: its number is not used again.
            int n = next[writer];
            while (true) {
                next[writer] = ++n;
                insert.setInt(1, writer);
                insert.setInt(2, n);
                insert.executeUpdate();
                mine.set(n);
                commits.incrementAndGet();
            }
        } catch (SQLException e) {
            ends.add(e.getSQLState() + " " + e.getMessage());
            assertThat(e.getSQLState()).startsWith("08");
        }
    }

    private void check(int port) throws SQLException {
        try (Connection connection = SharedServer.connect(port, "main");
                Statement statement = connection.createStatement()) {
            for (int writer = 0; writer < WRITERS + SINGLE_WRITERS; writer++) {
                for (String table : writer < WRITERS ? List.of("a", "b") : List.of("c")) {
                    BitSet there = new BitSet();
                    try (ResultSet rows =
                            statement.executeQuery("SELECT n FROM " + table + " WHERE writer = " + writer)) {
                        while (rows.next()) {
                            there.set(rows.getInt(1));
                        }
                    }
                    BitSet lost = (BitSet) acknowledged.get(writer).clone();
                    lost.andNot(there);
                    assertThat(lost.isEmpty())
                            .as("lost of writer " + writer + ": " + lost)
                            .isTrue();
                }
            }
            try (ResultSet odd = statement.executeQuery("SELECT * FROM a EXCEPT SELECT * FROM b")) {
                assertThat(odd.next()).as("half a transaction").isFalse();
            }
            try (ResultSet twice =
                    statement.executeQuery("SELECT writer, n FROM c GROUP BY writer, n HAVING count(*) > 1")) {
                assertThat(twice.next()).as("a row that is there twice").isFalse();
            }
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                check.next();
                assertThat(check.getString(1)).isEqualTo("ok");
            }
        }
    }
}
