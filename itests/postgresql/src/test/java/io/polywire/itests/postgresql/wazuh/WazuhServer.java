package io.polywire.itests.postgresql.wazuh;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhDbOptions;
import io.polywire.client.wazuh.WazuhReply;
import io.polywire.itests.postgresql.server.PolywireServer;
import io.polywire.itests.r2db2.server.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A server with both sockets of Wazuh-db, and how a test asks it. */
final class WazuhServer implements AutoCloseable {
    /** Files where an original manager has them. */
    private static final String PLACES = "wazuh_agent_*=queue/db/*.db, wazuh_global=queue/db/global.db,"
            + " wazuh_task=queue/tasks/tasks.db, wazuh_mitre=var/db/mitre.db";

    private final PolywireServer server;
    private Home home;

    WazuhServer(Consumer<Home> setUp) throws IOException {
        server = PolywireServer.start(h -> {
            home = h;
            h.set("net-wazuh", "protocol", "wazuh")
                    .set("net-wazuh", "address", "unix:queue/db/wdb")
                    .set("net-wazuh", "auth", "none");
            h.set("net-wazuh-http", "protocol", "wazuh-http")
                    .set("net-wazuh-http", "address", "unix:queue/sockets/wdb-http.sock, unix:queue/db/wdb-http")
                    .set("net-wazuh-http", "auth", "none");
            h.set("storage.sqlite-main", "places", PLACES);
            setUp.accept(h);
        });
        awaitSockets();
    }

    private void awaitSockets() {
        Awaitility.await("both sockets answer")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    try (WazuhDbConnection connection = connect();
                            WazuhDbHttpClient first = http("queue/sockets/wdb-http.sock");
                            WazuhDbHttpClient second = http("queue/db/wdb-http")) {
                        return connection.isHealthy() && first.isHealthy() && second.isHealthy();
                    }
                });
    }

    void restart() {
        restart(() -> {});
    }

    /** Ends the server, does something to its files, and starts it again. */
    void restart(Runnable between) {
        restart(between, true);
    }

    /** The same; {@code whole} says whether its global database can be used then. */
    void restart(Runnable between, boolean whole) {
        server.restart(between);
        if (whole) {
            awaitSockets();
        } else {
            Awaitility.await("the socket is there")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        try (WazuhDbConnection connection = connect()) {
                            return connection.send("task sql select 1").isOk();
                        }
                    });
        }
    }

    Home home() {
        return home;
    }

    long pid() {
        return server.pid();
    }

    Path socket() {
        return home.root().resolve("queue/db/wdb");
    }

    WazuhDbOptions options() {
        return WazuhDbOptions.of(socket()).withTimeout(Duration.ofSeconds(30));
    }

    WazuhDbConnection connect() {
        return new WazuhDbConnection(options());
    }

    WazuhDbHttpClient http(String path) {
        return WazuhDbHttpClient.of("unix:" + home.root().resolve(path));
    }

    /** A command that has to be done. */
    static String done(WazuhDbConnection connection, String command) {
        WazuhReply reply = connection.send(command);
        assertThat(reply.status()).as(command + ": " + reply.payload()).isEqualTo("ok");
        return reply.payload();
    }

    /** The global database with these agents alone; names have 200 bytes. */
    static void fill(WazuhDbConnection connection, int agents) {
        done(connection, "global sql delete from belongs");
        done(connection, "global sql delete from labels");
        done(connection, "global sql delete from agent where id > 0");
        done(connection, "global sql delete from `group`");
        done(connection, "global insert-agent-group default");
        done(connection, "global insert-agent-group g1");
        done(
                connection,
                "global sql insert into agent (id, name, ip, date_add, version, connection_status, os_platform)"
                        + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + agents
                        + ") select i,"
                        + " printf('agent-%0194d', i), '10.0.0.1', 1000 + i, 'Wazuh v4.14.0', case i % 2 when 0 then 'active' else"
                        + " 'pending' end, case i % 4 when 0 then 'ubuntu' else 'debian' end from n");
    }

    Connection psql(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, "test", PolywireServer.PASSWORD);
    }

    /** All rows through the PostgreSQL wire, columns by bars. */
    List<String> rows(String database, String sql) throws SQLException {
        try (Connection connection = psql(database)) {
            return rows(connection, sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row.stream().map(String::valueOf).collect(Collectors.joining("|")));
            }
            return all;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
