package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.client.wazuh.WazuhReply;
import io.polywire.itests.r2db2.server.Home;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is configured takes effect while the server runs, and shows in its log and in its figures. */
class WazuhSettingsIT {
    private static final int AGENTS = 20_000;
    private static final String ENDLESS =
            "global sql with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n";

    private static WazuhServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new WazuhServer(home -> {});
        try (WazuhDbConnection connection = server.connect()) {
            fill(connection, AGENTS);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static Home set(String key, Object value) {
        return server.home().set("wazuh", key, value);
    }

    /** Waits for what a change brings about; a client meets the moment in which the wire is not there. */
    private static void await(String what, Callable<Boolean> holds) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(holds);
    }

    @Test
    @DisplayName("W42, W59, W65, W72: agent.sessions")
    void agentSessions() {
        try (WazuhDbConnection connection = server.connect()) {
            done(connection, "agent 001 begin");
            done(connection, "agent 002 sql select 1");
            done(connection, "agent 001 commit");
            set("agent.sessions", 1);
            await(
                    "the new bound",
                    () -> connection
                            .send("{\"command\":\"getconfig\",\"parameters\":{\"section\":\"internal\"}}")
                            .toString()
                            .contains("\"agent_sessions\":1,"));
            done(connection, "agent 001 begin");
            assertThat(connection.send("agent 002 sql select 1"))
                    .isEqualTo(new WazuhReply("err", "Too many open transactions"));
            done(connection, "agent 001 commit");
            done(connection, "agent 002 sql select 1");
            set("agent.sessions", 32);
        }
    }

    @Test
    @DisplayName("W42, W59, W65: http.reply.bytes")
    void httpReply() {
        try (WazuhDbHttpClient http = server.http("queue/sockets/wdb-http.sock")) {
            assertThat(http.getAgentIds()).hasSize(AGENTS);
            set("http.reply.bytes", 65_536);
            await("an answer that is too long is refused", () -> {
                WazuhException refused = catchThrowableOfType(WazuhException.class, http::getAgentIds);
                return refused != null && refused.getMessage().contains("2012 - HTTP status 500");
            });
            set("http.reply.bytes", 1_000_000);
            await("it is given again", () -> http.getAgentIds().size() == AGENTS);
        }
    }

    @Test
    @DisplayName("W42, W53, W65: statement.timeout.ms")
    void statementTimeout() {
        set("statement.timeout.ms", 300);
        await("it is stopped", () -> {
            // before the change it takes longer than this client waits
            try (WazuhDbConnection connection =
                    new WazuhDbConnection(server.options().withTimeout(Duration.ofSeconds(5)))) {
                boolean stopped = connection.send(ENDLESS).payload().contains("statement timeout");
                return stopped && done(connection, "global sql select 1 as x").equals("[{\"x\":1}]");
            }
        });
        set("statement.timeout.ms", 60_000);
    }

