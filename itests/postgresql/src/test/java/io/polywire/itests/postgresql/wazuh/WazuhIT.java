package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.client.wazuh.AgentIdGroups;
import io.polywire.client.wazuh.AgentsSummary;
import io.polywire.client.wazuh.AsyncWazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhDbPool;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.client.wazuh.WazuhReply;
import io.polywire.query.QueryCompiler;
import io.polywire.query.QueryRequest;
import io.polywire.query.QueryResult;
import io.polywire.query.QueryRunner;
import io.polywire.query.WazuhTables;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the inventory of what Wazuh's clients were promised, on the assembled distribution; the README of the wire has the whole table. */
class WazuhIT {
    private static final int AGENTS = 1300;

    private static WazuhServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new WazuhServer(home -> home.set("wazuh", "statement.timeout.ms", 1000)
                .set("router.audit", "events", "write, denied, violation"));
        try (WazuhDbConnection connection = server.connect()) {
            fill(connection, AGENTS);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static int code(Runnable work) {
        return catchThrowableOfType(WazuhException.class, work::run).code();
    }

    @Test
    @DisplayName(
            "W01, W02, W04, W41, W54, W58: rows of 200 bytes arrive whole, in pages that are halved, by both clients")
    void pages() {
        String query = "global sql SELECT id, name FROM agent order by id";
        try (WazuhDbConnection connection = server.connect();
                AsyncWazuhDbConnection async = new AsyncWazuhDbConnection(server.options())) {
            List<Map<String, Object>> rows = connection.execute(query);
            assertThat(rows.stream().map(row -> row.get("id")))
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, AGENTS)
                            .<Object>mapToObj(Long::valueOf)
                            .toList());
            assertThat(async.execute(query).toCompletableFuture().join().items())
                    .isEqualTo(rows);
        }
    }

    @Test
    @DisplayName("W05: texts that are dates")
    void dates() {
        try (WazuhDbConnection connection = server.connect()) {
            done(
                    connection,
                    "agent 005 dbsync hotfixes INSERTED {\"hotfix\":\"KB1\",\"checksum\":\"c\","
                            + "\"scan_time\":\"2024/01/31 10:00:00\"}");
            assertThat(connection.execute("agent 005 sql select scan_time, hotfix from sys_hotfixes"))
                    .containsExactly(Map.of("scan_time", Instant.parse("2024-01-31T10:00:00Z"), "hotfix", "KB1"));
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return files.count();
        }
    }

    @Test
    @DisplayName("W06, W25, W72: a thousand short clients leave nothing open")
    void shortClients() throws IOException {
        long before = descriptors();
        for (int i = 0; i < 1000; i++) {
            try (WazuhDbConnection connection = server.connect()) {
                assertThat(connection.isHealthy()).isTrue();
            }
        }
        Awaitility.await("their descriptors are closed").until(() -> descriptors() <= before + 4);
        try (WazuhDbPool pool = new WazuhDbPool(server.options().withConnections(2, 10))) {
            for (int i = 0; i < 20; i++) {
                String number = Integer.toString(i);
                WazuhReply reply = pool.with(connection -> connection.send("global sql select " + number + " as x"));
                assertThat(reply).isEqualTo(new WazuhReply("ok", "[{\"x\":" + number + "}]"));
            }
            assertThat(pool.idle()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("W07, W26: a file for each agent, made when it is used first and removed on request")
    void agentsFiles() {
        // where a client on the same machine looks for it
        Path file = server.socket().resolveSibling("007.db");
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(file).doesNotExist();
            assertThat(connection.execute("agent 007 sql select file from fim_entry"))
                    .isEmpty();
            assertThat(file).exists();
            assertThat(connection.deleteAgentsDb(List.of("007", "999"))).containsEntry("007", "ok");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    @DisplayName("W08, W09: 50 connections with 1,000 requests at once, none mixed")
    void concurrent() {
        try (AsyncWazuhDbConnection async =
                new AsyncWazuhDbConnection(server.options().withConnections(50, 1000))) {
            List<CompletableFuture<WazuhReply>> replies = IntStream.range(0, 1000)
                    .mapToObj(i -> async.runWdbCommand("global sql select " + i + " as x")
                            .toCompletableFuture())
                    .toList();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).join()).isEqualTo(new WazuhReply("ok", "[{\"x\":" + i + "}]"));
            }
        }
    }

    @Test
    @DisplayName("W10, W49, W52, W60: the server goes and comes back in the middle of a session")
    void restart() {
        try (WazuhDbConnection connection = server.connect();
                WazuhDbHttpClient http = server.http("queue/sockets/wdb-http.sock")) {
            done(connection, "agent 003 begin");
            done(connection, "agent 003 sql insert into pm_event (log) values ('not committed')");
            assertThat(http.getAgentIds()).hasSize(AGENTS);
            server.restart();
            // a change is not sent once more by itself
            assertThat(code(() -> connection.send("global update-agent-name {\"id\":1,\"name\":\"n\"}")))
                    .isIn(2005, 2007, 2010);
            assertThat(connection.execute("agent 003 sql select log from pm_event"))
                    .isEmpty();
            assertThat(http.getAgentIds()).hasSize(AGENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue/sockets/wdb-http.sock", "queue/db/wdb-http"})
    @DisplayName(
            "W11, W12, W13, W14, W15, W16, W17, W18, W19, W20, W61: the eight questions of HTTP, on both paths, over one"
                    + " connection")
    void http(String path) {
        try (WazuhDbConnection connection = server.connect();
                WazuhDbHttpClient http = server.http(path)) {
            done(
                    connection,
                    "global set-agent-groups {\"mode\":\"override\",\"data\":[{\"id\":1,\"groups\":[\"g1\","
                            + "\"default\"]},{\"id\":2,\"groups\":[\"default\"]}]}");
            done(connection, "global sql update agent set sync_status = 'synced'");
            assertThat(http.getAgentIds()).hasSize(AGENTS).startsWith(1L, 2L);
            assertThat(http.getAgentsGroups())
                    .containsExactly(
                            new AgentIdGroups("001", List.of("g1", "default")),
                            new AgentIdGroups("002", List.of("default")));
            assertThat(http.getGroupAgents("default")).containsExactly(1L, 2L);
            assertThat(http.getGroupAgents("none")).isEmpty();
            assertThat(http.getAgentGroups("001")).containsExactly("g1", "default");
            assertThat(code(() -> http.getAgentGroups("x y"))).isEqualTo(2012);
            AgentsSummary summary = http.getAgentsSummary();
            assertThat(summary.status().active()).isEqualTo(AGENTS / 2);
            assertThat(summary.status().pending()).isEqualTo(AGENTS / 2);
            assertThat(summary.os()).isEqualTo(Map.of("debian", 975L, "ubuntu", 325L));
            assertThat(summary.groups()).isEqualTo(Map.of("default", 2L, "g1", 1L));
            assertThat(http.getAgentsSummary(List.of(1L, 2L, 4L)).os()).isEqualTo(Map.of("debian", 2L, "ubuntu", 1L));
            assertThat(http.getAgentsRestartInfo(List.of(2L, 3L), false))
                    .containsExactly(Map.of("id", 2L, "version", "Wazuh v4.14.0"));
            assertThat(http.getAgentsRestartInfo(List.of(2L), true))
                    .doesNotContain(Map.of("id", 2L, "version", "Wazuh v4.14.0"));
            done(connection, "global sql update agent set sync_status = 'syncreq_keepalive' where id = 2");
            assertThat(http.getAgentsSync())
                    .isEqualTo(Map.of("syncreq_keepalive", List.of(Map.of("id", 2L, "version", "Wazuh v4.14.0"))));
            assertThat(http.getAgentsSync()).isEmpty();
            http.setAgentsSync("{\"syncreq_keepalive\":[{\"id\":4,\"version\":\"v\"}]}");
            assertThat(connection.execute("global sql select connection_status, sync_status from agent where id = 4"))
                    .containsExactly(Map.of("connection_status", "active", "sync_status", "synced"));
            assertThat(code(() -> http.setAgentsSync("{"))).isEqualTo(2012);
            assertThat(http.idle()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("W22, W24, W44: what the socket writes, PostgreSQL's wire reads")
    void anotherWire() throws SQLException {
        try (WazuhDbConnection connection = server.connect()) {
            done(
                    connection,
                    "agent 008 dbsync ports INSERTED {\"protocol\":\"tcp\",\"local_ip\":\"::\",\"local_port\":22,"
                            + "\"inode\":1,\"pid\":9,\"checksum\":\"c\",\"item_id\":\"i\"}");
            done(connection, "agent 008 rootcheck save 5 an event");
        }
        assertThat(server.rows("wazuh_agent_008", "select p.\"PID\", e.log from sys_ports p, pm_event e"))
                .containsExactly("9|an event");
        assertThat(server.rows("wazuh_global", "select count(*) from agent where id > 0"))
                .containsExactly(Integer.toString(AGENTS));
        // what the parser, the analysis and the planner have made of a statement
        assertThat(server.rows("wazuh_global", "explain select name from agent where id = 1"))
                .anyMatch(line -> line.contains("USING INTEGER PRIMARY KEY"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "agent 000 sql select 1 as x ~ ok [{\"x\":1}]",
                "agent 9999 sql select 1 ~ err Agent not found",
                "agent x sql select 1 ~ err Invalid agent ID 'x'",
                "agent 001 sql select nope from fim_entry ~ err Cannot execute SQL query",
                "global sql select 1 as x ~ ok [{\"x\":1}]",
                "mitre sql select count(*) as n from technique ~ ok [{\"n\":0}]",
                "task sql select count(*) as n from TASKS ~ ok [{\"n\":0}]",
                "global sql select 9007199254740993 as big ~ ok [{\"big\":9007199254740993}]",
                "global sql select null as a, 1 as b ~ ok [{\"b\":1}]"
            })
    @DisplayName("W22, W27, W28, W29, W30, W32: who is asked, and what is said of it")
    void formats(String request, String wanted) {
        try (WazuhDbConnection connection = server.connect()) {
            WazuhReply reply = connection.send(request);
            assertThat(reply.status() + " " + reply.payload()).isEqualTo(wanted);
        }
    }

    @Test
    @DisplayName("W03, W31, W32, W66, W67, W73: 200 attacks change nothing and learn nothing of the server")
    void attacks() {
        List<String> attacks = new ArrayList<>();
        for (String end :
                List.of("1", "'1'", "1) or (1", "\"1\"", "1 -- x\n", "1 /* x */", "1\n", "`1`", "[1]", "0x1")) {
            for (String what : List.of(
                    "; delete from agent",
                    "; drop table agent",
                    "; attach 'x.db' as y",
                    " ; update agent set name = 'x'",
                    "; vacuum into '/tmp/stolen.db'",
                    "; pragma writable_schema = 1",
                    "; begin",
                    "; insert into agent (id, name) values (777777, 'x')",
                    "; create table stolen (a)",
                    "; reindex")) {
                attacks.add("global sql select id from agent where id = " + end + what);
            }
        }
        for (String what : List.of(
                "attach database '../wazuh_global.db' as other",
                "select load_extension('x')",
                "select writefile('/tmp/x', 'y')",
                "select readfile('/etc/passwd')",
                "select * from other.agent",
                "pragma table_list",
                "pragma journal_mode = off",
                "vacuum into '/tmp/x.db'",
                "detach main",
                "create trigger t after insert on fim_entry begin select 1; end",
                "drop table fim_entry",
                "alter table fim_entry add column x",
                "select * from wazuh_agent_002.fim_entry",
                "begin immediate",
                "commit",
                "rollback",
                "savepoint x",
                "analyze",
                "explain select 1; delete from fim_entry",
                "select edit('x')")) {
            for (String actor : List.of("agent 001", "agent 000", "global", "task", "mitre")) {
                attacks.add(actor + " sql " + what);
            }
        }
        assertThat(attacks).hasSize(200);
        try (WazuhDbConnection connection = server.connect()) {
            // what our own commands have prepared is not there for clients
            done(connection, "global vacuum");
            done(connection, "global get_fragmentation");
            for (String ours : List.of("VACUUM", "PRAGMA user_version", "PRAGMA user_version = 2")) {
                assertThat(connection.send("global sql " + ours).status())
                        .as(ours)
                        .isEqualTo("err");
            }
            List<Map<String, Object>> before = connection.execute("global sql select id, name from agent order by id");
            for (String attack : attacks) {
                WazuhReply reply = connection.send(attack);
                assertThat(reply.status()).as(attack + ": " + reply.payload()).isEqualTo("err");
                assertThat(reply.payload())
                        .doesNotContain(server.home().root().toString())
                        .doesNotContain("Exception")
                        .doesNotContain("at io.polywire");
            }
            assertThat(connection.execute("global sql select id, name from agent order by id"))
                    .isEqualTo(before);
            for (String write : List.of(
                    "delete from technique", "update tactic set name = 'x'", "insert into phase values (1, 2)")) {
                assertThat(connection.send("mitre sql " + write).status()).isEqualTo("err");
            }
            assertThat(connection.send("nobody sql select 1").payload()).startsWith("Invalid DB query actor");
        }
    }

    @Test
    @DisplayName("W43, W47, W57: a life of an agent, and 1,000 agents in one change")
    void agents() {
        try (WazuhDbConnection connection = server.connect()) {
            done(
                    connection,
                    "global insert-agent {\"id\":5001,\"name\":\"new\",\"register_ip\":\"10.9.9.9\",\"date_add\":5}");
            done(
                    connection,
                    "global update-agent-data {\"id\":5001,\"version\":\"v\",\"connection_status\":\"active\","
                            + "\"sync_status\":\"syncreq\",\"group_config_status\":\"synced\",\"labels\":\"k:v\"}");
            assertThat(done(connection, "global find-agent {\"name\":\"new\",\"ip\":\"10.9.9.9\"}"))
                    .isEqualTo("[{\"id\":5001}]");
            assertThat(done(connection, "global sync-agent-info-get "))
                    .contains("\"id\":5001")
                    .contains("\"key\":\"k\"");
            String data = IntStream.rangeClosed(1, 1000)
                    .mapToObj(id -> "{\"id\":" + id + ",\"groups\":[\"g1\"]}")
                    .collect(Collectors.joining(","));
            done(
                    connection,
                    "global set-agent-groups {\"mode\":\"override\",\"sync_status\":\"syncreq\",\"data\":[" + data
                            + "]}");
            assertThat(connection.count("global sql select count(*) from belongs"))
                    .isGreaterThanOrEqualTo(1000);
            assertThat(connection.count("global sql select count(*) from agent where group_hash is not null"))
                    .isGreaterThanOrEqualTo(1000);
            // all or nothing
            assertThat(connection
                            .send("global set-agent-groups {\"mode\":\"override\",\"data\":[{\"id\":1,\"groups\":"
                                    + "[\"default\"]},{\"id\":2,\"groups\":[\"nowhere\"]}]}")
                            .status())
                    .isEqualTo("err");
            assertThat(done(connection, "global select-group-belong 1")).isEqualTo("[\"g1\"]");
            done(connection, "global delete-agent 5001");
            done(
                    connection,
                    "global set-agent-groups {\"mode\":\"override\",\"data\":[" + data.replace("\"g1\"", "") + "]}");
        }
    }

    @Test
    @DisplayName("W53, W72: a statement that runs away is stopped, and its connection goes on")
    void runaway() {
        try (WazuhDbConnection connection = server.connect()) {
            for (String actor : List.of("global", "agent 001", "task")) {
                WazuhReply reply =
                        connection.send(actor + " sql with recursive n(i) as (select 1 union all select i + 1"
                                + " from n) select count(*) as n from n");
                assertThat(reply.status()).isEqualTo("err");
                assertThat(connection.send(actor + " sql select 1 as x").payload())
                        .isEqualTo("[{\"x\":1}]");
            }
        }
    }

    private static SocketChannel raw() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(server.socket()));
        return channel;
    }

    private static ByteBuffer frame(long length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        return frame.putInt((int) length).put(bytes).flip();
    }

    private static String reply(SocketChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining()) {
            if (channel.read(header) < 0) {
                return "closed";
            }
        }
        ByteBuffer payload = ByteBuffer.allocate(header.getInt(0));
        while (payload.hasRemaining()) {
            if (channel.read(payload) < 0) {
                return "closed";
            }
        }
        return new String(payload.array(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("W59, W62: frames at the limits and beside them, halves, several at once, silence")
    void frames() throws IOException {
        String ask = "global sql select 4 as x";
        try (SocketChannel channel = raw();
                SocketChannel silent = raw()) {
            silent.write(frame(16, "half"));
            channel.write(frame(65_536, ask + " ".repeat(65_536 - ask.length())));
            assertThat(reply(channel)).isEqualTo("ok [{\"x\":4}]");
            for (int filler : new int[] {65_535, 65_536, 65_537}) {
                String wide = "global sql select printf('%.*c', " + (filler - 13) + ", 'x') as x";
                channel.write(frame(wide.length(), wide));
                assertThat(reply(channel)).hasSize(Math.min(filler, 65_536));
            }
            channel.write(frame(ask.length(), ask));
            channel.write(frame(ask.length() + 1, ask + "\n"));
            assertThat(reply(channel)).isEqualTo("ok [{\"x\":4}]");
            assertThat(reply(channel)).isEqualTo("ok [{\"x\":4}]\n");
            ByteBuffer slowly = frame(ask.length(), ask);
            while (slowly.hasRemaining()) {
                channel.write(ByteBuffer.wrap(new byte[] {slowly.get()}));
            }
            assertThat(reply(channel)).isEqualTo("ok [{\"x\":4}]");
            channel.write(frame(0, ""));
            assertThat(reply(channel)).isEqualTo("closed");
        }
        for (long length : new long[] {65_537, 0xFFFF_FFFFL}) {
            try (SocketChannel channel = raw()) {
                channel.write(frame(length, "global"));
                assertThat(reply(channel)).startsWith("err ");
                assertThat(reply(channel)).isEqualTo("closed");
            }
        }
        try (SocketChannel gone = raw()) {
            String all = "global get-all-agents context";
            gone.write(frame(all.length(), all));
            // in the middle of its replies
            gone.read(ByteBuffer.allocate(10));
        }
        try (WazuhDbConnection connection = server.connect()) {
            assertThat(connection.isHealthy()).isTrue();
        }
    }

    @Test
    @DisplayName("W70: who may open the sockets")
    void rights() throws IOException {
        for (String path : List.of("queue/db/wdb", "queue/sockets/wdb-http.sock", "queue/db/wdb-http")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(server.home().root().resolve(path))))
                    .isEqualTo("rw-rw----");
        }
    }

    private static QueryResult run(WazuhDbConnection connection, QueryRequest request) {
        QueryRunner runner = new QueryRunner(
                new QueryCompiler(WazuhTables.agents()),
                query -> CompletableFuture.completedFuture(connection.execute("global sql " + query.literal())));
        return runner.run(request).toCompletableFuture().join();
    }

    @Test
    @DisplayName("W33, W36, W37, W39, W40, W64, W68: filters over the socket, with a list of 11,000 keys too")
    void filters() {
        try (WazuhDbConnection connection = server.connect()) {
            QueryResult found = run(
                    connection,
                    new QueryRequest()
                            .select(List.of("id", "os.platform"))
                            .q("(status=active,status=pending);id<10")
                            .sort(List.of("id"), true)
                            .limit(2)
                            .count(true));
            assertThat(found.items())
                    .isEqualTo(List.of(
                            Map.of("id", 9L, "os", Map.of("platform", "debian")),
                            Map.of("id", 8L, "os", Map.of("platform", "ubuntu"))));
            List<String> allowed =
                    IntStream.range(1000, 12_000).mapToObj(Integer::toString).toList();
            QueryResult of = run(
                    connection,
                    new QueryRequest()
                            .select(List.of("id"))
                            .rbac(allowed, false)
                            .sort(List.of("id"), false)
                            .limit(3)
                            .count(true));
            assertThat(of.items()).isEqualTo(List.of(Map.of("id", 1000L), Map.of("id", 1001L), Map.of("id", 1002L)));
            QueryResult others = run(
                    connection,
                    new QueryRequest()
                            .select(List.of("id"))
                            .rbac(allowed, true)
                            .sort(List.of("id"), true)
                            .limit(1)
                            .count(true));
            assertThat(others.items()).isEqualTo(List.of(Map.of("id", 999L)));
        }
    }

    @Test
    @DisplayName("W51, W54: one row over the limit of an answer is 2009, and the connection goes on")
    void oneRowTooLarge() {
        try (WazuhDbConnection connection = server.connect()) {
            done(
                    connection,
                    "agent 009 sql insert into fim_entry (full_path, file, type, perm) values ('/x', '/x', 'file',"
                            + " printf('%.*c', 70000, 'x'))");
            assertThat(code(() -> connection.execute("agent 009 sql select file, perm from fim_entry")))
                    .isEqualTo(2009);
            connection.delete("agent 009 sql delete from fim_entry");
            assertThat(connection.execute("agent 009 sql select file from fim_entry"))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName(
            "W69, W75: what is written and deleted stands in the audit trail, by what way ever, without its values")
    void audit() throws IOException {
        try (WazuhDbConnection connection = server.connect();
                WazuhDbHttpClient http = server.http("queue/db/wdb-http")) {
            done(connection, "global sql update agent set internal_key = 'very-secret-key' where id = 11");
            done(connection, "agent 011 sql delete from sys_hotfixes where hotfix = 'very-secret-key'");
            done(connection, "global insert-agent {\"id\":7001,\"name\":\"very-secret-key\"}");
            done(connection, "global delete-agent 7001");
            http.setAgentsSync("{\"syncreq_keepalive\":[{\"id\":12,\"version\":\"very-secret-key\"}]}");
        }
        Path trail = server.home().root().resolve("logs/audit.jsonl");
        for (String line : List.of(
                ".*wazuh_global.*UPDATE.*internal_key.*",
                ".*wazuh_agent_011.*DELETE.*sys_hotfixes.*",
                ".*wazuh_global.*INSERT INTO agent.*",
                ".*wazuh_global.*DELETE FROM agent.*",
                ".*wazuh_global.*UPDATE agent SET.*last_keepalive.*")) {
            Awaitility.await("the line " + line)
                    .ignoreExceptions()
                    .until(() -> Files.readAllLines(trail).stream().anyMatch(each -> each.matches("(?i)" + line)));
        }
        assertThat(Files.readString(trail)).doesNotContain("very-secret-key");
    }
}
