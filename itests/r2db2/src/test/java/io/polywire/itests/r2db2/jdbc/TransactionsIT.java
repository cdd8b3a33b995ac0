package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Transactions through the driver")
class TransactionsIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private Connection one;
    private Connection two;

    @BeforeEach
    void connect() throws SQLException {
        String database = SHARED.database();
        one = SHARED.connect(database);
        two = SHARED.connect(database);
        Rows.run(one, "CREATE TABLE a(id INTEGER PRIMARY KEY, v INT)", "INSERT INTO a VALUES(1, 10),(2, 20)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        two.close();
    }

    @Test
    @DisplayName("commit and rollback")
    void commitAndRollback() throws SQLException {
        one.setAutoCommit(false);
        Rows.run(one, "UPDATE a SET v = 11 WHERE id = 1");
        assertThat(Rows.value(two, "SELECT v FROM a WHERE id = 1")).isEqualTo("10");
        one.rollback();
        assertThat(Rows.value(one, "SELECT v FROM a WHERE id = 1")).isEqualTo("10");
        Rows.run(one, "UPDATE a SET v = 12 WHERE id = 1");
        one.commit();
        assertThat(Rows.value(two, "SELECT v FROM a WHERE id = 1")).isEqualTo("12");
        Rows.run(one, "UPDATE a SET v = 13 WHERE id = 1");
        one.setAutoCommit(true);
        assertThat(Rows.value(two, "SELECT v FROM a WHERE id = 1")).isEqualTo("13");
    }

    @Test
    @DisplayName("a connection that closes within a transaction rolls it back, and hinders nobody")
    void closed() throws SQLException {
        one.setAutoCommit(false);
        Rows.run(one, "DELETE FROM a");
        one.close();
        Rows.run(two, "UPDATE a SET v = v + 1");
        assertThat(Rows.number(two, "SELECT sum(v) FROM a")).isEqualTo(32);
    }

    @Test
    @DisplayName("savepoints: back to one, release, unknown ones")
    void savepoints() throws SQLException {
        one.setAutoCommit(false);
        Rows.run(one, "INSERT INTO a VALUES(3, 30)");
        Savepoint first = one.setSavepoint("first");
        Rows.run(one, "INSERT INTO a VALUES(4, 40)");
        Savepoint second = one.setSavepoint();
        Rows.run(one, "INSERT INTO a VALUES(5, 50)");
        one.rollback(second);
        assertThat(Rows.number(one, "SELECT count(*) FROM a")).isEqualTo(4);
        one.releaseSavepoint(second);
        one.rollback(first);
        assertThat(Rows.number(one, "SELECT count(*) FROM a")).isEqualTo(3);
        assertThat(catchThrowableOfType(SQLException.class, () -> Rows.run(one, "ROLLBACK TO nowhere"))
                        .getSQLState())
                .isEqualTo("3B001");
        one.rollback(first);
        one.commit();
        assertThat(Rows.number(two, "SELECT count(*) FROM a")).isEqualTo(3);
    }

    @Test
    @DisplayName("an error within a transaction ends the statement, not what came before it")
    void errorInTransaction() throws SQLException {
        one.setAutoCommit(false);
        Rows.run(one, "INSERT INTO a VALUES(3, 30)");
        assertThat(catchThrowableOfType(SQLException.class, () -> Rows.run(one, "INSERT INTO a VALUES(4, 1), (3, 1)"))
                        .getSQLState())
                .isEqualTo("23505");
        Rows.run(one, "INSERT INTO a VALUES(5, 50)");
        one.commit();
        assertThat(Rows.all(two, "SELECT id FROM a ORDER BY id")).containsExactly("1", "2", "3", "5");
    }

    @Test
    @DisplayName("a transaction sees one moment, whatever others commit")
    void snapshot() throws SQLException {
        one.setAutoCommit(false);
        assertThat(Rows.number(one, "SELECT sum(v) FROM a")).isEqualTo(30);
        Rows.run(two, "UPDATE a SET v = 100", "INSERT INTO a VALUES(9, 1)", "CREATE TABLE b(x)");
        assertThat(Rows.number(one, "SELECT sum(v) FROM a")).isEqualTo(30);
        one.commit();
        assertThat(Rows.number(one, "SELECT sum(v) FROM a")).isEqualTo(201);
    }

    @Test
    @DisplayName("who read before another's commit and writes after it gets 40001, and can try again")
    void serialization() throws SQLException {
        one.setAutoCommit(false);
        long seen = Rows.number(one, "SELECT v FROM a WHERE id = 1");
        Rows.run(two, "UPDATE a SET v = v + 1 WHERE id = 1");
        SQLException failure = catchThrowableOfType(
                SQLException.class, () -> Rows.run(one, "UPDATE a SET v = " + (seen + 5) + " WHERE id = 1"));
        assertThat(failure.getSQLState()).isEqualTo("40001");
        assertThat((Throwable) failure).isInstanceOf(java.sql.SQLTransactionRollbackException.class);
        one.rollback();
        long now = Rows.number(one, "SELECT v FROM a WHERE id = 1");
        Rows.run(one, "UPDATE a SET v = " + (now + 5) + " WHERE id = 1");
        one.commit();
        assertThat(Rows.number(two, "SELECT v FROM a WHERE id = 1")).isEqualTo(16);
    }

    @Test
    @DisplayName("a second writer waits in line, and is not told \"locked\"")
    void writersWait() throws Exception {
        one.setAutoCommit(false);
        Rows.run(one, "UPDATE a SET v = 11 WHERE id = 1");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> {
            long from = System.nanoTime();
            begun.countDown();
            try {
                Rows.run(two, "UPDATE a SET v = v * 2 WHERE id = 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return System.nanoTime() - from;
        });
        begun.await();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        one.commit();
        assertThat(waiting.get(20, TimeUnit.SECONDS))
                .isGreaterThan(Duration.ofMillis(250).toNanos());
        assertThat(Rows.number(one, "SELECT v FROM a WHERE id = 1")).isEqualTo(22);
    }

    @Test
    @DisplayName("a waiting writer can be cancelled, and a query time-out counts while it waits")
    void waitingIsCancelled() throws Exception {
        one.setAutoCommit(false);
        Rows.run(one, "UPDATE a SET v = 11 WHERE id = 1");
        try (java.sql.Statement statement = two.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException failure = catchThrowableOfType(
                    SQLException.class, () -> statement.executeUpdate("UPDATE a SET v = 0 WHERE id = 2"));
            assertThat(failure.getSQLState()).isEqualTo("57014");
            assertThat((Throwable) failure).isInstanceOf(java.sql.SQLTimeoutException.class);
        }
        one.commit();
        assertThat(Rows.number(two, "SELECT v FROM a WHERE id = 2")).isEqualTo(20);
        Rows.run(two, "UPDATE a SET v = 21 WHERE id = 2");
    }

    @Test
    @DisplayName("read-only connections refuse to write")
    void readOnly() throws SQLException, ExecutionException {
        one.setReadOnly(true);
        assertThat(catchThrowableOfType(SQLException.class, () -> Rows.run(one, "DELETE FROM a"))
                        .getSQLState())
                .isEqualTo("25006");
        assertThat(Rows.number(one, "SELECT count(*) FROM a")).isEqualTo(2);
    }
}
