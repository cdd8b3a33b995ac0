package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A full disk")
class FullDiskIT {
    /** No file may be longer: room for the server's libraries, not for the rows. */
    private static final int MIB = 12;

    private static final int ROW = 200_000;

    @TempDir
    private Path directory;

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static SQLException failing(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> run(connection, sql));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void makeRoom(Polywire server) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--fsize=unlimited:")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).as("prlimit of util-linux").isZero();
    }

    @Test
    @DisplayName("53100 or 58030, nothing acknowledged is lost, other databases and the next client are served")
    void full() throws Exception {
        Home home = new Home(directory);
        long stored = 0;
        // ulimit counts 512 bytes; the Java heap is no file
        try (Polywire server = Polywire.startLimited(home, "ulimit -S -f " + MIB * 2048)) {
            try (Connection one = SharedServer.connect(server.port(), "main");
                    Connection other = SharedServer.connect(server.port(), "postgres")) {
                run(one, "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)");
                run(other, "CREATE TABLE small(x)");
                SQLException failure = null;
                while (failure == null) {
                    failure = failing(one, "INSERT INTO t(v) VALUES(zeroblob(" + ROW + "))");
                    stored += failure == null ? 1 : 0;
                    assertThat(stored).isLessThan(2L * MIB * 1024 * 1024 / ROW);
                }
                System.out.println(
                        "full after " + stored + " rows: " + failure.getSQLState() + " " + failure.getMessage());
                assertThat(failure.getSQLState()).isIn("53100", "58030");
                assertThat(failure.getMessage()).doesNotContain("/");
                assertThat(number(one, "SELECT count(*) FROM t")).isEqualTo(stored);
                // again, in one large step, and within a transaction
                assertThat(failing(one, "INSERT INTO t(v) VALUES(zeroblob(" + 2 * MIB * 1024 * 1024 + "))")
                                .getSQLState())
                        .isIn("53100", "58030");
                one.setAutoCommit(false);
                run(one, "DELETE FROM t WHERE id = 1");
                SQLException within = failing(one, "INSERT INTO t(v) VALUES(zeroblob(" + 2 * MIB * 1024 * 1024 + "))");
                assertThat(within.getSQLState()).isIn("53100", "58030");
                one.rollback();
                one.setAutoCommit(true);
                assertThat(number(one, "SELECT count(*) FROM t")).isEqualTo(stored);
                // others notice nothing
                run(other, "INSERT INTO small VALUES(1)");
                assertThat(number(other, "SELECT count(*) FROM small")).isOne();
                assertThat(Polywire.serves(server.port())).isTrue();
                // as soon as there is room again it goes on
                makeRoom(server);
                run(one, "INSERT INTO t(v) VALUES(zeroblob(" + 2 * MIB * 1024 * 1024 + "))");
                stored++;
                assertThat(number(one, "SELECT count(*) FROM t")).isEqualTo(stored);
            }
        }
        try (Connection tool =
                DriverManager.getConnection("jdbc:sqlite:" + home.databases().resolve("main.db"))) {
            assertThat(number(tool, "SELECT count(*) FROM t")).isEqualTo(stored);
            try (Statement statement = tool.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("ok");
            }
        }
    }
}
