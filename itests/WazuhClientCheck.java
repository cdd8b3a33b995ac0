import io.polywire.client.wazuh.AgentIdGroups;
import io.polywire.client.wazuh.AgentsSummary;
import io.polywire.client.wazuh.AsyncWazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhDbOptions;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.client.wazuh.WazuhReply;
import io.polywire.query.QueryCompiler;
import io.polywire.query.QueryRequest;
import io.polywire.query.QueryResult;
import io.polywire.query.QueryRunner;
import io.polywire.query.WazuhTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The Java client and the query framework against a running server. Usage: java -cp 'lib/client/*' WazuhClientCheck.java
 * WDB HTTP; prints what x ok. The global database is filled anew.
 */
public final class WazuhClientCheck {
    private static final int AGENTS = 1300;
    private static int failed;

    private WazuhClientCheck() {}

    private static void check(String name, Object seen, Object wanted) {
        boolean good = seen.equals(wanted);
        failed += good ? 0 : 1;
        System.out.printf("%-60s %s%n", name, good ? "ok" : "FAILED " + seen + ", not " + wanted);
    }

    private static int code(Runnable work) {
        try {
            work.run();
            return 0;
        } catch (WazuhException e) {
            return e.code();
        }
    }

    public static void main(String[] args) {
        WazuhDbOptions socket = WazuhDbOptions.of(Path.of(args[0]));
        try (WazuhDbConnection connection = new WazuhDbConnection(socket);
                AsyncWazuhDbConnection async = new AsyncWazuhDbConnection(socket);
                WazuhDbHttpClient http = WazuhDbHttpClient.of("unix:" + args[1])) {
            fill(connection);
            pages(connection);
            async(async);
            queries(connection);
            http(http, connection);
            check("deleteAgentsDb", connection.deleteAgentsDb(List.of("001")), Map.of("001", "ok"));
            check("isHealthy", connection.isHealthy() && http.isHealthy(), true);
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void done(WazuhDbConnection connection, String command) {
        WazuhReply reply = connection.send(command);
        if (!reply.isOk()) {
            check(command, reply, "ok");
        }
    }

    private static void fill(WazuhDbConnection connection) {
        done(connection, "global sql delete from belongs");
        done(connection, "global sql delete from agent where id > 0");
        done(connection, "global sql delete from `group`");
        done(connection, "global insert-agent-group default");
        done(connection, "global insert-agent-group g1");
        // names of 200 bytes: 500 of them are more than an answer holds
        done(connection, "global sql insert into agent (id, name, ip, date_add, version, connection_status, os_platform)"
                + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + AGENTS + ") select i,"
                + " printf('agent-%0194d', i), '10.0.0.1', 1000 + i, 'Wazuh v4.14.0', case i % 2 when 0 then 'active' else"
                + " 'pending' end, case i % 4 when 0 then 'ubuntu' else 'debian' end from n");
        done(connection, "global set-agent-groups {\"mode\":\"override\",\"data\":[{\"id\":1,\"groups\":[\"g1\","
                + "\"default\"]},{\"id\":2,\"groups\":[\"default\"]}]}");
        done(connection, "agent 001 sql delete from fim_entry");
    }

    private static void pages(WazuhDbConnection connection) {
        List<Map<String, Object>> rows = connection.execute("global sql select id, name from agent order by id");
        check("execute: 1,301 rows in pages that are halved", rows.size(), AGENTS + 1);
        check("... all of them, in order", rows.stream().map(row -> row.get("id")).toList(),
                IntStream.rangeClosed(0, AGENTS).<Object>mapToObj(Long::valueOf).toList());
        check("count", connection.count("global sql select count(*) from agent"), AGENTS + 1L);
        check("agent 001 sql", connection.execute("agent 001 sql SELECT * FROM fim_entry"), List.of());
        check("mitre sql", connection.execute("mitre sql select id from technique"), List.of());
        check("task sql", connection.execute("task sql select task_id from tasks"), List.of());
        check("refused: a column that is not there", code(() -> connection.execute("global sql select nope from agent")), 2003);
        check("refused: a write to mitre", code(() -> connection.execute("mitre sql delete from technique")), 2004);
        done(connection, "agent 001 sql insert into fim_entry (full_path, file, type, perm) values ('/x', '/x', 'file',"
                + " printf('%.*c', 70000, 'x'))");
        check("one row over the limit", code(() -> connection.execute("agent 001 sql select file, perm from fim_entry")), 2009);
        connection.delete("agent 001 sql delete from fim_entry");
        check("... and goes on", connection.execute("agent 001 sql select file from fim_entry"), List.of());
    }

    private static void async(AsyncWazuhDbConnection async) {
        List<CompletableFuture<WazuhReply>> replies = IntStream.range(0, 400)
                .mapToObj(i -> async.runWdbCommand("global sql select " + i + " as x").toCompletableFuture())
                .toList();
        boolean mixed = false;
        for (int i = 0; i < replies.size(); i++) {
            mixed |= !replies.get(i).join().equals(new WazuhReply("ok", "[{\"x\":" + i + "}]"));
        }
        check("async: 400 requests at once, none mixed", mixed, false);
    }

    private static QueryResult run(WazuhDbConnection connection, QueryRequest request) {
        QueryRunner runner = new QueryRunner(new QueryCompiler(WazuhTables.agents()),
                query -> CompletableFuture.completedFuture(rows(connection.send("global sql " + query.literal()))));
        return runner.run(request).toCompletableFuture().join();
    }

    /** Rows without pages: what the query framework sends has a limit of its own. */
    private static List<Map<String, Object>> rows(WazuhReply reply) {
        if (!reply.isOk()) {
            throw new IllegalStateException(reply.toString());
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String row : reply.payload().substring(1, reply.payload().length() - 1).split("(?<=\\}),")) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (String member : row.isEmpty() ? new String[0] : row.substring(1, row.length() - 1).split(",")) {
                String[] pair = member.split(":", 2);
                members.put(pair[0].replace("\"", ""),
                        pair[1].startsWith("\"") ? pair[1].replace("\"", "") : (Object) Long.valueOf(pair[1]));
            }
            if (!members.isEmpty()) {
                rows.add(members);
            }
        }
        return rows;
    }

    private static void queries(WazuhDbConnection connection) {
        QueryResult found = run(connection, new QueryRequest().select(List.of("id", "os.platform")).count(true).limit(2)
                .q("(status=active,status=pending);id<10").sort(List.of("id"), true));
        check("query: filter, order, page, total", found, new QueryResult(List.of(
                Map.of("id", 9L, "os", Map.of("platform", "debian")), Map.of("id", 8L, "os", Map.of("platform", "ubuntu"))), 10));
        found = run(connection, new QueryRequest().select(List.of("id")).q("group=g1"));
        check("query: members of a group", found.items(), List.of(Map.of("id", 1L)));
        found = run(connection, new QueryRequest().select(List.of("id")).q("name=o'brien,id=3"));
        check("query: a quote is a quote", found.items(), List.of(Map.of("id", 3L)));
        found = run(connection, new QueryRequest().groupBy(List.of("status")).q("id>0").count(true));
        check("query: groups", found, new QueryResult(List.of(
                Map.of("status", "active", "count", 650L), Map.of("status", "pending", "count", 650L)), AGENTS));
    }

    private static void http(WazuhDbHttpClient http, WazuhDbConnection connection) {
        check("HTTP: ids", http.getAgentIds().size(), AGENTS);
        check("HTTP: groups of all", http.getAgentsGroups(), List.of(
                new AgentIdGroups("001", List.of("g1", "default")), new AgentIdGroups("002", List.of("default"))));
        check("HTTP: agents of a group", http.getGroupAgents("default"), List.of(1L, 2L));
        check("HTTP: groups of one", http.getAgentGroups("001"), List.of("g1", "default"));
        check("HTTP: groups of what is no id", code(() -> http.getAgentGroups("x y")), 2012);
        AgentsSummary summary = http.getAgentsSummary();
        check("HTTP: summary", List.of(summary.status().active(), summary.status().pending(), summary.os(), summary.groups()),
                List.of(650L, 650L, Map.of("debian", 975L, "ubuntu", 325L), Map.of("default", 2L, "g1", 1L)));
        check("HTTP: summary of two", http.getAgentsSummary(List.of(1L, 2L)).os(), Map.of("debian", 2L));
        check("HTTP: restart information", http.getAgentsRestartInfo(List.of(2L, 3L), false),
                List.of(Map.of("id", 2L, "version", "Wazuh v4.14.0")));
        done(connection, "global sql update agent set sync_status = 'syncreq_keepalive' where id = 2");
        check("HTTP: changes", http.getAgentsSync(), Map.of("syncreq_keepalive",
                List.of(Map.of("id", 2L, "version", "Wazuh v4.14.0"))));
        check("HTTP: ... are told once", http.getAgentsSync(), Map.of());
        http.setAgentsSync("{\"syncreq_status\":[{\"id\":3,\"connection_status\":\"active\",\"version\":\"v\"}]}");
        check("HTTP: changes of another node", connection.execute("global sql select version from agent where id = 3"),
                List.of(Map.of("version", "v")));
        check("HTTP: one connection for all of it", http.idle(), 1);
    }
}
