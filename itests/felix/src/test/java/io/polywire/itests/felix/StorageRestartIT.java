package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;

/** The storage goes and comes back under sessions that stay. */
class StorageRestartIT {
    private static final int WRITERS = 8;

    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    @Test
    @DisplayName("W23: sessions outlive their storage, which is swapped while they are there")
    void sessionsOutliveTheirStorage() throws Exception {
        Bundle storage = POLYWIRE.bundleOf("io.polywire.storage.sqlite");
        try (Connection connection = Jdbc.open(POLYWIRE.port("r2db2"), "main");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table kept (n integer)");
            statement.executeUpdate("insert into kept values (7)");

            storage.stop();

            SQLException refused =
                    catchThrowableOfType(SQLException.class, () -> Jdbc.value(connection, "select n from kept"));
            assertThat(refused.getSQLState()).isEqualTo("57P03");
            assertThat(connection.isClosed()).isFalse();
            assertThat(POLYWIRE.status().part("listener", "r2db2").state()).isEqualTo("up");

            storage.start();

            Awaitility.await("the same connection works again")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .untilAsserted(() -> assertThat(Jdbc.value(connection, "select n from kept"))
                            .isEqualTo("7"));
        }
    }

    /** Whoever was told of success is there, whoever is told anything else is told that it is not available now. */
    @Test
    void itGoesInTheMiddleOfCommits() throws Exception {
        Bundle storage = POLYWIRE.bundleOf("io.polywire.storage.sqlite");
        int port = POLYWIRE.port("r2db2");
        try (Connection connection = Jdbc.open(port, "main");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table amid (n integer primary key)");
        }
        AtomicBoolean over = new AtomicBoolean();
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> states = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        // all have their statements before the storage goes: it is what they tell from then on that counts
        CountDownLatch ready = new CountDownLatch(WRITERS);
        for (int w = 0; w < WRITERS; w++) {
            int first = w * 1_000_000;
            CompletableFuture<Void> end = new CompletableFuture<>();
            writers.add(end);
            new Thread(() -> {
                        try (Connection c = Jdbc.open(port, "main");
                                PreparedStatement p = c.prepareStatement("insert into amid values (?)")) {
                            ready.countDown();
                            for (int n = first; !over.get(); n++) {
                                try {
                                    p.setInt(1, n);
                                    p.executeUpdate();
                                    acknowledged.add(n);
                                } catch (SQLException e) {
                                    states.add(e.getSQLState());
                                }
                            }
                            end.complete(null);
                        } catch (SQLException e) {
                            end.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 3; i++) {
            int before = acknowledged.size();
            Awaitility.await("writers write")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> acknowledged.size() > before + 50);
            storage.stop();
            storage.start();
        }
        over.set(true);
        for (CompletableFuture<Void> w : writers) {
            w.get(30, TimeUnit.SECONDS);
        }
        assertThat(states).isSubsetOf("57P03");
        try (Connection connection = Jdbc.open(port, "main");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from amid")) {
            Set<Integer> there = new HashSet<>();
            while (rows.next()) {
                there.add(rows.getInt(1));
            }
            assertThat(there).containsAll(acknowledged);
        }
    }
}
