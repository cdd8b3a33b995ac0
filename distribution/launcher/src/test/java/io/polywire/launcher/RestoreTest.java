package io.polywire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    @TempDir
    private Path root;

    private static void run(Path file, String... statements) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private static String value(Path file) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT group_concat(x) FROM t")) {
            return r.getString(1);
        }
    }

    /** The log of a database that is gone, with commits in it, is no part of the one that gets its name. */
    @Test
    void takesNothingOfWhatHadTheNameBefore() throws IOException, SQLException {
        Home home = new Home(root);
        Files.createDirectories(root.resolve("config"));
        Files.writeString(root.resolve("config/io.polywire.storage.sqlite-main.cfg"), "polywire.storage = main\n");
        Path databases = Files.createDirectories(root.resolve("data/databases"));
        Path old = databases.resolve("shop.db");
        run(old, "PRAGMA journal_mode = WAL", "CREATE TABLE t(x)");
        Path log = databases.resolve("shop.db-wal");
        byte[] left;
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO t VALUES (666)");
            left = Files.readAllBytes(log);
        }
        Files.delete(old);
        Files.write(log, left);
        Path copy = root.resolve("copy.db");
        run(copy, "CREATE TABLE t(x)", "INSERT INTO t VALUES (1), (2)");

        assertThat(Restore.run(home, List.of(copy.toString(), "shop"))).isEqualTo(ExitStatus.OK);

        assertThat(value(old)).isEqualTo("1,2");
        try (Stream<Path> all = Files.list(databases)) {
            assertThat(all.map(p -> p.getFileName().toString()).filter(n -> n.contains(".before-")))
                    .singleElement()
                    .asString()
                    .endsWith("-wal");
        }
    }
}
