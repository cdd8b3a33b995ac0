package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Temporary tables of several sessions at once, and as PostgreSQL's JDBC driver uses them. */
class TemporaryTablesIT {
    private static PolywireServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PolywireServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/main?user=test&password=test" + options);
    }

    private static void run(Connection c, String... statements) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private static String value(Connection c, String query) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(query)) {
            assertThat(r.next()).as(query).isTrue();
            return r.getString(1);
        }
    }

    private static String columns(Connection c, String table) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT * FROM " + table);
                ResultSet r = s.executeQuery()) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                names.add(r.getMetaData().getColumnName(i));
            }
            return String.join(",", names);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&preferQueryMode=simple", "&prepareThreshold=1&binaryTransfer=true"})
    void sessions_have_tables_of_one_name_and_different_columns(String options) throws SQLException {
        try (Connection a = connect(options);
                Connection b = connect(options);
                Connection c = connect(options)) {
            run(c, "DROP TABLE IF EXISTS same", "CREATE TABLE same(p int)", "INSERT INTO same VALUES (0)");
            run(a, "CREATE TEMP TABLE same(a int, b text)", "INSERT INTO same VALUES (1, 'one')");
            run(b, "CREATE TEMP TABLE same(x text)", "INSERT INTO same VALUES ('other')");
            // the same text, over and over, in turn: no plan of one session serves another
            for (int i = 0; i < 8; i++) {
                assertThat(columns(a, "same")).isEqualTo("a,b");
                assertThat(columns(b, "same")).isEqualTo("x");
                assertThat(columns(c, "same")).isEqualTo("p");
            }
            run(a, "DROP TABLE same");
            assertThat(columns(a, "same")).isEqualTo("p");
            assertThat(columns(b, "same")).isEqualTo("x");
        }
    }

    @Test
    void a_session_with_a_table_sees_what_others_commit_and_keeps_nobody_from_it() throws SQLException {
        try (Connection a = connect("");
                Connection b = connect("")) {
            run(b, "DROP TABLE IF EXISTS busy", "CREATE TABLE busy(n int)");
            run(b, "SET lock_timeout = 2000");
            run(a, "CREATE TEMP TABLE mine(n int)", "INSERT INTO mine VALUES (1)");
            for (int i = 1; i <= 5; i++) {
                run(b, "INSERT INTO busy VALUES (" + i + ")");
                assertThat(value(a, "SELECT count(*) FROM busy")).isEqualTo("" + i);
                assertThat(value(a, "SELECT count(*) FROM busy, mine")).isEqualTo("" + i);
            }
            // a transaction that touches nothing but the table has neither the right to write nor a snapshot
            a.setAutoCommit(false);
            run(a, "INSERT INTO mine VALUES (2)", "CREATE TEMP TABLE mine2(n int)");
            run(b, "INSERT INTO busy VALUES (6)");
            assertThat(value(a, "SELECT count(*) FROM mine")).isEqualTo("2");
            assertThat(value(a, "SELECT count(*) FROM busy")).isEqualTo("6");
            run(b, "INSERT INTO busy VALUES (7)");
            assertThat(value(a, "SELECT count(*) FROM busy")).isEqualTo("7");
            run(a, "INSERT INTO busy SELECT n + 100 FROM mine");
            assertThat(value(a, "SELECT count(*) FROM busy")).isEqualTo("9");
            assertThat(value(b, "SELECT count(*) FROM busy")).isEqualTo("7");
            a.commit();
            assertThat(value(b, "SELECT count(*) FROM busy")).isEqualTo("9");
            run(b, "INSERT INTO busy VALUES (8)");
            assertThat(value(a, "SELECT count(*) FROM mine2")).isEqualTo("0");
            a.rollback();
        }
    }

    @Test
    void a_table_begun_behind_a_write_stays_where_the_write_is() throws SQLException {
        try (Connection a = connect("");
                Connection b = connect("")) {
            run(a, "DROP TABLE IF EXISTS behind", "CREATE TABLE behind(n int)");
            for (int i = 1; i <= 3; i++) {
                a.setAutoCommit(false);
                run(a, "INSERT INTO behind VALUES (1)", "CREATE TEMP TABLE late AS SELECT count(*) AS n FROM behind");
                assertThat(value(a, "SELECT n FROM late")).isEqualTo("" + i);
                a.commit();
                a.setAutoCommit(true);
                run(b, "SELECT count(*) FROM behind");
                assertThat(value(a, "SELECT n FROM late")).isEqualTo("" + i);
                run(a, "DROP TABLE late");
            }
            run(b, "INSERT INTO behind VALUES (2)");
            assertThat(value(a, "SELECT count(*) FROM behind")).isEqualTo("4");
        }
    }

    @Test
    void connections_come_back_with_the_end_of_sessions_and_of_tables() throws SQLException {
        // more than there are connections for them
        for (int i = 0; i < 130; i++) {
            try (Connection c = connect("&preferQueryMode=simple")) {
                run(c, "CREATE TEMP TABLE ends(n int)", "INSERT INTO ends VALUES (" + i + ")");
                assertThat(value(c, "SELECT n FROM ends")).isEqualTo("" + i);
            }
        }
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < 120; i++) {
                Connection c = connect("&preferQueryMode=simple");
                open.add(c);
                run(c, "CREATE TEMP TABLE gone(n int)", "DROP TABLE gone");
                run(c, "BEGIN", "CREATE TEMP TABLE gone(n int) ON COMMIT DROP", "COMMIT");
                run(c, "BEGIN", "CREATE TEMP TABLE gone(n int)", "ROLLBACK");
            }
        } finally {
            for (Connection c : open) {
                c.close();
            }
        }
        try (Connection c = connect("")) {
            assertThat(value(c, "SELECT count(*) FROM pg_class WHERE relname IN ('ends', 'gone')"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&prepareThreshold=1", "&preferQueryMode=simple", "&autosave=always"})
    void prepared_statements_go_on_with_the_table_that_has_the_name(String options) throws SQLException {
        try (Connection c = connect(options)) {
            try (Statement s = c.createStatement()) {
                s.execute("CREATE TEMP TABLE again(n int, t text)");
                try (PreparedStatement insert = c.prepareStatement("INSERT INTO again VALUES (?, ?)");
                        PreparedStatement count = c.prepareStatement("SELECT count(*), max(t) FROM again")) {
                    for (int i = 0; i < 4; i++) {
                        for (int k = 0; k < 7; k++) {
                            insert.setInt(1, k);
                            insert.setString(2, "t" + i);
                            assertThat(insert.executeUpdate()).isEqualTo(1);
                        }
                        try (ResultSet r = count.executeQuery()) {
                            r.next();
                            assertThat(r.getInt(1)).isEqualTo(7);
                            assertThat(r.getString(2)).isEqualTo("t" + i);
                        }
                        s.execute("DROP TABLE again");
                        assertThatThrownBy(count::executeQuery)
                                .isInstanceOf(SQLException.class)
                                .hasMessageContaining("again");
                        s.execute("CREATE TEMP TABLE again(n int, t text)");
                    }
                }
            }
        }
    }

    @Test
    void the_driver_uses_them_as_other_tables() throws Exception {
        try (Connection c = connect("")) {
            run(c, "CREATE TEMP TABLE used(id serial PRIMARY KEY, t text)");
            try (PreparedStatement p =
                    c.prepareStatement("INSERT INTO used(t) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                for (int i = 0; i < 50; i++) {
                    p.setString(1, "b" + i);
                    p.addBatch();
                }
                p.executeBatch();
                try (ResultSet keys = p.getGeneratedKeys()) {
                    int n = 0;
                    while (keys.next()) {
                        assertThat(keys.getInt("id")).isEqualTo(++n);
                    }
                    assertThat(n).isEqualTo(50);
                }
            }
            long copied = c.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY used(t) FROM STDIN", new StringReader("c1\nc2\nc3\n"));
            assertThat(copied).isEqualTo(3);
            try (ResultSet r = c.getMetaData().getTables(null, null, "used", null)) {
                assertThat(r.next()).isTrue();
                assertThat(r.getString("TABLE_TYPE")).isEqualTo("TEMPORARY TABLE");
                assertThat(r.getString("TABLE_SCHEM")).startsWith("pg_temp_");
                assertThat(r.next()).isFalse();
            }
            try (ResultSet r = c.getMetaData().getPrimaryKeys(null, null, "used")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getString("COLUMN_NAME")).isEqualTo("id");
            }
            // a result that is read in pieces while the table changes
            c.setAutoCommit(false);
            try (Statement s = c.createStatement()) {
                s.setFetchSize(10);
                try (ResultSet r = s.executeQuery("SELECT id FROM used ORDER BY id")) {
                    int n = 0;
                    while (r.next()) {
                        assertThat(r.getInt(1)).isEqualTo(++n);
                        if (n == 5) {
                            run(c, "DELETE FROM used WHERE id > 20");
                        }
                    }
                    assertThat(n).isEqualTo(53);
                }
            }
            assertThat(value(c, "SELECT count(*) FROM used")).isEqualTo("20");
            c.rollback();
            assertThat(value(c, "SELECT count(*) FROM used")).isEqualTo("53");
            c.rollback();
            c.setAutoCommit(true);
            try (Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet r = s.executeQuery("SELECT id, t FROM used WHERE id = 1")) {
                assertThat(r.next()).isTrue();
                r.updateString("t", "changed");
                r.updateRow();
            }
            assertThat(value(c, "SELECT t FROM used WHERE id = 1")).isEqualTo("changed");
            run(c, "DISCARD ALL");
            assertThatThrownBy(() -> value(c, "SELECT 1 FROM used")).hasMessageContaining("does not exist");
        }
    }

    @Test
    void a_failed_unit_leaves_none_behind() throws SQLException {
        try (Connection c = connect("&preferQueryMode=simple")) {
            assertThatThrownBy(() ->
                            run(c, "CREATE TEMP TABLE unit(n int); CREATE TEMP VIEW unit_v AS SELECT 1; SELECT 1 / 0"))
                    .hasMessageContaining("division by zero");
            assertThatThrownBy(() -> value(c, "SELECT 1 FROM unit")).hasMessageContaining("does not exist");
            assertThatThrownBy(() -> value(c, "SELECT 1 FROM unit_v")).hasMessageContaining("does not exist");
            run(c, "CREATE TEMP TABLE unit(n int); INSERT INTO unit VALUES (1), (2)");
            assertThat(value(c, "SELECT count(*) FROM unit")).isEqualTo("2");
        }
    }
}
