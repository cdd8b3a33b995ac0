package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.util.PSQLException;

/** PostgreSQL's JDBC driver in its modes. With the property {@code polywire.driver.url} against a server that runs already. */
class PgjdbcIT {
    private static PolywireServer server;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        url = System.getProperty("polywire.driver.url");
        if (url == null) {
            server = PolywireServer.start();
            url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/main?user=test&password=test";
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(url + options);
    }

    /** A table of its own with rows 1 to {@code rows}. */
    private static void table(Connection c, String name, int rows) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS " + name);
            s.execute("CREATE TABLE " + name + "(id int PRIMARY KEY, t text, n numeric(10,2))");
            s.execute("INSERT INTO " + name + " SELECT i, 't' || i, i FROM generate_series(1, " + rows + ") i");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&preferQueryMode=simple",
                "&preferQueryMode=extended",
                "&preferQueryMode=extendedForPrepared",
                "&prepareThreshold=1&binaryTransfer=true",
                "&prepareThreshold=0",
                "&prepareThreshold=-1"
            })
    void reads_and_writes_in_every_mode(String options) throws SQLException {
        try (Connection c = connect(options)) {
            table(c, "modes", 3);
            try (PreparedStatement p = c.prepareStatement("UPDATE modes SET t = ?, n = ? WHERE id = ?");
                    PreparedStatement q = c.prepareStatement("SELECT id, t, n FROM modes WHERE id = ?")) {
                for (int i = 0; i < 8; i++) {
                    p.setString(1, "ä€" + i);
                    p.setBigDecimal(2, new java.math.BigDecimal("1.50"));
                    p.setInt(3, 2);
                    assertThat(p.executeUpdate()).isEqualTo(1);
                    q.setInt(1, 2);
                    try (ResultSet r = q.executeQuery()) {
                        assertThat(r.next()).isTrue();
                        assertThat(r.getInt(1)).isEqualTo(2);
                        assertThat(r.getString(2)).isEqualTo("ä€" + i);
                        assertThat(r.getBigDecimal(3)).isEqualTo("1.50");
                        assertThat(r.next()).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void tells_of_its_types_while_another_session_makes_and_drops_tables() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            try (Connection c = connect("");
                    Statement s = c.createStatement()) {
                while (!over.get()) {
                    s.execute("DROP TABLE IF EXISTS made_and_dropped");
                    s.execute("CREATE TABLE made_and_dropped(id serial PRIMARY KEY, name varchar(50) UNIQUE NOT NULL)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection c = connect("")) {
            for (int i = 0; i < 300; i++) {
                try (ResultSet r = c.getMetaData().getTypeInfo()) {
                    assertThat(r.next()).isTrue();
                }
            }
        } finally {
            over.set(true);
            changes.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void says_which_table_a_column_comes_from() throws SQLException {
        try (Connection c = connect("");
                Statement s = c.createStatement()) {
            table(c, "origin_a", 1);
            table(c, "origin_b", 1);
            try (ResultSet r = s.executeQuery("WITH w AS (SELECT t AS wt FROM origin_b)"
                    + " SELECT a.id, x.n AS renamed, w.wt, a.id + 1 FROM origin_a a"
                    + " JOIN (SELECT id, n FROM origin_b ORDER BY 1) x USING (id), w")) {
                ResultSetMetaData m = r.getMetaData();
                PGResultSetMetaData pg = m.unwrap(PGResultSetMetaData.class);
                assertThat(List.of(
                                pg.getBaseTableName(1),
                                pg.getBaseTableName(2),
                                pg.getBaseTableName(3),
                                pg.getBaseTableName(4)))
                        .containsExactly("origin_a", "origin_b", "origin_b", "");
                assertThat(List.of(pg.getBaseColumnName(1), pg.getBaseColumnName(2), pg.getBaseColumnName(3)))
                        .containsExactly("id", "n", "t");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&reWriteBatchedInserts=true"})
    void batches(String options) throws SQLException {
        try (Connection c = connect(options)) {
            table(c, "batches", 0);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO batches(id, t) VALUES (?, ?)")) {
                for (int i = 0; i < 1000; i++) {
                    p.setInt(1, i);
                    p.setString(2, "t" + i);
                    p.addBatch();
                }
                assertThat(p.executeBatch()).hasSize(1000);
                p.setInt(1, 2000);
                p.setString(2, "kept?");
                p.addBatch();
                p.setInt(1, 5);
                p.addBatch();
                assertThatThrownBy(p::executeBatch)
                        .isInstanceOfSatisfying(
                                java.sql.BatchUpdateException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("23505"));
            }
            try (ResultSet r = c.createStatement().executeQuery("SELECT count(*) FROM batches")) {
                r.next();
                assertThat(r.getInt(1)).isEqualTo(1000);
            }
        }
    }

    @Test
    void a_batch_is_cancelled_between_its_statements_or_in_one() throws Exception {
        try (Connection c = connect("");
                Connection other = connect("")) {
            table(c, "cancelled", 0);
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO cancelled(id, t)"
                    + " SELECT ?, 'x' FROM (SELECT count(*) FROM generate_series(1, 5000)) s")) {
                for (int i = 0; i < 20_000; i++) {
                    p.setInt(1, i);
                    p.addBatch();
                }
                CompletableFuture<Void> cancel = new CompletableFuture<>();
                Thread canceller = new Thread(
                        () -> {
                            try (PreparedStatement runs = other.prepareStatement("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE query LIKE 'INSERT INTO cancelled%' AND pid <> pg_backend_pid()")) {
                                Awaitility.await().until(() -> {
                                    try (ResultSet r = runs.executeQuery()) {
                                        return r.next() && r.getInt(1) == 1;
                                    }
                                });
                                p.cancel();
                                cancel.complete(null);
                            } catch (SQLException | RuntimeException e) {
                                cancel.completeExceptionally(e);
                            }
                        },
                        "canceller");
                canceller.start();
                assertThatThrownBy(p::executeBatch)
                        .isInstanceOfSatisfying(
                                java.sql.BatchUpdateException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
                cancel.get(10, TimeUnit.SECONDS);
            }
            c.rollback();
            try (ResultSet r = c.createStatement().executeQuery("SELECT count(*) FROM cancelled")) {
                r.next();
                assertThat(r.getInt(1)).isZero();
            }
        }
    }

    @Test
    void gives_the_keys_of_new_rows() throws SQLException {
        try (Connection c = connect("")) {
            table(c, "keys", 0);
            try (PreparedStatement p = c.prepareStatement(
                    "INSERT INTO keys(id, t) VALUES (?, 'a'), (?, 'b')", Statement.RETURN_GENERATED_KEYS)) {
                p.setInt(1, 7);
                p.setInt(2, 8);
                assertThat(p.executeUpdate()).isEqualTo(2);
                try (ResultSet r = p.getGeneratedKeys()) {
                    assertThat(r.next()).isTrue();
                    assertThat(r.getInt("id")).isEqualTo(7);
                    assertThat(r.next()).isTrue();
                    assertThat(r.getString("t")).isEqualTo("b");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&adaptiveFetch=true&maxResultBuffer=1M"})
    void fetches_in_pieces(String options) throws SQLException {
        try (Connection c = connect(options)) {
            table(c, "pieces", 5000);
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("SELECT id FROM pieces ORDER BY id")) {
                p.setFetchSize(100);
                for (int round = 0; round < 7; round++) {
                    int n = 0;
                    try (ResultSet r = p.executeQuery()) {
                        while (r.next()) {
                            assertThat(r.getInt(1)).isEqualTo(++n);
                        }
                    }
                    assertThat(n).isEqualTo(5000);
                }
            }
            c.commit();
        }
    }

    @Test
    void heals_a_statement_whose_table_has_changed() throws SQLException {
        try (Connection c = connect("&autosave=conservative&prepareThreshold=1");
                Connection other = connect("")) {
            table(c, "healed", 1);
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("SELECT * FROM healed")) {
                p.executeQuery().close();
                p.executeQuery().close();
                c.commit();
                other.createStatement().execute("ALTER TABLE healed ADD COLUMN more int");
                try (ResultSet r = p.executeQuery()) {
                    assertThat(r.getMetaData().getColumnCount()).isEqualTo(4);
                }
            }
            c.commit();
        }
    }

    @Test
    void copies_in_and_out() throws SQLException, IOException {
        try (Connection c = connect("")) {
            table(c, "copied", 0);
            var copy = c.unwrap(PGConnection.class).getCopyAPI();
            assertThat(copy.copyIn("COPY copied FROM STDIN (FORMAT csv)", new StringReader("1,\"a,b\",1.5\n2,,\n")))
                    .isEqualTo(2);
            StringWriter out = new StringWriter();
            assertThat(copy.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT", out))
                    .isEqualTo(2);
            assertThat(out).hasToString("1\ta,b\t1.50\n2\t\\N\t\\N\n");
            assertThatThrownBy(() -> copy.copyIn("COPY copied FROM STDIN", new StringReader("3\tx\t1\nx\n")))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getServerErrorMessage().getWhere())
                                    .startsWith("COPY copied, line 2"));
        }
    }

    @Test
    void hears_notifications() throws SQLException {
        try (Connection c = connect("");
                Connection other = connect("")) {
            c.createStatement().execute("LISTEN driver_channel");
            other.createStatement().execute("NOTIFY driver_channel, 'hello'");
            var heard = c.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(heard).hasSize(1);
            assertThat(heard[0].getParameter()).isEqualTo("hello");
            assertThat(heard[0].getPID())
                    .isEqualTo(other.unwrap(PGConnection.class).getBackendPID());
        }
    }

    @Test
    void cancels() throws SQLException {
        String endless =
                "SELECT count(*) FROM generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c";
        try (Connection c = connect("");
                Statement s = c.createStatement()) {
            CompletableFuture<SQLException> end = CompletableFuture.supplyAsync(() -> {
                try {
                    s.executeQuery(endless);
                    return null;
                } catch (SQLException e) {
                    return e;
                }
            });
            // a cancel that comes before the statement counts for nothing, as in PostgreSQL: asked again until it has
            // met it
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
                s.cancel();
                return end.isDone();
            });
            assertThat(end.join().getSQLState()).isEqualTo("57014");
            try (ResultSet r = s.executeQuery("SELECT 1")) {
                assertThat(r.next()).isTrue();
            }
        }
    }

    @Test
    void scrolls() throws SQLException {
        try (Connection c = connect("")) {
            table(c, "scrolled", 10);
            try (Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                    ResultSet r = s.executeQuery("SELECT id FROM scrolled ORDER BY id")) {
                assertThat(r.last()).isTrue();
                assertThat(r.getRow()).isEqualTo(10);
                assertThat(r.absolute(3)).isTrue();
                assertThat(r.getInt(1)).isEqualTo(3);
                assertThat(r.previous()).isTrue();
                assertThat(r.getInt(1)).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&sslmode=disable", "&sslmode=require", "&sslmode=require&channelBinding=require"})
    void logs_in(String options) throws SQLException {
        try (Connection c = connect(options)) {
            assertThat(c.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> connect(options + "&password=wrong")).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo("28P01");
            assertThat(e.getMessage()).contains("password authentication failed for user \"test\"");
        });
    }
}
