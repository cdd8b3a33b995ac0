package io.polywire.itests.postgresql.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.postgresql.server.PolywireServer;
import io.polywire.itests.r2db2.server.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

/**
 * Tables that another program made, in types that SQLite does not keep: pgjdbc sees them as they are declared, and the other
 * program (sqlite-jdbc) sees what was written in the forms that it knows. In storage {@code main} as by default, in {@code
 * counted} with times in milliseconds, in {@code plain} as text.
 */
class ForeignTypesIT {
    @TempDir
    private static Path elsewhere;

    private static PolywireServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PolywireServer.start(home -> {
            make(home.databases().resolve("shop.db"));
            storage(home, "counted").set("storage.sqlite-counted", "foreign.times", "milliseconds");
            storage(home, "plain").set("storage.sqlite-plain", "foreign.types", "text");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Home storage(Home home, String name) {
        Path directory = elsewhere.resolve(name);
        make(directory.resolve(name + "_shop.db"));
        return home.set("storage.sqlite-" + name, "polywire.storage", name)
                .set("storage.sqlite-" + name, "directory", directory);
    }

    private static void make(Path file) {
        try {
            Files.createDirectories(file.getParent());
            try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement s = tool.createStatement()) {
                s.executeUpdate(
                        "CREATE TABLE orders (id INTEGER PRIMARY KEY, placed DATETIME DEFAULT CURRENT_TIMESTAMP,"
                                + " shipped DATE, total DECIMAL(10,2), paid BOOLEAN NOT NULL DEFAULT 0, ref UUID, meta JSON,"
                                + " at TIME, note NVARCHAR(20), loose)");
                s.executeUpdate("INSERT INTO orders VALUES (1, '2024-01-02 03:04:05', '2024-01-02', 19.99, 1,"
                        + " 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '{\"a\":1}', '10:20', 'hé', 5),"
                        + " (2, 1704164645000, 2460311.5, 5, 'false', NULL, '[1]', NULL, NULL, 'x')");
                s.executeUpdate("CREATE TABLE bad (id INTEGER PRIMARY KEY, d DATE, n DECIMAL(4,1))");
                s.executeUpdate("INSERT INTO bad VALUES (1, '2024-01-01', 1.5), (2, '7/4/1996', 3.14159)");
                s.executeUpdate("CREATE VIEW recent AS SELECT id, placed FROM orders WHERE id = 1");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, "test", PolywireServer.PASSWORD);
    }

    private static List<String> rows(Statement s, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(r.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void columnsHaveTheTypesThatTheyAreDeclaredWith() throws Exception {
        try (Connection c = connect("shop")) {
            List<String> types = new ArrayList<>();
            try (ResultSet r = c.getMetaData().getColumns(null, "public", "orders", null)) {
                while (r.next()) {
                    types.add(r.getString("TYPE_NAME") + " " + r.getInt("COLUMN_SIZE") + " "
                            + r.getInt("DECIMAL_DIGITS") + " " + r.getString("COLUMN_DEF"));
                }
            }
            assertThat(types)
                    .containsExactly(
                            "int8 19 0 null",
                            "timestamp 29 6 CURRENT_TIMESTAMP",
                            "date 13 0 null",
                            "numeric 10 2 null",
                            "bool 1 0 0",
                            "uuid 2147483647 0 null",
                            "json 2147483647 0 null",
                            "time 15 6 null",
                            "varchar 20 0 null",
                            "text 2147483647 0 null");
        }
    }

    @Test
    void valuesAreOfTheirTypes() throws Exception {
        try (Connection c = connect("counted_shop")) {
            for (int threshold : new int[] {0, 1, -1}) {
                try (PreparedStatement p = c.prepareStatement("SELECT * FROM orders WHERE placed = ? ORDER BY id")) {
                    // text, binary, and whatever comes first
                    p.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(threshold);
                    p.setObject(1, LocalDateTime.of(2024, 1, 2, 3, 4, 5));
                    try (ResultSet r = p.executeQuery()) {
                        assertThat(r.next()).isTrue();
                        assertThat(r.getObject("placed", LocalDateTime.class))
                                .isEqualTo(LocalDateTime.of(2024, 1, 2, 3, 4, 5));
                        assertThat(r.getDate("shipped")).isEqualTo(Date.valueOf("2024-01-02"));
                        assertThat(r.getBigDecimal("total")).isEqualTo(new BigDecimal("19.99"));
                        assertThat(r.getBoolean("paid")).isTrue();
                        assertThat(r.getObject("ref"))
                                .isEqualTo(UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
                        assertThat(r.getString("meta")).isEqualTo("{\"a\":1}");
                        assertThat(r.getString("at")).isEqualTo("10:20:00");
                        assertThat(r.getString("note")).isEqualTo("hé");
                        assertThat(r.getString("loose")).isEqualTo("5");
                        // a count of milliseconds, a Julian day
                        assertThat(r.next()).isTrue();
                        assertThat(r.getObject("shipped", LocalDate.class)).isEqualTo(LocalDate.of(2024, 1, 2));
                        assertThat(r.getBigDecimal("total")).isEqualTo(new BigDecimal("5.00"));
                        assertThat(r.getBoolean("paid")).isFalse();
                        assertThat(r.next()).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void theyTakePartInStatements() throws Exception {
        try (Connection c = connect("counted_shop");
                Statement s = c.createStatement()) {
            assertThat(
                            rows(
                                    s,
                                    "SELECT date_trunc('month', placed)::date, sum(total), bool_or(paid) FROM orders GROUP BY 1"))
                    .containsExactly("2024-01-01|24.99|t");
            assertThat(rows(
                            s,
                            "SELECT a.id, b.id FROM orders a JOIN orders b ON a.shipped = b.shipped AND a.id < b.id"))
                    .containsExactly("1|2");
            assertThat(rows(s, "SELECT placed + interval '1 day' FROM recent")).containsExactly("2024-01-03 03:04:05");
            assertThat(rows(s, "SELECT meta ->> 'a' FROM orders WHERE total > 10"))
                    .containsExactly("1");
        }
    }

    @Test
    void theOtherProgramReadsWhatIsWritten() throws Exception {
        Path file = elsewhere.resolve("counted").resolve("counted_shop.db");
        try (Connection c = connect("counted_shop");
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.executeUpdate("INSERT INTO orders (id, placed, shipped, total, paid, ref, at, note, loose) VALUES (7,"
                    + " '2025-01-01 00:00:00.5', '2025-01-02', 12.345, true, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', '23:59', 'n',"
                    + " 'free')");
            assertThat(rows(
                            s,
                            "UPDATE orders SET total = total + 1, shipped = shipped + 1 WHERE id = 7"
                                    + " RETURNING placed, shipped, total, paid"))
                    .containsExactly("2025-01-01 00:00:00.5|2025-01-03|13.35|t");
            s.executeUpdate("INSERT INTO orders (id, total) SELECT id + 100, total FROM orders WHERE id = 7");
            s.executeUpdate(
                    "INSERT INTO orders (id, paid) VALUES (7, false) ON CONFLICT (id) DO UPDATE SET paid = excluded.paid");
            c.commit();
        }
        try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = tool.createStatement()) {
            assertThat(rows(
                            s,
                            "SELECT placed, typeof(placed), shipped, total, typeof(total), paid, ref, at FROM orders"
                                    + " WHERE id = 7"))
                    .containsExactly("1735689600500|integer|1735862400000|13.35|real|0|"
                            + "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12|23:59:00");
            assertThat(rows(s, "SELECT total FROM orders WHERE id = 107")).containsExactly("13.35");
            s.executeUpdate("DELETE FROM orders WHERE id IN (7, 107)");
        }
    }

    @Test
    void timesAreTextByDefault() throws Exception {
        try (Connection c = connect("shop");
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO orders (id, placed, shipped) VALUES (8, '2025-01-01 10:00:00', '2025-01-02')");
            s.executeUpdate("INSERT INTO orders (id) VALUES (9)");
            assertThat(rows(s, "SELECT now() - placed < interval '1 minute' FROM orders WHERE id = 9"))
                    .containsExactly("t");
            // a count that is too great for seconds
            assertThat(catchThrowableOfType(
                                    PSQLException.class, () -> rows(s, "SELECT placed FROM orders WHERE id = 2"))
                            .getSQLState())
                    .isEqualTo("22P02");
        }
        try (Connection c = connect("shop");
                Statement s = c.createStatement()) {
            assertThat(rows(s, "SELECT placed::text, shipped::text FROM orders WHERE id = 8"))
                    .containsExactly("2025-01-01 10:00:00|2025-01-02");
            s.executeUpdate("DELETE FROM orders WHERE id > 7");
        }
    }

    @Test
    void whatIsNoneFailsItsRow() throws Exception {
        try (Connection c = connect("shop");
                Statement s = c.createStatement()) {
            assertThat(rows(s, "SELECT d, n FROM bad WHERE id = 1")).containsExactly("2024-01-01|1.5");
            PSQLException f = catchThrowableOfType(PSQLException.class, () -> rows(s, "SELECT d FROM bad"));
            assertThat(f.getSQLState()).isEqualTo("22P02");
            assertThat(f.getMessage())
                    .contains("\"bad.d\"")
                    .contains("foreign.types")
                    .doesNotContain("1996");
            assertThat(catchThrowableOfType(PSQLException.class, () -> rows(s, "SELECT n FROM bad"))
                            .getMessage())
                    .contains("numeric(4,1)");
            for (String refused : List.of(
                    "INSERT INTO bad (d) VALUES ('2024-01-01') ON CONFLICT (d) DO NOTHING",
                    "CREATE UNIQUE INDEX ON bad (d)",
                    "ALTER TABLE bad ALTER COLUMN n TYPE text")) {
                assertThat(catchThrowableOfType(PSQLException.class, () -> s.execute(refused))
                                .getSQLState())
                        .as(refused)
                        .isEqualTo("0A000");
            }
        }
    }

    @Test
    void orAllOfItIsText() throws Exception {
        try (Connection c = connect("plain_shop");
                Statement s = c.createStatement()) {
            assertThat(rows(s, "SELECT id, d, n, pg_typeof(d) FROM bad ORDER BY id"))
                    .containsExactly("1|2024-01-01|1.5|text", "2|7/4/1996|3.14159|text");
            assertThat(rows(s, "SELECT shipped, paid, total FROM orders ORDER BY id"))
                    .containsExactly("2024-01-02|1|19.99", "2460311.5|false|5");
        }
    }
}
