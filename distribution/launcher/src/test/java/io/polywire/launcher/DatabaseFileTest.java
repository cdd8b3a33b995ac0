package io.polywire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

/** Files whose schema names functions that only the server has. */
class DatabaseFileTest {
    @TempDir
    Path folder;

    private static final class Lower extends Function {
        @Override
        protected void xFunc() throws SQLException {
            result(value_text(0).toLowerCase(java.util.Locale.ROOT));
        }
    }

    private Path made(String... statements) throws SQLException {
        Path file = folder.resolve("t.db");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            Function.create(c, "pw_test", new Lower(), 1, Function.FLAG_DETERMINISTIC);
            for (String sql : statements) {
                s.execute(sql);
            }
        }
        return file;
    }

    @Test
    void looksAtWhatItCanOfAFileWithTheServersFunctions() throws SQLException {
        Path file = made(
                "CREATE TABLE t(a TEXT CHECK (pw_test(a) <> 'no'), g TEXT GENERATED ALWAYS AS (pw_test(a)) STORED)",
                "CREATE INDEX i ON t(pw_test(a))",
                "INSERT INTO t(a) VALUES ('Yes')",
                "CREATE TABLE u(a INTEGER PRIMARY KEY)");
        assertThat(DatabaseFile.damage(file, "t")).isNull();
        Path copy = folder.resolve("copy.db");
        DatabaseFile.copy(file, copy, "t");
        assertThat(DatabaseFile.damage(copy, "t")).isNull();
    }

    @Test
    void seesDamageBesideThem() throws SQLException {
        Path file = made(
                "CREATE TABLE t(a TEXT)",
                "CREATE INDEX i ON t(pw_test(a))",
                "INSERT INTO t(a) VALUES ('Yes')",
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE f(p INTEGER REFERENCES p)",
                "INSERT INTO f VALUES (7)");
        assertThat(DatabaseFile.damage(file, "t")).contains("refers to a row of table p that is not there");
    }

    @Test
    void seesAnIndexThatHasLostARow() throws SQLException {
        Path file = made(
                "CREATE TABLE t(a TEXT)",
                "CREATE INDEX i ON t(pw_test(a))",
                "CREATE TABLE u(a INTEGER, b INTEGER)",
                "CREATE INDEX ub ON u(b)",
                "INSERT INTO u VALUES (1, 1), (2, 2)",
                // rows that are put in while the index is hidden are not in it when it comes back
                "PRAGMA writable_schema = ON",
                "CREATE TABLE hidden AS SELECT * FROM sqlite_schema WHERE name = 'ub'",
                "DELETE FROM sqlite_schema WHERE name = 'ub'",
                "PRAGMA writable_schema = RESET");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO u VALUES (3, 3)");
            s.execute("PRAGMA writable_schema = ON");
            s.execute("INSERT INTO sqlite_schema SELECT * FROM hidden");
            s.execute("PRAGMA writable_schema = RESET");
        }
        assertThat(DatabaseFile.damage(file, "t")).contains("index ub");
    }
}
