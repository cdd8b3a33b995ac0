package io.polywire.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * {@code backup DATABASE FILE}: a copy of a database as it is at one moment, whether a server runs or not and while it
 * writes. SQLite's own backup, in one step under one read transaction; the copy is checked before it gets its name.
 */
final class Backup {
    private static final int BUSY_MILLIS = 10_000;
    private static final int ALL_PAGES = -1;
    private static final int RETRY_MILLIS = 100;
    private static final int RETRIES = BUSY_MILLIS / RETRY_MILLIS;

    private Backup() {}

    static int run(Home home, List<String> args) {
        if (args.size() != 2) {
            throw new Failure(ExitStatus.USAGE, "usage: polywire backup DATABASE FILE");
        }
        Path source = find(home, args.get(0));
        Path target = Path.of(args.get(1)).toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new Failure(ExitStatus.FAILED, target + " is there already and is not overwritten");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            copy(source, part);
            check(part);
            sync(part);
            Files.move(part, target);
            System.out.println(target + "  " + Files.size(target) + " bytes");
            return ExitStatus.OK;
        } catch (SQLException e) {
            throw new Failure(ExitStatus.FAILED, args.get(0) + " cannot be copied: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, target + " cannot be written: " + Home.explain(e), e);
        } finally {
            removePart(part);
        }
    }

    private static Path find(Home home, String database) {
        Map<String, Path> files = SqliteFiles.of(home);
        Path file = files.get(database);
        if (file == null) {
            throw new Failure(
                    ExitStatus.FAILED,
                    "the home " + home.root() + " has no database " + database
                            + (files.isEmpty() ? "" : "; it has " + String.join(", ", files.keySet())));
        }
        return file;
    }

    private static void copy(Path source, Path part) throws SQLException {
        try (SQLiteConnection connection = open(source)) {
            int result =
                    connection.getDatabase().backup("main", part.toString(), null, RETRY_MILLIS, RETRIES, ALL_PAGES);
            if (result != 0) {
                throw new SQLException("SQLite gave up with code " + result);
            }
        }
    }

    private static void check(Path part) throws SQLException {
        try (Connection connection = open(part);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!rows.next() || !"ok".equals(rows.getString(1))) {
                throw new SQLException("the copy is damaged, and so is what it was made of: " + rows.getString(1));
            }
        }
    }

    private static SQLiteConnection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return (SQLiteConnection) source.getConnection();
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void removePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.err.println("polywire: " + part + " is left over: " + Home.explain(e));
        }
    }
}
