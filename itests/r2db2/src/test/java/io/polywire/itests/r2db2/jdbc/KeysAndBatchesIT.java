package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Generated keys and batches through the driver")
class KeysAndBatchesIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = SHARED.connect(SHARED.database());
        Rows.run(connection, "CREATE TABLE k(id INTEGER PRIMARY KEY, v TEXT UNIQUE, w INT DEFAULT 7)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    @DisplayName("the key of an inserted row, by flag and by column name")
    void keys() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO k(v) VALUES(?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 1; i <= 3; i++) {
                insert.setString(1, "v" + i);
                assertThat(insert.executeUpdate()).isEqualTo(1);
                assertThat(Rows.all(insert.getGeneratedKeys())).containsExactly(Integer.toString(i));
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO k(v) VALUES(?), (?)", new String[] {"id", "w"})) {
            insert.setString(1, "x");
            insert.setString(2, "y");
            assertThat(insert.executeUpdate()).isEqualTo(2);
            assertThat(Rows.all(insert.getGeneratedKeys())).containsExactly("4,7", "5,7");
        }
        try (Statement insert = connection.createStatement()) {
            insert.executeUpdate("INSERT INTO k(id, v) VALUES(" + Long.MAX_VALUE / 2 + ", 'z')", 1);
            try (ResultSet key = insert.getGeneratedKeys()) {
                assertThat(key.next()).isTrue();
                assertThat(key.getLong(1)).isEqualTo(Long.MAX_VALUE / 2);
            }
        }
    }

    @Test
    @DisplayName("a batch of 50,000 rows tells each count")
    void batch() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO k(v) VALUES(?)")) {
            for (int i = 0; i < 50_000; i++) {
                insert.setString(1, "row " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(50_000).containsOnly(1);
        }
        assertThat(Rows.all(connection, "SELECT count(*), min(id), max(id) FROM k"))
                .containsExactly("50000,1,50000");
    }

    @Test
    @DisplayName("a batch that fails names the row, and leaves nothing of itself behind")
    void failing() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO k(v) VALUES(?)")) {
            for (int i = 0; i < 10; i++) {
                insert.setString(1, i == 7 ? "3" : Integer.toString(i));
                insert.addBatch();
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("23505");
            assertThat(failure.getMessage()).contains("Command 8 ");
            assertThat(Rows.number(connection, "SELECT count(*) FROM k")).isZero();
            insert.setString(1, "after");
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1);
        }
    }

    @Test
    @DisplayName("a failing batch within a transaction leaves what came before it")
    void failingInTransaction() throws SQLException {
        connection.setAutoCommit(false);
        Rows.run(connection, "INSERT INTO k(v) VALUES('before')");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO k(v) VALUES(?)")) {
            for (String v : List.of("a", "b", "before")) {
                insert.setString(1, v);
                insert.addBatch();
            }
            assertThat(catchThrowableOfType(BatchUpdateException.class, insert::executeBatch)
                            .getSQLState())
                    .isEqualTo("23505");
        }
        connection.commit();
        assertThat(Rows.all(connection, "SELECT v FROM k")).containsExactly("before");
    }

    @Test
    @DisplayName("a batch of different statements")
    void statements() throws SQLException {
        try (Statement batch = connection.createStatement()) {
            batch.addBatch("INSERT INTO k(v) VALUES('a'),('b')");
            batch.addBatch("UPDATE k SET w = 8");
            batch.addBatch("DELETE FROM k WHERE v = 'a'");
            assertThat(batch.executeBatch()).containsExactly(2, 2, 1);
        }
        assertThat(Rows.all(connection, "SELECT v, w FROM k")).containsExactly("b,8");
    }

    @Test
    @DisplayName("the most parameters that a statement may have, and one more")
    void parameters() throws SQLException {
        int most = 32_766;
        String many = "SELECT max(column1) FROM (VALUES (?)" + ",(?)".repeat(most - 1) + ")";
        try (PreparedStatement select = connection.prepareStatement(many)) {
            IntStream.rangeClosed(1, most).forEach(i -> set(select, i));
            assertThat(Rows.all(select.executeQuery())).containsExactly(Integer.toString(most));
        }
        SQLException tooMany = catchThrowableOfType(
                SQLException.class, () -> connection.prepareStatement(many.replace("(VALUES", "(VALUES (?),")));
        assertThat(tooMany.getSQLState()).isEqualTo("42601");
        assertThat(tooMany.getMessage()).contains("32766");
        assertThat(Rows.value(connection, "SELECT 1")).isEqualTo("1");
    }

    private static void set(PreparedStatement statement, int number) {
        try {
            statement.setInt(number, number);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