    @Test
    @DisplayName("W65: a client keeps its connection and its transaction when the configuration changes")
    void staysConnected() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            assertThat(ask(channel, "agent 003 begin")).isEqualTo("ok");
            String insert = "agent 003 sql insert into metadata (key, value) values ('kept', 'yes')";
            assertThat(ask(channel, insert)).startsWith("ok");
            set("agent.sessions", 7);
            try (WazuhDbConnection other = server.connect()) {
                await(
                        "the new bound",
                        () -> other.send("{\"command\":\"getconfig\",\"parameters\":{\"section\":\"internal\"}}")
                                .toString()
                                .contains("\"agent_sessions\":7,"));
            }
            assertThat(ask(channel, "agent 003 commit")).isEqualTo("ok");
            assertThat(ask(channel, "agent 003 sql select value from metadata where key = 'kept'"))
                    .isEqualTo("ok [{\"value\":\"yes\"}]");
            set("agent.sessions", 32);
        }
    }

    private static String ask(SocketChannel channel, String request) throws IOException {
        byte[] text = request.getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.allocate(4 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length)
                .put(text)
                .flip());
        InputStream in = Channels.newInputStream(channel);
        byte[] length = in.readNBytes(4);
        assertThat(length).as("an answer, not the end").hasSize(4);
        int n = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return new String(in.readNBytes(n), StandardCharsets.UTF_8);
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    @Test
    @DisplayName("W42, W65: backup.directory and backup.kept")
    void backups() throws IOException {
        Path folder = server.home().root().resolve("elsewhere/too");
        try (WazuhDbConnection connection = server.connect()) {
            set("backup.directory", "elsewhere/too");
            await("a backup in the other folder", () -> {
                done(connection, "global backup create");
                return files(folder) > 0;
            });
            set("backup.kept", 1);
            await("only one is kept", () -> {
                done(connection, "global backup create");
                return files(folder) == 1;
            });
        }
    }

    @Test
    @DisplayName("W42: each key is told in the manual")
    void manual() throws IOException {
        String manual = Files.readString(Path.of("../../bundles/wazuh/README.md"));
        assertThat(List.of(
                        "agent.sessions",
                        "http.reply.bytes",
                        "statement.timeout.ms",
                        "backup.directory",
                        "backup.kept"))
                .allSatisfy(key -> assertThat(manual).contains("`" + key + "`"));
    }

    @Test
    @DisplayName("W56, W74: statements that differ in the values they compare with are planned once")
    void plans() {
        try (WazuhDbConnection connection = server.connect()) {
            long kept = statements(connection, "kept");
            long reused = statements(connection, "reused");
            for (int id = 1; id <= 50; id++) {
                assertThat(done(connection, "global sql select id as planned from agent where id = " + id))
                        .isEqualTo("[{\"planned\":" + id + "}]");
            }
            assertThat(statements(connection, "kept") - kept).isEqualTo(1);
            assertThat(statements(connection, "reused") - reused).isEqualTo(49);
        }
    }

    private static long statements(WazuhDbConnection connection, String which) {
        String stats = connection.send("{\"command\":\"getstats\"}").toString();
        Matcher found = Pattern.compile("\"" + which + "\":([0-9]+)").matcher(stats);
        assertThat(found.find()).as(stats).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    @DisplayName(
            "W55, W75: statements, errors, slow statements and violations are logged, each where it is switched on")
    void log() {
        server.home().set("router", "slow.statement.ms", 1).set("router", "log", "query, error, performance, security");
        try (WazuhDbConnection connection = server.connect()) {
            await("all four categories", () -> {
                done(connection, "global sql select 'secret_in_log' as canary_of_queries");
                connection.send("global sql select canary_of_errors from agent where name = 'secret_in_log'");
                connection.send("global sql select canary_of_errors from agent");
                done(
                        connection,
                        "global sql select count(*) as canary_of_slowness from agent a, (select 1 from agent limit 50)");
                violate();
                String log = server.home().log();
                return line(log, "polywire.query", "canary_of_queries")
                        && line(log, "polywire.error", "42703")
                        && line(log, "polywire.performance", "canary_of_slowness")
                        && line(log, "polywire.security", "a request of 65537 bytes");
            });
            assertThat(server.home().log()).doesNotContain("secret_in_log");
            // the code and the statement, and no stack of ours for what a client did wrong
            assertThat(server.home()
                            .log()
                            .lines()
                            .dropWhile(line -> !line.contains("42703"))
                            .skip(1)
                            .findFirst())
                    .hasValueSatisfying(next -> assertThat(next).doesNotContain("at io.polywire"));
            server.home().set("router", "log", "security");
            await("queries are not logged any more", () -> {
                String canary = "canary_" + System.nanoTime();
                done(connection, "global sql select 1 as " + canary);
                int before = server.home().log().split("a request of 65537 bytes", -1).length;
                violate();
                await(
                        "the security log goes on",
                        () -> server.home().log().split("a request of 65537 bytes", -1).length > before);
                return !server.home().log().contains(canary);
            });
        }
        server.home().set("router", "slow.statement.ms", 1000);
    }

    private static String file(String sql) {
        Path file = server.socket().resolveSibling("global.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName(
            "W26, W76: a database of an older version is brought to this one; one of a later version is refused and stays as it is")
    void versions() {
        String indexes =
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('agent_connection_status', 'agent_os_platform')";
        server.restart(() -> {
            assertThat(file("PRAGMA user_version")).isEqualTo("2");
            file("DROP INDEX agent_connection_status");
            file("DROP INDEX agent_os_platform");
            file("PRAGMA user_version = 1");
        });
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(connection.count("global sql select count(*) from agent where id > 0"))
                    .isEqualTo(AGENTS);
        }
        server.restart(
                () -> {
                    assertThat(file("PRAGMA user_version")).isEqualTo("2");
                    assertThat(file(indexes)).isEqualTo("2");
                    file("PRAGMA user_version = 99");
                },
                false);
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(connection.send("global sql select 1 as x").payload()).contains("version 99 of the tables");
            assertThat(connection.send("task sql select 1 as x").payload()).isEqualTo("[{\"x\":1}]");
        }
        server.restart(() -> {
            assertThat(file("PRAGMA user_version")).isEqualTo("99");
            assertThat(file("SELECT count(*) FROM agent WHERE id > 0")).isEqualTo(Integer.toString(AGENTS));
            file("PRAGMA user_version = 2");
        });
    }

    private static boolean line(String log, String logger, String text) {
        return log.lines().anyMatch(line -> line.contains(logger) && line.contains(text));
    }

    private static void violate() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 0, 1, 0}));
            assertThat(channel.read(ByteBuffer.allocate(4))).isPositive();
        }
    }
}
