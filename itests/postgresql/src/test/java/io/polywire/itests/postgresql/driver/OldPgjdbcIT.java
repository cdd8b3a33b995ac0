package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PostgreSQL's JDBC driver 42.2, in a class loader of its own beside the present one. With the property {@code
 * polywire.driver.url} against a server that runs already.
 */
class OldPgjdbcIT {
    private static PolywireServer server;
    private static URLClassLoader loader;
    private static Driver driver;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        URL jar = Path.of(System.getProperty("polywire.old.driver")).toUri().toURL();
        loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        driver = (Driver) loader.loadClass("org.postgresql.Driver")
                .getDeclaredConstructor()
                .newInstance();
        assertThat(driver.getMajorVersion() * 100 + driver.getMinorVersion()).isEqualTo(4202);
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
        loader.close();
    }

    private static Connection connect(String options) throws SQLException {
        return driver.connect(url + options, new Properties());
    }

    private static void execute(Connection c, String... texts) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String text : texts) {
                s.execute(text);
            }
        }
    }

    private static long count(Connection c, String from) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT count(*) FROM " + from)) {
            assertThat(r.next()).isTrue();
            return r.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&preferQueryMode=simple",
                "&preferQueryMode=extended",
                "&preferQueryMode=extendedForPrepared",
                "&preferQueryMode=extendedCacheEverything",
                "&prepareThreshold=1&binaryTransfer=true",
                "&prepareThreshold=-1&binaryTransfer=true",
                "&prepareThreshold=0"
            })
    void reads_and_writes_in_every_mode(String options) throws SQLException {
        // in the simple mode this driver has no way to write a bytea
        boolean bytes = !options.contains("simple");
        try (Connection c = connect(options)) {
            execute(
                    c,
                    "DROP TABLE IF EXISTS old_modes",
                    "CREATE TABLE old_modes (id int PRIMARY KEY, t text, n numeric(10,2), d float8, b bytea,"
                            + " u uuid, ts timestamp, l bigint, ok boolean)");
            UUID u = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
            Timestamp ts = Timestamp.valueOf("2024-02-29 12:34:56.789");
            try (PreparedStatement p = c.prepareStatement("INSERT INTO old_modes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement q = c.prepareStatement("SELECT * FROM old_modes WHERE id = ?")) {
                for (int i = 0; i < 8; i++) {
                    p.setInt(1, i);
                    p.setString(2, "\u00e4\u20ac" + i);
                    p.setBigDecimal(3, new java.math.BigDecimal("-1.50"));
                    p.setDouble(4, 0.1);
                    p.setBytes(5, bytes ? new byte[] {0, -1, (byte) i} : null);
                    p.setObject(6, u);
                    p.setTimestamp(7, ts);
                    p.setLong(8, Long.MIN_VALUE);
                    p.setBoolean(9, i % 2 == 0);
                    assertThat(p.executeUpdate()).isEqualTo(1);
                    q.setInt(1, i);
                    try (ResultSet r = q.executeQuery()) {
                        assertThat(r.next()).isTrue();
                        assertThat(r.getString(2)).isEqualTo("\u00e4\u20ac" + i);
                        assertThat(r.getBigDecimal(3)).isEqualTo("-1.50");
                        assertThat(r.getDouble(4)).isEqualTo(0.1);
                        assertThat(r.getBytes(5)).isEqualTo(bytes ? new byte[] {0, -1, (byte) i} : null);
                        assertThat(r.getObject(6)).isEqualTo(u);
                        assertThat(r.getTimestamp(7)).isEqualTo(ts);
                        assertThat(r.getLong(8)).isEqualTo(Long.MIN_VALUE);
                        assertThat(r.getBoolean(9)).isEqualTo(i % 2 == 0);
                        assertThat(r.next()).isFalse();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&binaryTransfer=true&prepareThreshold=-1"})
    void fetches_a_million_rows_in_pieces(String options) throws SQLException {
        try (Connection c = connect("&defaultRowFetchSize=5000" + options)) {
            c.setAutoCommit(false);
            long sum = 0;
            try (PreparedStatement p = c.prepareStatement("SELECT i FROM generate_series(1, 1000000) i");
                    ResultSet r = p.executeQuery()) {
                while (r.next()) {
                    sum += r.getInt(1);
                }
            }
            c.commit();
            assertThat(sum).isEqualTo(500_000_500_000L);
        }
    }

    @Test
    void rewrites_batches() throws SQLException {
        try (Connection c = connect("&reWriteBatchedInserts=true")) {
            execute(c, "DROP TABLE IF EXISTS old_batch", "CREATE TABLE old_batch (id int PRIMARY KEY, t text)");
            try (PreparedStatement p = c.prepareStatement("INSERT INTO old_batch (id, t) VALUES (?, ?)")) {
                for (int i = 0; i < 1000; i++) {
                    p.setInt(1, i);
                    p.setString(2, "t" + i);
                    p.addBatch();
                }
                assertThat(Arrays.stream(p.executeBatch()).allMatch(n -> n == Statement.SUCCESS_NO_INFO || n == 1))
                        .isTrue();
            }
            assertThat(count(c, "old_batch")).isEqualTo(1000);
        }
    }

    @Test
    void copies_in_and_out() throws Exception {
        try (Connection c = connect("")) {
            execute(c, "DROP TABLE IF EXISTS old_copy", "CREATE TABLE old_copy (id int, t text)");
            Object api = pg("getCopyAPI").invoke(c);
            long in = (long) api.getClass()
                    .getMethod("copyIn", String.class, Reader.class)
                    .invoke(api, "COPY old_copy FROM STDIN", new StringReader("1\ta\n2\t\\N\n"));
            StringWriter out = new StringWriter();
            api.getClass()
                    .getMethod("copyOut", String.class, Writer.class)
                    .invoke(api, "COPY old_copy TO STDOUT (FORMAT csv)", out);
            assertThat(in).isEqualTo(2);
            assertThat(out).hasToString("1,a\n2,\n");
        }
    }

    @Test
    void hears_notifications() throws Exception {
        try (Connection listener = connect("");
                Connection sender = connect("")) {
            execute(listener, "LISTEN old_channel");
            execute(sender, "NOTIFY old_channel, 'hello'");
            Awaitility.await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
                Object[] all = (Object[]) pg("getNotifications").invoke(listener);
                assertThat(all).hasSize(1);
                Class<?> type = loader.loadClass("org.postgresql.PGNotification");
                assertThat(type.getMethod("getParameter").invoke(all[0])).isEqualTo("hello");
            });
        }
    }

    private static java.lang.reflect.Method pg(String name) throws ReflectiveOperationException {
        return loader.loadClass("org.postgresql.PGConnection").getMethod(name);
    }

    @Test
    void cancels() throws Exception {
        try (Connection c = connect("");
                Statement s = c.createStatement()) {
            CompletableFuture<SQLException> failed = new CompletableFuture<>();
            Thread t = new Thread(() -> {
                try {
                    s.execute("SELECT pg_sleep(60)");
                    failed.complete(null);
                } catch (SQLException e) {
                    failed.complete(e);
                }
            });
            t.start();
            // a cancel that comes before the statement meets nothing: so again until it has ended
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
                s.cancel();
                return failed.isDone();
            });
            assertThat(failed.get().getSQLState()).isEqualTo("57014");
            assertThat(count(c, "(SELECT 1) x")).isEqualTo(1);
        }
    }

    @Test
    void says_what_is_wrong() throws SQLException {
        try (Connection c = connect("")) {
            assertThatThrownBy(() -> execute(c, "SELECT nosuch"))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42703");
            assertThat(c.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(c.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
        }
    }
}
