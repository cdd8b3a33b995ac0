package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R09 R31: each kind of error has its SQLSTATE, and the connection lives")
class ErrorsIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        connection = SHARED.connect(SHARED.database());
        Rows.run(
                connection,
                "CREATE TABLE e(id INTEGER PRIMARY KEY, n INT NOT NULL, u INT UNIQUE, c INT CHECK (c > 0),"
                        + " f INT REFERENCES e(id))",
                "CREATE TABLE st(i INT) STRICT",
                "INSERT INTO e VALUES(1, 1, 1, 1, NULL)",
                "CREATE TRIGGER tr BEFORE DELETE ON e BEGIN SELECT raise(ABORT, 'kept'); END");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "42601 | selec 1",
                "42601 | select 1 from",
                "42601 | select 'open",
                "42P01 | select * from nowhere",
                "42703 | select missing from e",
                "42883 | select nofunction(1)",
                "42883 | select abs(1, 2)",
                "42702 | select id from e a, e b",
                "42P07 | create table e(x)",
                "42701 | alter table e add column n int",
                "23505 | insert into e values(1, 1, 2, 1, null)",
                "23505 | insert into e(n, u) values(1, 1)",
                "23502 | insert into e(n) values(null)",
                "23514 | insert into e(n, c) values(1, -1)",
                "23503 | insert into e(n, f) values(1, 77)",
                "22003 | select abs(-9223372036854775808)",
                "0A000 | attach database 'x' as y",
                "0A000 | create temp table x(y)",
                "0A000 | pragma journal_mode = delete",
                "0A000 | vacuum into 'x'",
                "3B001 | rollback to nowhere",
                "3D000 | drop database nowhere",
                "42P04 | create database main",
                "42601 | savepoint_is_missing"
            })
    void error(String state, String sql) throws SQLException {
        SQLException plain = catchThrowableOfType(SQLException.class, () -> Rows.run(connection, sql));
        assertThat((Throwable) plain).as(sql).isNotNull();
        assertThat(plain.getSQLState()).as(sql + ": " + plain.getMessage()).isEqualTo(state);
        assertThat(plain.getMessage()).isNotBlank().doesNotContain(".java", "/data", ".db");
        SQLException prepared = catchThrowableOfType(SQLException.class, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.execute();
            }
        });
        assertThat(prepared.getSQLState()).as("prepared: " + sql).isEqualTo(plain.getSQLState());
        assertThat(Rows.value(connection, "SELECT count(*) FROM e")).isEqualTo("1");
    }
}
