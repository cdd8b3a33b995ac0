package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.client.wazuh.WazuhReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What somebody sends who means no good, through each command and each question; and many agents at once. */
class WazuhAttackIT {
    private static final int AGENTS = 200;
    private static final int OPEN = 20;

    /** Commands with a place for a text; of those in JSON it stands in quotes. */
    private static final List<String> COMMANDS = List.of(
            "global insert-agent {\"id\":\"%s\",\"name\":\"n\"}",
            "global insert-agent {\"id\":9000,\"name\":\"n\",\"date_add\":\"%s\",\"connection_status\":\"%s\"}",
            "global update-agent-data {\"id\":\"%s\",\"version\":\"%s\"}",
            "global update-keepalive {\"id\":1,\"connection_status\":\"%s\",\"sync_status\":\"synced\"}",
            "global update-connection-status {\"id\":1,\"connection_status\":\"active\",\"sync_status\":\"%s\"}",
            "global update-status-code {\"id\":1,\"status_code\":\"%s\",\"sync_status\":\"synced\"}",
            "global delete-agent %s",
            "global get-labels %s",
            "global select-agent-name %s",
            "global select-agent-group %s",
            "global find-agent {\"name\":\"%s\",\"ip\":\"%s\"}",
            "global find-group %s",
            "global delete-group %s",
            "global select-group-belong %s",
            "global get-group-agents %s last_id 0",
            "global get-group-agents g1 last_id %s",
            "global get-all-agents last_id %s",
            "global get-agent-info %s",
            "global get-distinct-groups %s",
            "global get-groups-integrity %s",
            "global get-agents-by-connection-status 0 %s",
            "global get-agents-by-connection-status 0 active %s 1",
            "global disconnect-agents 0 %s synced",
            "global disconnect-agents 0 0 %s",
            "global reset-agents-connection %s",
            "global set-agent-groups {\"mode\":\"%s\",\"data\":[]}",
            "global set-agent-groups {\"mode\":\"append\",\"data\":[{\"id\":\"%s\",\"groups\":[\"g1\"]}]}",
            "global set-agent-groups {\"mode\":\"override\",\"data\":[{\"id\":1,\"groups\":[\"%s\"]}]}",
            "global sync-agent-groups-get {\"condition\":\"%s\"}",
            "global sync-agent-groups-get {\"condition\":\"all\",\"last_id\":\"%s\",\"agent_registration_delta\":\"%s\"}",
            "global sync-agent-info-get last_id %s",
            "global sync-agent-info-set [{\"id\":\"%s\",\"connection_status\":\"active\"}]",
            "global backup restore {\"snapshot\":\"%s\"}",
            "global sleep %s",
            "task upgrade_get_status {\"agent\":\"%s\",\"node\":\"n\"}",
            "task upgrade_get_status {\"agent\":1,\"node\":\"%s\"}",
            "task upgrade_update_status {\"agent\":1,\"node\":\"%s\",\"status\":\"%s\"}",
            "task upgrade_result {\"agent\":\"%s\"}",
            "task upgrade_cancel_tasks {\"node\":\"%s\"}",
            "task set_timeout {\"now\":\"%s\",\"interval\":1}",
            "task delete_old {\"timestamp\":\"%s\"}",
            "agent %s sql select 1",
            "agent 001 syscheck load %s",
            "agent 001 syscheck delete %s",
            "agent 001 syscheck scan_info_get %s",
            "agent 001 sca query %s",
            "agent 001 sca query_policy %s",
            "agent 001 dbsync %s INSERTED {}",
            "agent 001 syscollector_hotfixes integrity_clear {\"id\":\"%s\"}",
            "agent 001 %s x",
            "{\"command\":\"%s\"}",
            "{\"command\":\"getconfig\",\"parameters\":{\"section\":\"%s\"}}",
            "wazuhdb %s 1");

    private static WazuhServer server;
    private static int tcp;

