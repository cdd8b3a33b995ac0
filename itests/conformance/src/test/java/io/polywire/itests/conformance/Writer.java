package io.polywire.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Writes a row into each of two tables, in one transaction after the other, until it is closed. */
final class Writer implements AutoCloseable {
    private final AtomicLong commits = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stop;
    private final Thread thread;

    Writer(Polywire polywire) {
        thread = new Thread(() -> run(polywire), "writer");
        thread.start();
    }

    private void run(Polywire polywire) {
        try (Connection connection = polywire.connect("main");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table a (n integer)");
            statement.executeUpdate("create table b (n integer)");
            connection.setAutoCommit(false);
            while (!stop) {
                statement.executeUpdate("insert into a values (1)");
                statement.executeUpdate("insert into b values (1)");
                connection.commit();
                commits.incrementAndGet();
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    /** Waits until some more transactions are committed. */
    void awaitSome() {
        long before = commits.get();
        Awaitility.await("transactions are committed")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> failure.get() != null || commits.get() > before + 20);
        assertThat(failure.get()).isNull();
    }

    @Override
    public void close() {
        stop = true;
        Awaitility.await("the writer ends").atMost(Duration.ofSeconds(30)).until(() -> !thread.isAlive());
        assertThat(failure.get()).isNull();
    }
}
