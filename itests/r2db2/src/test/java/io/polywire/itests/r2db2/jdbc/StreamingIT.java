package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Large results: memory is bounded on both sides")
class StreamingIT {
    private static final int ROWS = 1_000_000;
    /** Heap of the server that is not enough for a result. */
    private static final String SMALL = "-XX:+UseSerialGC -Xms32m -Xmx64m -Xss512k";

    private static final long MOST_KIB = 64 * 1024;
    private static final String QUERY =
            "SELECT id, id * 2, 'text ' || id, id / 3.0, NULL FROM big UNION ALL SELECT -1, 0, '', 0.0, 1";

    @TempDir
    static Path directory;

    private static Polywire server;

    @BeforeAll
    static void start() throws SQLException {
        server = Polywire.startWithJava(new Home(directory), SMALL);
        try (Connection connection = SharedServer.connect(server.port(), "main")) {
            Rows.run(
                    connection,
                    "CREATE TABLE big(id INTEGER PRIMARY KEY)",
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS
                            + ") INSERT INTO big SELECT i FROM n");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long read(Connection connection) throws SQLException {
        long sum = 0;
        int rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                sum += row.getLong(1) + row.getString(3).length();
                rows++;
            }
        }
        assertThat(rows).isEqualTo(ROWS + 1);
        return sum;
    }

    private static long heapKib() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    }

    @Test
    @DisplayName("1M rows of 5 columns, plain and compressed alike")
    void million() throws SQLException {
        long[] sums = new long[2];
        long before = 0;
        for (int round = 0; round < 2; round++) {
            long from = System.nanoTime();
            try (Connection connection = round == 0
                    ? SharedServer.connect(server.port(), "main")
                    : SharedServer.connect(server.port(), "main", "compression=lz4")) {
                before = round == 0 ? server.residentKib() : before;
                sums[round] = read(connection);
            }
            System.out.printf(
                    "1M rows x 5 columns%s: %d ms, server %d KiB resident, %d more than before%n",
                    round == 0 ? "" : " with LZ4",
                    (System.nanoTime() - from) / 1_000_000,
                    server.residentKib(),
                    server.residentKib() - before);
        }
        assertThat(sums[0]).isEqualTo(sums[1]);
        assertThat(server.residentKib() - before).isLessThan(3 * MOST_KIB);
    }

    @Test
    @DisplayName(
            "a client that stops reading and goes on gets the rest; meanwhile its connection serves other statements")
    void paused() throws SQLException {
        try (Connection connection = SharedServer.connect(server.port(), "main");
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            long heap = heapKib();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM big ORDER BY id")) {
                for (int i = 1; i <= 1000; i++) {
                    assertThat(rows.next()).isTrue();
                }
                assertThat(heapKib() - heap).isLessThan(16 * 1024);
                assertThat(Rows.number(connection, "SELECT count(*) FROM big")).isEqualTo(ROWS);
                Rows.run(connection, "CREATE TABLE IF NOT EXISTS other(x)", "INSERT INTO other VALUES(1)");
                for (int i = 1001; i <= 200_000; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                }
            }
            // closed before its end: the connection is free at once
            assertThat(Rows.value(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("most rows of a statement are kept to")
    void mostRows() throws SQLException {
        try (Connection connection = SharedServer.connect(server.port(), "main");
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(2500);
            assertThat(Rows.all(statement.executeQuery("SELECT id FROM big"))).hasSize(2500);
        }
    }
}
