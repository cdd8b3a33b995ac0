package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("One table for pgjdbc over PostgreSQL's wire and for the r2db2 driver with SQLite's SQL")
class BothWiresIT {
    private static PolywireServer server;
    private static int databases;

    private Connection postgresql;
    private Connection r2db2;

    @BeforeAll
    static void start() throws IOException {
        server = PolywireServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        String database = "both" + databases++;
        server.database(database);
        postgresql = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, "test", PolywireServer.PASSWORD);
        r2db2 = server.overR2db2(database);
    }

    @AfterEach
    void disconnect() throws SQLException {
        postgresql.close();
        r2db2.close();
    }

    private static void run(Connection c, String... statements) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String text : statements) {
                s.execute(text);
            }
        }
    }

    private static List<String> column(Connection c, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement s = c.createStatement();
                ResultSet rows = s.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    @ParameterizedTest
    @DisplayName("what one writes the other reads, as a constant and as a parameter")
    @CsvSource(
            delimiter = '|',
            value = {
                "int | -5 | -5 | -5",
                "bigint | 9223372036854775807 | 9223372036854775807 | 9223372036854775807",
                "boolean | true | t | 1",
                "real | 0.25 | 0.25 | 0.25",
                "double precision | 1.5 | 1.5 | 1.5",
                "numeric(12,2) | 1234.50 | 1234.50 | 1234.50",
                "numeric | 12345678901234567890.5 | 12345678901234567890.5 | 12345678901234567890.5",
                "text | größer | größer | größer",
                "varchar(5) | abc | abc | abc",
                "date | 2024-02-29 | 2024-02-29 | 2024-02-29",
                "time | 10:20:30.5 | 10:20:30.5 | 10:20:30.5",
                "timestamp | 2024-02-29 10:20:30.25 | 2024-02-29 10:20:30.25 | 2024-02-29 10:20:30.25",
                "timestamptz | 2024-02-29 10:20:30+00 | 2024-02-29 10:20:30+00 | 2024-02-29 10:20:30+00",
                "uuid | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "jsonb | {\"a\": [1, 2]} | {\"a\": [1, 2]} | {\"a\": [1, 2]}",
                "int[] | {1,2,NULL} | {1,2,NULL} | {1,2,NULL}",
                "mood | ok | ok | ok",
                "inet | 10.0.0.1 | 10.0.0.1 | 10.0.0.1"
            })
    void bothRead(String type, String written, String theirs, String ours) throws SQLException {
        run(
                postgresql,
                "SET TimeZone = 'UTC'",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE TABLE v(id int PRIMARY KEY, x " + type + ")",
                "INSERT INTO v VALUES (1, '" + written + "')");
        run(r2db2, "INSERT INTO v VALUES (2, '" + written + "')");
        try (PreparedStatement p = r2db2.prepareStatement("INSERT INTO v(x, id) VALUES (?, ?)")) {
            p.setString(1, written);
            p.setInt(2, 3);
            assertThat(p.executeUpdate()).isEqualTo(1);
        }
        run(r2db2, "INSERT INTO v SELECT 4, x FROM v WHERE id = 1", "INSERT INTO v(id) VALUES (5)");
        run(r2db2, "UPDATE v SET x = '" + written + "' WHERE id = 5");
        // the style is what this session has set; the driver of PostgreSQL sets its own time zone at its start
        assertThat(column(postgresql, "SELECT x FROM v ORDER BY id")).hasSize(5).containsOnly(theirs);
        assertThat(column(r2db2, "SELECT x FROM v ORDER BY id")).hasSize(5).containsOnly(ours);
        assertThat(column(postgresql, "SELECT count(DISTINCT x) FROM v")).containsExactly("1");
    }

    @Test
    @DisplayName("bytes are bytes, and values have their types in JDBC")
    void typed() throws SQLException {
        run(postgresql, "CREATE TABLE v(id int PRIMARY KEY, b bytea, n numeric(8,3), ts timestamp)");
        try (PreparedStatement p = r2db2.prepareStatement("INSERT INTO v VALUES (?, ?, ?, ?)")) {
            p.setInt(1, 1);
            p.setBytes(2, new byte[] {0, -1, 7});
            p.setBigDecimal(3, new BigDecimal("12.345"));
            p.setTimestamp(4, Timestamp.valueOf("2024-03-01 12:00:00.5"));
            p.executeUpdate();
        }
        for (Connection c : List.of(postgresql, r2db2)) {
            try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery("SELECT b, n, ts FROM v WHERE id = 1")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBytes(1)).containsExactly(0, -1, 7);
                assertThat(row.getBigDecimal(2)).isEqualTo(new BigDecimal("12.345"));
                assertThat(row.getTimestamp(3)).isEqualTo(Timestamp.valueOf("2024-03-01 12:00:00.5"));
            }
        }
    }

    @Test
    @DisplayName("conditions and orders follow the values; what is no value is refused")
    void compared() throws SQLException {
        run(
                postgresql,
                "CREATE TABLE v(id int PRIMARY KEY, n numeric UNIQUE, u uuid, ts timestamp)",
                "INSERT INTO v VALUES (1, 9.50, 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '2024-01-01'),"
                        + " (2, 10, NULL, '2024-01-01 00:00:00.5')");
        assertThat(column(r2db2, "SELECT id FROM v ORDER BY n DESC")).containsExactly("2", "1");
        try (PreparedStatement p = r2db2.prepareStatement("SELECT id FROM v WHERE n = ? AND u = ? AND ts < ?")) {
            p.setBigDecimal(1, new BigDecimal("9.5"));
            p.setString(2, "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6");
            p.setString(3, "2024-01-01 00:00:00.25");
            try (ResultSet row = p.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
        SQLException f =
                catchThrowableOfType(SQLException.class, () -> run(r2db2, "INSERT INTO v(id, n) VALUES (3, 'many')"));
        assertThat(f.getSQLState()).isEqualTo("22P02");
        f = catchThrowableOfType(SQLException.class, () -> run(r2db2, "UPDATE v SET n = '9.5' WHERE id = 2"));
        assertThat(f.getSQLState()).isEqualTo("23505");
        f = catchThrowableOfType(SQLException.class, () -> run(r2db2, "CREATE VIEW w AS SELECT n FROM v"));
        assertThat(f.getSQLState()).isEqualTo("0A000");
    }
}
