package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Many clients at a time")
class LoadIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static final int CLIENTS = 50;
    private static final int TRANSFERS = 12;
    private static final int ACCOUNTS = 100;

    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    @DisplayName("50 clients move money and add it up: no sum is ever wrong, none is told \"locked\"")
    void bank() throws Exception {
        String database = SHARED.database();
        try (Connection connection = SHARED.connect(database)) {
            Rows.run(
                    connection,
                    "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INT NOT NULL)",
                    "CREATE TABLE journal(id INTEGER PRIMARY KEY, client INT, n INT, UNIQUE(client, n))",
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ACCOUNTS
                            + ") INSERT INTO account SELECT i, 1000 FROM n");
        }
        long from = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Callable<Void> work = () -> work(database, client);
            clients.add(threads.submit(work));
        }
        for (Future<Void> client : clients) {
            client.get(80, TimeUnit.SECONDS);
        }
        threads.shutdown();
        System.out.printf(
                "%d clients, %d transfers, %d sums, %d tried again: %d ms%n",
                CLIENTS, CLIENTS * TRANSFERS, reads.get(), again.get(), (System.nanoTime() - from) / 1_000_000);
        try (Connection connection = SHARED.connect(database)) {
            assertThat(Rows.number(connection, "SELECT sum(balance) FROM account"))
                    .isEqualTo(ACCOUNTS * 1000L);
            assertThat(Rows.number(connection, "SELECT count(*) FROM journal")).isEqualTo(CLIENTS * TRANSFERS);
            assertThat(Rows.value(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    private Void work(String database, int client) throws SQLException {
        try (Connection connection = SHARED.connect(database);
                PreparedStatement sum = connection.prepareStatement("SELECT sum(balance), count(*) FROM account")) {
            for (int n = 0; n < TRANSFERS; n++) {
                transfer(connection, client, n);
                try (ResultSet row = sum.executeQuery()) {
                    row.next();
                    assertThat(row.getLong(1)).isEqualTo(ACCOUNTS * 1000L);
                    reads.incrementAndGet();
                }
            }
        }
        return null;
    }

    /** Two of each client read first and may have to be tried again; the others only write. */
    private void transfer(Connection connection, int client, int n) throws SQLException {
        int source = ThreadLocalRandom.current().nextInt(1, ACCOUNTS + 1);
        int target = ThreadLocalRandom.current().nextInt(1, ACCOUNTS + 1);
        connection.setAutoCommit(false);
        while (true) {
            try {
                if (n % 6 == 0) {
                    Rows.value(connection, "SELECT balance FROM account WHERE id = " + source);
                }
                Rows.run(
                        connection,
                        "UPDATE account SET balance = balance - 5 WHERE id = " + source,
                        "UPDATE account SET balance = balance + 5 WHERE id = " + target,
                        "INSERT INTO journal(client, n) VALUES(" + client + "," + n + ")");
                connection.commit();
                connection.setAutoCommit(true);
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!"40001".equals(e.getSQLState())) {
                    throw e;
                }
                again.incrementAndGet();
            }
        }
    }
}
