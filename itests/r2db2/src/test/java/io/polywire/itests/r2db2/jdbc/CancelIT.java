package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Cancel and query time-out")
class CancelIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    /** Three times what is wanted, as the machine is shared. */
    private static final long BOUND_MILLIS = 3000;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = SHARED.connect("main");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    @DisplayName("a statement that computes without an end is cancelled, the connection goes on")
    void cancel() throws Exception {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(SQLException.class, () -> statement.executeQuery(ENDLESS)));
            // runs for a while
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> failure.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            long from = System.nanoTime();
            statement.cancel();
            assertThat(failure.get(20, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
            long millis = (System.nanoTime() - from) / 1_000_000;
            System.out.println("cancelled after " + millis + " ms");
            assertThat(millis).isLessThan(BOUND_MILLIS);
            assertThat(Rows.value(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("the query time-out ends a statement, plain and prepared")
    void timeout() throws SQLException {
        try (Statement plain = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(ENDLESS)) {
            plain.setQueryTimeout(1);
            prepared.setQueryTimeout(1);
            long from = System.nanoTime();
            SQLTimeoutException first =
                    catchThrowableOfType(SQLTimeoutException.class, () -> plain.executeQuery(ENDLESS));
            SQLTimeoutException second = catchThrowableOfType(SQLTimeoutException.class, prepared::executeQuery);
            assertThat(first.getSQLState()).isEqualTo("57014");
            assertThat(second.getSQLState()).isEqualTo("57014");
            assertThat((System.nanoTime() - from) / 1_000_000).isBetween(1900L, 2000 + 2 * BOUND_MILLIS);
            assertThat(Rows.value(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("a result that is being read is cancelled between its rows")
    void cancelResult() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(10);
            ResultSet rows = statement.executeQuery(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
            for (int i = 0; i < 100; i++) {
                rows.next();
            }
            statement.cancel();
            // either a running fetch was hit or none was: the connection stays in order
            rows.close();
            assertThat(Rows.value(connection, "SELECT 2")).isEqualTo("2");
        }
    }

    @Test
    @DisplayName("a cancelled write leaves nothing behind")
    void cancelledWrite() throws SQLException {
        Rows.run(connection, "CREATE TABLE IF NOT EXISTS cancelled(x)");
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThat(catchThrowableOfType(
                                    SQLException.class,
                                    () -> statement.executeUpdate(
                                            "INSERT INTO cancelled WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                                    + " FROM n) SELECT i FROM n LIMIT 1000000000"))
                            .getSQLState())
                    .isEqualTo("57014");
        }
        assertThat(Rows.number(connection, "SELECT count(*) FROM cancelled")).isZero();
        Rows.run(connection, "DROP TABLE cancelled");
    }

    @Test
    @DisplayName("a cancel that comes late hits no later statement")
    void late() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 50; i++) {
                statement.executeQuery("SELECT 1").close();
                statement.cancel();
                assertThat(Rows.value(connection, "SELECT " + i)).isEqualTo(Integer.toString(i));
            }
        }
    }
}
