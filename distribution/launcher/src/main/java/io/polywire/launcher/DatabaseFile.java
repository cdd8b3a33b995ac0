package io.polywire.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** What the commands do with a database's file, through SQLite and beside a server that may use it. */
final class DatabaseFile {
    private static final int BUSY_MILLIS = 10_000;
    private static final int RETRY_MILLIS = 100;
    private static final int RETRIES = BUSY_MILLIS / RETRY_MILLIS;
    private static final int PAGES_PER_STEP = 4096;

    private DatabaseFile() {}

    /**
     * Copies a database as it is at this moment; says on the error stream how far it is, once a second.
     *
     * @param name what it is called there
     */
    static void copy(Path source, Path target, String name) throws SQLException {
        try (SQLiteConnection connection = open(source);
                Statement statement = connection.createStatement()) {
            // The snapshot is taken here and lasts: what is committed meanwhile would have the copy begin anew.
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            Progress progress = new Progress(name);
            int result = connection
                    .getDatabase()
                    .backup("main", target.toString(), progress::at, RETRY_MILLIS, RETRIES, PAGES_PER_STEP);
            if (result != 0) {
                throw new SQLException("SQLite gave up with code " + result);
            }
            statement.execute("ROLLBACK");
        }
    }

    private static final class Progress {
        private final String name;
        private long said = System.nanoTime();

        Progress(String name) {
            this.name = name;
        }

        void at(int remaining, int all) {
            long now = System.nanoTime();
            if (now - said >= TimeUnit.SECONDS.toNanos(1) && all > 0) {
                said = now;
                System.err.println(name + ": " + 100L * (all - remaining) / all + " % of " + all + " pages");
            }
        }
    }

    /**
     * The first that is wrong in a database, or null. Sees references between tables as well as the file's structure. Where
     * tables have conditions or indexes with functions that only the server has, these are not worked out again, which is
     * said on the error stream.
     *
     * @param name what it is called there
     */
    static String damage(Path file, String name) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            String found;
            try {
                found = first(statement, "PRAGMA integrity_check(1)");
            } catch (SQLException e) {
                if (!isUnknownFunction(e)) {
                    throw e;
                }
                System.err.println(name
                        + ": conditions and indexes over functions of the server are not compared with their rows");
                found = damageBesideFunctions(statement);
            }
            if (found != null) {
                return found;
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                return rows.next()
                        ? "row " + rows.getString(2) + " of table " + rows.getString(1) + " refers to a row of table "
                                + rows.getString(3) + " that is not there"
                        : null;
            }
        }
    }

    private static boolean isUnknownFunction(SQLException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("unknown function") || text.contains("no such function");
    }

    /** Looks at the whole structure, and table by table at what else can be looked at. */
    private static String damageBesideFunctions(Statement statement) throws SQLException {
        statement.execute("PRAGMA ignore_check_constraints = ON");
        String found = first(statement, "PRAGMA quick_check(1)");
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        for (String table : tables) {
            if (found != null) {
                return found;
            }
            try {
                found = first(statement, "PRAGMA integrity_check('" + table.replace("'", "''") + "')");
            } catch (SQLException e) {
                if (!isUnknownFunction(e)) {
                    throw e;
                }
                // one of those whose indexes cannot be worked out here; its structure has been looked at
            }
        }
        return found;
    }

    private static String first(Statement statement, String check) throws SQLException {
        try (ResultSet rows = statement.executeQuery(check)) {
            return !rows.next() ? "no answer" : "ok".equals(rows.getString(1)) ? null : rows.getString(1);
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

    /** Has the disk take what was written. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
