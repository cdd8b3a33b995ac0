package io.polywire.itests.r2db2.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Files of another SQLite tool")
class ForeignFilesIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @TempDir
    private Path elsewhere;

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** A file as the other tool makes it, dropped into the directory of the running server. */
    private Path drop(String name, String suffix, String journal, String encoding) throws Exception {
        Path made = elsewhere.resolve(name + suffix);
        try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + made)) {
            run(
                    tool,
                    "PRAGMA encoding = '" + encoding + "'",
                    "PRAGMA journal_mode = " + journal,
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)",
                    "INSERT INTO t VALUES(1, 'größer als 日本')",
                    "CREATE VIEW w AS SELECT max(id) AS most FROM t");
        }
        return Files.move(made, SHARED.server().home().databases().resolve(name + suffix));
    }

    @ParameterizedTest
    @CsvSource({
        "plain_wal, .db, WAL, UTF-8",
        "plain_delete, .sqlite, DELETE, UTF-8",
        "wide_wal, .sqlite3, WAL, UTF-16le"
    })
    @DisplayName("is served at once and stays what it is; both write, each sees the other with its next statement")
    void served(String name, String suffix, String journal, String encoding) throws Exception {
        Path file = drop(name, suffix, journal, encoding);
        try (Connection connection = SHARED.connect(name);
                Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(tool, "PRAGMA busy_timeout = 20000");
            assertThat(value(connection, "SELECT v FROM t WHERE id = 1")).isEqualTo("größer als 日本");
            try (PreparedStatement ours = connection.prepareStatement("INSERT INTO t(v) VALUES(?)");
                    PreparedStatement most = connection.prepareStatement("SELECT most FROM w")) {
                for (int i = 2; i <= 40; i += 2) {
                    run(tool, "INSERT INTO t(v) VALUES('theirs')");
                    assertThat(number(most)).isEqualTo(i);
                    ours.setString(1, "ours ü");
                    ours.executeUpdate();
                    assertThat(value(tool, "SELECT most FROM w")).isEqualTo(Integer.toString(i + 1));
                    assertThat(number(most)).isEqualTo(i + 1);
                }
                run(tool, "ALTER TABLE t ADD COLUMN more DEFAULT 'm'");
                assertThat(value(connection, "SELECT more FROM t")).isEqualTo("m");
                run(connection, "CREATE TABLE ours(x)");
                run(tool, "INSERT INTO ours VALUES(1)");
                assertThat(value(connection, "SELECT count(*) FROM ours")).isEqualTo("1");
            }
            assertThat(value(tool, "PRAGMA journal_mode")).isEqualToIgnoringCase(journal);
            assertThat(value(tool, "PRAGMA encoding")).isEqualTo(encoding);
            assertThat(value(tool, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    private static int number(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"busy_wal, WAL", "busy_delete, DELETE"})
    @DisplayName("both write without a pause: nobody's rows are lost, readers see whole transactions")
    void together(String name, String journal) throws Exception {
        Path file = drop(name, ".db", journal, "UTF-8");
        int each = 60;
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> theirs = CompletableFuture.runAsync(() -> {
            try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                run(tool, "PRAGMA busy_timeout = 20000");
                for (int i = 0; i < each; i++) {
                    run(
                            tool,
                            "BEGIN IMMEDIATE",
                            "INSERT INTO t(v) VALUES('a')",
                            "INSERT INTO t(v) VALUES('b')",
                            "COMMIT");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            try (Connection connection = SHARED.connect(name)) {
                while (!done.get()) {
                    assertThat(Long.parseLong(value(connection, "SELECT count(*) FROM t")) % 2)
                            .as("halves of a transaction")
                            .isEqualTo(1);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection connection = SHARED.connect(name)) {
            for (int i = 0; i < each; i++) {
                run(connection, "BEGIN IMMEDIATE", "INSERT INTO t(v) VALUES('c'),('d')", "COMMIT");
            }
            theirs.get(60, TimeUnit.SECONDS);
            done.set(true);
            reader.get(20, TimeUnit.SECONDS);
            assertThat(value(connection, "SELECT count(*) FROM t")).isEqualTo(Integer.toString(1 + 4 * each));
            assertThat(value(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }
}
