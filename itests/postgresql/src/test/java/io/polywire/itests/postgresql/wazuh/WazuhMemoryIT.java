package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhReply;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Large results do not make the server larger: some 20 MB are read several times in each of three ways. */
class WazuhMemoryIT {
    private static final int AGENTS = 100_000;
    private static final int MANY = 1_000_000;
    private static final int TIMES = 4;

    /** What the server's memory may grow by, in KiB: half of what one way reads altogether. */
    private static final long MOST = 40 * 1024;

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

    private interface Reading {
        void run() throws IOException, SQLException;
    }

    /**
     * What the server's process has of its own, in KiB. The pages of the database's file that each connection maps ({@code
     * mmap.mib}) are the system's, and one more connection that reads the file would count all of them once more.
     */
    private static long memory() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static void flat(Reading reading) throws IOException, SQLException {
        flat(TIMES, reading);
    }

    private static void flat(int times, Reading reading) throws IOException, SQLException {
        reading.run();
        long before = memory();
        for (int i = 0; i < times; i++) {
            reading.run();
        }
        assertThat(memory() - before).as("KiB more").isLessThan(MOST);
    }

    @Test
    @DisplayName("W04, W58: 100,000 rows in pages, with flat memory")
    void pages() throws IOException, SQLException {
        try (WazuhDbConnection connection = server.connect()) {
            flat(() -> {
                LongAdder rows = new LongAdder();
                connection.forEach("global sql select id, name from agent order by id", row -> rows.increment());
                assertThat(rows.sum()).isEqualTo(AGENTS + 1);
            });
        }
    }

    @Test
    @DisplayName("W58: every agent as a reply of its own, with flat memory")
    void pushed() throws IOException, SQLException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(channel)));
            flat(() -> assertThat(pushed(channel, in)).isEqualTo(AGENTS + 1));
        }
    }

    /** How many agents come as replies of their own. */
    private static int pushed(SocketChannel channel, DataInputStream in) throws IOException {
        byte[] ask = "global get-all-agents context".getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.allocate(4 + ask.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ask.length)
                .put(ask)
                .flip());
        int rows = 0;
        for (String reply = reply(in); !reply.equals("ok []"); reply = reply(in)) {
            if (!reply.startsWith("due {")) {
                throw new AssertionError(reply);
            }
            rows++;
        }
        return rows;
    }

    /** All pages of a command that goes by last ids; each but the last says that there is more. */
    private static List<Integer> paged(WazuhDbConnection connection, Function<Integer, String> command, Pattern id) {
        List<Integer> ids = new ArrayList<>();
        int last = 0;
        int pages = 0;
        WazuhReply reply;
        do {
            reply = connection.send(command.apply(last));
            assertThat(reply.status()).isIn("due", "ok");
            assertThat(reply.payload().length()).isLessThanOrEqualTo(65_024);
            assertThat(reply.payload()).startsWith("[").endsWith("]");
            id.matcher(reply.payload()).results().forEach(found -> ids.add(Integer.valueOf(found.group(1))));
            last = ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
            pages++;
        } while (reply.status().equals("due"));
        assertThat(pages).as("pages of %s", command.apply(0)).isGreaterThan(2);
        return ids;
    }

    @Test
    @DisplayName(
            "W16, W43, W47, W58: commands that go by last ids say that there is more until all were told, each once")
    void due() {
        int some = 30_000;
        List<Integer> wanted = IntStream.rangeClosed(1, some).boxed().toList();
        Pattern object = Pattern.compile("\"id\":(\\d+)");
        try (WazuhDbConnection connection = server.connect()) {
            done(connection, "global sql delete from belongs");
            done(
                    connection,
                    "global sql insert into belongs (id_agent, id_group, priority) select id, (select id from `group` where name ="
                            + " 'g1'), 0 from agent where id between 1 and " + some);
            done(
                    connection,
                    "global sql update agent set connection_status = 'pending', last_keepalive = 5, group_sync_status = 'synced'");
            done(
                    connection,
                    "global sql update agent set connection_status = 'active', sync_status = 'syncreq', group_sync_status ="
                            + " 'syncreq' where id between 1 and " + some);
            assertThat(paged(
                            connection,
                            last -> "global get-group-agents g1 last_id " + last,
                            Pattern.compile("(\\d+)")))
                    .isEqualTo(wanted);
            assertThat(paged(connection, last -> "global get-all-agents last_id " + last, object))
                    .hasSize(AGENTS);
            assertThat(paged(connection, last -> "global get-agents-by-connection-status " + last + " active", object))
                    .isEqualTo(wanted);
            assertThat(paged(
                            connection,
                            last -> "global sync-agent-groups-get {\"condition\":\"sync_status\",\"last_id\":" + last
                                    + ",\"set_synced\":true}",
                            object))
                    .isEqualTo(wanted);
            assertThat(done(connection, "global sync-agent-groups-get {\"condition\":\"sync_status\"}"))
                    .isEqualTo("[{\"data\":[]}]");
            assertThat(paged(
                            connection,
                            last -> "global sync-agent-info-get last_id " + last,
                            Pattern.compile("\\{\"id\":(\\d+),\"name\"")))
                    .isEqualTo(wanted);
            assertThat(done(connection, "global sync-agent-info-get last_id 0")).isEqualTo("[]");
            assertThat(paged(connection, last -> "global disconnect-agents " + last + " 100 syncreq", object))
                    .isEqualTo(wanted);
            assertThat(connection.count(
                            "global sql select count(*) from agent where connection_status = 'active' and id > 0"))
                    .isZero();
            done(connection, "global sql delete from belongs");
        }
    }

    @Test
    @DisplayName("W58: 1,000,000 agents, each as a reply of its own and through a cursor, with flat memory")
    void million() throws IOException, SQLException {
        int step = 100_000;
        try (WazuhDbConnection connection = server.connect();
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            for (int from = AGENTS; from < MANY; from += step) {
                done(
                        connection,
                        "global sql insert into agent (id, name, date_add) with recursive n(i) as (select 1 union all"
                                + " select i + 1 from n where i < " + step + ") select i + " + from
                                + ", 'more-' || (i + "
                                + from + "), 1000 from n");
            }
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(channel)));
            flat(1, () -> assertThat(pushed(channel, in)).isEqualTo(MANY + 1));
            flat(1, () -> assertThat(fetched()).isEqualTo(MANY + 1));
            done(connection, "global sql delete from agent where id > " + AGENTS);
        }
    }

    private static String reply(DataInputStream in) throws IOException {
        return new String(in.readNBytes(Integer.reverseBytes(in.readInt())), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("W58: the same rows through a cursor of PostgreSQL's wire, with flat memory")
    void cursor() throws IOException, SQLException {
        flat(() -> assertThat(fetched()).isEqualTo(AGENTS + 1));
    }

    /** How many rows a cursor gives. */
    private static int fetched() throws SQLException {
        try (Connection connection = server.psql("wazuh_global");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(500);
            int rows = 0;
            try (ResultSet all = statement.executeQuery("select id, name from agent order by id")) {
                while (all.next()) {
                    rows++;
                }
            }
            return rows;
        }
    }
}