    @BeforeAll
    static void start() throws IOException {
        server = new WazuhServer(home -> {
            home.set("storage.sqlite-main", "open.databases", OPEN);
            tcp = home.listener("tcp", "protocol", "wazuh", "dialect", "sqlite", "auth", "none");
        });
        try (WazuhDbConnection connection = server.connect()) {
            fill(connection, AGENTS);
            String all = IntStream.rangeClosed(1, AGENTS)
                    .mapToObj(id -> "{\"id\":" + id + ",\"groups\":[\"g1\"]}")
                    .reduce((a, b) -> a + "," + b)
                    .orElseThrow();
            done(connection, "global set-agent-groups {\"mode\":\"override\",\"data\":[" + all + "]}");
            done(connection, "task upgrade {\"agent\":1,\"node\":\"n1\",\"module\":\"api\"}");
            // one that has not begun goes when its agent is asked for by another node
            done(connection, "task upgrade_update_status {\"agent\":1,\"node\":\"n1\",\"status\":\"In progress\"}");
            done(connection, "agent 001 sql insert into pm_event (log) values ('kept')");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static List<String> texts() {
        List<String> all = new ArrayList<>();
        for (String end : List.of("'", "\"", "`", "')", "1", "g1", "x'")) {
            for (String what : List.of(
                    "; delete from agent; --",
                    " or 1=1 --",
                    ") or (1=1",
                    "; drop table belongs; --",
                    " union select internal_key from agent",
                    "' || (select internal_key from agent) || '",
                    "; attach '../../config/x' as y",
                    "\u0000; delete from agent",
                    "/../../../etc/passwd",
                    "\n; delete from belongs")) {
                all.add(end + what);
            }
        }
        return all;
    }

    /** What must be as it was: agents and their groups, tasks, an agent's events, and all tables. */
    private static List<List<String>> state() throws SQLException {
        List<List<String>> state = new ArrayList<>();
        state.add(server.rows(
                "wazuh_global",
                "select id, name, ip, connection_status, sync_status, status_code, version from agent"
                        + " where id < 9000 order by id"));
        state.add(server.rows("wazuh_global", "select id_agent, id_group, priority from belongs order by 1, 2"));
        state.add(server.rows("wazuh_global", "select id, name from \"group\" order by 1"));
        state.add(server.rows("wazuh_task", "select \"TASK_ID\", \"NODE\", \"STATUS\" from \"TASKS\" order by 1"));
        state.add(server.rows("wazuh_agent_001", "select log from pm_event"));
        for (String database : List.of("wazuh_global", "wazuh_task", "wazuh_agent_001")) {
            state.add(server.rows(
                    database,
                    "select table_schema, table_name from information_schema.tables where table_schema ="
                            + " 'public' order by 1, 2"));
        }
        return state;
    }

    private static void unharmed(String attack, String answer) {
        assertThat(answer)
                .as(attack)
                .doesNotContain(server.home().root().toString())
                .doesNotContain("Exception")
                .doesNotContain("Internal error")
                .doesNotContain("io.polywire")
                .doesNotContain("root:");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\u0000", "\\u0000");
    }

    @Test
    @DisplayName(
            "W31, W66, W73: through each command and each question: nothing changes, and nothing of the server is told")
    void injections() throws SQLException {
        List<List<String>> before = state();
        int commands = 0;
        try (WazuhDbConnection connection = server.connect();
                WazuhDbHttpClient http = server.http("queue/db/wdb-http")) {
            for (String attack : texts()) {
                for (String command : COMMANDS) {
                    boolean json = command.contains("{") || command.contains("[");
                    String request = command.replace("%s", json ? escaped(attack) : attack);
                    unharmed(request, connection.send(request).toString());
                    commands++;
                }
                for (Consumer<String> question : List.<Consumer<String>>of(
                        http::getGroupAgents,
                        http::getAgentGroups,
                        text -> http.setAgentsSync("{\"syncreq_keepalive\":[{\"id\":\"" + escaped(text) + "\"}]}"),
                        text -> http.setAgentsSync(
                                "{\"syncreq_status\":[{\"id\":1,\"connection_status\":\"" + escaped(text) + "\"}]}"),
                        http::setAgentsSync)) {
                    try {
                        question.accept(attack);
                    } catch (WazuhException refused) {
                        unharmed(attack, refused.getMessage());
                    }
                }
            }
            connection.send("global delete-agent 9000");
            assertThat(connection.isHealthy() && http.isHealthy()).isTrue();
        }
        assertThat(commands).isGreaterThan(3000);
        assertThat(state()).isEqualTo(before);
        assertThat(server.home().log()).doesNotContain(" ERROR ");
    }

    private static byte[] exactly(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                return null;
            }
        }
        return bytes.array();
    }

