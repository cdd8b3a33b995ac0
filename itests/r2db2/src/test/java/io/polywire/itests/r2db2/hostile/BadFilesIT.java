package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files that are none of SQLite's, damaged, or not to be written")
class BadFilesIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static SQLException failing(int port, String database, String sql) {
        return catchThrowableOfType(SQLException.class, () -> {
            try (Connection connection = SharedServer.connect(port, database);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    /** Rows over many pages. */
    private static Path fill(Path file) throws SQLException {
        try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = tool.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
            statement.execute("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                    + " i < 5000) SELECT i, hex(randomblob(50)) FROM n");
        }
        return file;
    }

    @Test
    @DisplayName("a file of another kind, an empty one, a directory and a link out of the directory")
    void otherKinds(@TempDir Path elsewhere) throws IOException, SQLException {
        Path databases = SHARED.server().home().databases();
        byte[] noise = new byte[100_000];
        new java.util.Random(3).nextBytes(noise);
        Files.write(databases.resolve("noise.db"), noise);
        Files.writeString(databases.resolve("words.sqlite"), "this is no database\n".repeat(100));
        Files.createFile(databases.resolve("empty.sqlite3"));
        Files.createDirectory(databases.resolve("folder.db"));
        Files.createSymbolicLink(databases.resolve("link.db"), fill(elsewhere.resolve("outside.db")));
        try {
            for (String name : List.of("noise", "words")) {
                SQLException failure = failing(SHARED.port(), name, "SELECT * FROM t");
                assertThat(failure.getSQLState()).as(name).isEqualTo("XX001");
                assertThat(failure.getMessage())
                        .contains("not a SQLite database")
                        .doesNotContain("/");
            }
            assertThat(failing(SHARED.port(), "folder", "SELECT 1").getSQLState())
                    .isEqualTo("3D000");
            SQLException link = failing(SHARED.port(), "link", "SELECT 1");
            assertThat(link.getMessage()).contains("leads out").doesNotContain(elsewhere.toString());
            assertThat((Throwable) failing(SHARED.port(), "empty", "CREATE TABLE t(x); INSERT INTO t VALUES(1)"))
                    .isNull();
            assertThat(Files.readAllBytes(databases.resolve("noise.db"))).isEqualTo(noise);
        } finally {
            Files.delete(databases.resolve("link.db"));
            Files.delete(databases.resolve("folder.db"));
            Files.delete(databases.resolve("noise.db"));
            Files.delete(databases.resolve("words.sqlite"));
        }
        assertThat(Polywire.serves(SHARED.port())).isTrue();
    }

    @Test
    @DisplayName("a damaged file: what can be read is, the rest is XX001, other databases go on")
    void damaged() throws IOException, SQLException {
        Path file = fill(SHARED.server().home().root().resolve("damaged.tmp"));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] rubbish = new byte[4096];
            java.util.Arrays.fill(rubbish, (byte) 0xa5);
            for (long page = 20; page < 40; page++) {
                bytes.seek(page * 4096);
                bytes.write(rubbish);
            }
        }
        Files.move(file, SHARED.server().home().databases().resolve("damaged.db"));
        try (Connection connection = SharedServer.connect(SHARED.port(), "damaged");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT v FROM t WHERE id = 1").next())
                    .isTrue();
            SQLException failure = catchThrowableOfType(
                    SQLException.class, () -> statement.executeQuery("SELECT sum(length(v)) FROM t"));
            assertThat(failure.getSQLState()).isEqualTo("XX001");
            assertThat(failure.getMessage()).contains("damaged").doesNotContain(".db");
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        }
        assertThat(Polywire.serves(SHARED.port())).isTrue();
    }

    @Test
    @DisplayName("two files of one name: an error that names both")
    void clash() throws IOException, SQLException {
        Path databases = SHARED.server().home().databases();
        fill(databases.resolve("twice.db"));
        Files.copy(databases.resolve("twice.db"), databases.resolve("twice.sqlite"));
        assertThat(failing(SHARED.port(), "twice", "SELECT 1").getMessage()).contains("twice.db", "twice.sqlite");
        Files.delete(databases.resolve("twice.sqlite"));
        assertThat((Throwable) failing(SHARED.port(), "twice", "SELECT 1")).isNull();
    }

    @Test
    @DisplayName("a directory that cannot be written: reads are served, writes are 25006, no file is made")
    void readOnly(@TempDir Path directory) throws IOException, SQLException {
        Home home = new Home(directory.resolve("home"));
        Path archive = Files.createDirectory(directory.resolve("archive"));
        fill(archive.resolve("old.db"));
        home.set("storage.sqlite-archive", "directory", archive)
                .set("storage.sqlite-archive", "polywire.storage", "archive");
        Files.setPosixFilePermissions(archive.resolve("old.db"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("r-xr-xr-x"));
        // who is root may write everywhere, unless that capability is taken away
        String under = isRoot() ? "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override" : "";
        try (Polywire server = Polywire.startUnder(home, under)) {
            try (Connection connection = SharedServer.connect(server.port(), "old");
                    Statement statement = connection.createStatement()) {
                assertThat(statement
                                .executeQuery("SELECT v FROM t WHERE id = 5000")
                                .next())
                        .isTrue();
                for (String sql : List.of("INSERT INTO t(v) VALUES('x')", "CREATE TABLE u(x)", "BEGIN IMMEDIATE")) {
                    SQLException failure = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
                    assertThat(failure.getSQLState()).as(sql).isEqualTo("25006");
                    assertThat(failure.getMessage()).doesNotContain("/");
                }
                assertThat(statement.executeQuery("SELECT count(*) FROM t").next())
                        .isTrue();
            }
            assertThat((Throwable) failing(server.port(), "main", "CREATE TABLE w(x)"))
                    .isNull();
        } finally {
            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (var files = Files.list(archive)) {
            assertThat(files).hasSize(1);
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