    @Test
    @DisplayName(
            "W59, W66, W73: 3,000 requests of bytes that mean nothing are each answered, in order, or end their own connection")
    void noise() throws IOException {
        Random random = new Random(7);
        List<String> words = List.of(
                "global",
                "agent",
                "task",
                "mitre",
                "wazuhdb",
                "001",
                "sql",
                "select",
                "insert-agent",
                "{",
                "}",
                "[",
                "\"id\"",
                ":",
                "1",
                "-1",
                "99999999999999999999",
                "\u0000",
                "é",
                "\uD83D\uDE00",
                "'",
                "\"",
                "last_id",
                "context",
                "begin",
                "commit",
                "--",
                "/*",
                ";");
        for (int client = 0; client < 30; client++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int requests = 100;
            for (int i = 0; i < requests; i++) {
                byte[] request;
                if (random.nextInt(4) == 0) {
                    request = new byte[1 + random.nextInt(80)];
                    random.nextBytes(request);
                } else {
                    StringBuilder text = new StringBuilder();
                    for (int n = 1 + random.nextInt(8); n > 0; n--) {
                        text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(5) == 0 ? "" : " ");
                    }
                    request = text.toString().getBytes(StandardCharsets.UTF_8);
                }
                all.writeBytes(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(request.length)
                        .array());
                all.writeBytes(request);
            }
            String last = "global sql select 'the end' as x";
            all.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(last.length())
                    .array());
            all.writeBytes(last.getBytes(StandardCharsets.UTF_8));
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
                CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                    try {
                        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                int replies = 0;
                String reply = "";
                while (!reply.equals("ok [{\"x\":\"the end\"}]")) {
                    int length = ByteBuffer.wrap(exactly(channel, 4))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt();
                    assertThat(length).isBetween(2, 65_536);
                    reply = new String(exactly(channel, length), StandardCharsets.UTF_8);
                    assertThat(reply).matches("(?s)(?:ok|err|due)(?: .*)?\n?|\\{.*");
                    unharmed("client " + client, reply);
                    // replies that are pushed go in front of the one of their request
                    replies += reply.startsWith("due {") ? 0 : 1;
                }
                assertThat(replies).isEqualTo(requests + 1);
                written.join();
            }
        }
        assertThat(server.home().log()).doesNotContain(" ERROR ");
    }

    @Test
    @DisplayName("W61, W62: the same wire on a port, where one is configured")
    void port() throws IOException {
        String ask = "global sql select id from agent where id = 3";
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", tcp))) {
            for (int i = 0; i < 2; i++) {
                channel.write(ByteBuffer.allocate(4 + ask.length())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(ask.length())
                        .put(ask.getBytes(StandardCharsets.US_ASCII))
                        .flip());
                int length = ByteBuffer.wrap(exactly(channel, 4))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt();
                assertThat(new String(exactly(channel, length), StandardCharsets.US_ASCII))
                        .isEqualTo("ok [{\"id\":3}]");
            }
        }
    }

    private static long entries(String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(server.pid()), folder))) {
            return all.count();
        }
    }

    @Test
    @DisplayName(
            "W26, W72: the databases of 200 agents, used by 8 clients, need no more open files and threads than some do")
    void manyAgents() throws IOException {
        List<WazuhDbConnection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                clients.add(server.connect());
            }
            for (int id = 1; id <= OPEN; id++) {
                done(clients.get(id % 8), "agent " + id + " sql select count(*) from fim_entry");
            }
            long files = entries("fd");
            long threads = entries("task");
            for (int round = 0; round < 2; round++) {
                for (int id = 1; id <= AGENTS; id++) {
                    WazuhDbConnection client = clients.get((id + round) % 8);
                    done(client, "agent " + id + " sql insert into pm_event (log) values ('" + id + "')");
                    assertThat(entries("fd")).as("after agent %d", id).isLessThan(files + 6 * OPEN);
                }
            }
            assertThat(entries("task")).isLessThan(threads + 20);
            for (int id = 2; id <= AGENTS; id++) {
                assertThat(done(
                                clients.get(id % 8),
                                "agent " + id + " sql select count(*) as n, max(log) as m from pm_event"))
                        .isEqualTo("[{\"n\":2,\"m\":\"" + id + "\"}]");
            }
        } finally {
            clients.forEach(WazuhDbConnection::close);
        }
        try (Stream<Path> databases = Files.list(server.socket().getParent())) {
            assertThat(databases.filter(file -> file.toString().endsWith(".db")))
                    .hasSizeGreaterThanOrEqualTo(AGENTS);
        }
    }

    @Test
    @DisplayName("W04: pages in the order of a key, while others change rows and add some behind: each row once")
    void pagesOfWhatChanges() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> changes = CompletableFuture.supplyAsync(() -> {
            int made = 0;
            try (WazuhDbConnection writer = server.connect()) {
                while (!over.get()) {
                    made++;
                    done(
                            writer,
                            "global update-agent-data {\"id\":" + (1 + made % AGENTS) + ",\"connection_status\":"
                                    + "\"active\",\"sync_status\":\"synced\",\"group_config_status\":\"synced\","
                                    + "\"version\":\"v" + made + "\"}");
                    done(writer, "agent 150 sql insert into metadata (key, value) values ('later-" + made + "', '')");
                }
            }
            return made;
        });
        try (WazuhDbConnection reader = new WazuhDbConnection(server.options().withSlice(7, 7))) {
            for (int round = 0; round < 20; round++) {
                List<Object> ids = new ArrayList<>();
                reader.forEach(
                        "global sql select id, name, version from agent where id between 1 and 200 order by id",
                        row -> ids.add(row.get("id")));
                assertThat(ids)
                        .isEqualTo(IntStream.rangeClosed(1, AGENTS)
                                .<Object>mapToObj(Long::valueOf)
                                .toList());
                List<Object> keys = new ArrayList<>();
                reader.forEach(
                        "agent 150 sql select key from metadata order by rowid", row -> keys.add(row.get("key")));
                assertThat(keys).doesNotHaveDuplicates().contains("db_version");
            }
        } finally {
            over.set(true);
        }
        assertThat(changes.join()).isPositive();
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(connection.send("agent 150 sql delete from metadata where key like 'later-%'"))
                    .isEqualTo(new WazuhReply("ok", "[]"));
            assertThat(connection.execute("agent 150 sql select key from metadata"))
                    .contains(Map.of("key", "db_version"));
        }
    }
}
