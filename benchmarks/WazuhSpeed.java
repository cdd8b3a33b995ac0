import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhDbOptions;
import io.polywire.client.wazuh.WazuhReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Speed of the Wazuh wires of a running server, whose global database is filled anew. Usage: java -cp 'lib/client/*'
 * WazuhSpeed.java WDB HTTP SERVER_PID [PART...], where PART is points, pages, summary or sync
 */
public final class WazuhSpeed {
    private static final int AGENTS = 100_000;
    private static final int SYNCED = 10_000;
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 8;
    private static final int SECONDS = 10;
    private static final List<String> PARTS = List.of("points", "pages", "summary", "sync");

    private WazuhSpeed() {}

    public static void main(String[] args) throws Exception {
        WazuhDbOptions options = WazuhDbOptions.of(Path.of(args[0])).withTimeout(Duration.ofSeconds(120));
        try (WazuhDbConnection connection = new WazuhDbConnection(options);
                WazuhDbHttpClient http = WazuhDbHttpClient.of("unix:" + args[1])) {
            List<String> parts = args.length > 3 ? List.of(args).subList(3, args.length) : PARTS;
            fill(connection);
            if (parts.contains("points")) {
                points(options, args[2]);
            }
            if (parts.contains("pages")) {
                pages(connection);
            }
            if (parts.contains("summary")) {
                summary(http);
            }
            if (parts.contains("sync")) {
                sync(connection);
            }
        }
    }

    private static void done(WazuhDbConnection connection, String command) {
        WazuhReply reply = connection.send(command);
        if (!reply.isOk()) {
            throw new IllegalStateException(reply.toString());
        }
    }

    private static void fill(WazuhDbConnection connection) {
        done(connection, "global sql delete from belongs");
        done(connection, "global sql delete from agent where id > 0");
        done(connection, "global sql delete from `group`");
        done(connection, "global insert-agent-group default");
        done(connection, "global insert-agent-group g1");
        done(connection, "global sql insert into agent (id, name, ip, date_add, version, connection_status, os_platform)"
                + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + AGENTS + ") select i,"
                + " 'agent-' || i, '10.0.0.1', 1000 + i, 'Wazuh v4.14.0', case i % 2 when 0 then 'active' else 'pending'"
                + " end, 'platform-' || i % 7 from n");
        done(connection, "global sql insert into belongs select id, (select id from `group` where name = 'default'), 0 from agent where id > 0");
    }

    /** Ticks of a hundredth of a second that a process has used. */
    private static long ticks(String pid) throws Exception {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static void points(WazuhDbOptions options, String pid) throws Exception {
        for (String run : List.of("warm-up", "measured")) {
            LongAdder requests = new LongAdder();
            CountDownLatch end = new CountDownLatch(CONNECTIONS);
            long cpu = ticks(pid);
            long start = System.nanoTime();
            long until = start + Duration.ofSeconds(SECONDS).toNanos();
            for (int n = 0; n < CONNECTIONS; n++) {
                int seed = n;
                new Thread(() -> {
                    try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
                        for (int i = seed; System.nanoTime() < until; i += 7919) {
                            done(connection, "global sql select id, name, connection_status from agent where id = " + (1 + i % AGENTS));
                            requests.increment();
                        }
                    } finally {
                        end.countDown();
                    }
                }).start();
            }
            end.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("point queries, %d connections, %s: %.0f/s, server CPU %.1f us each%n", CONNECTIONS, run,
                    requests.sum() / seconds, (ticks(pid) - cpu) * 10_000.0 / requests.sum());
        }
    }

    private static void pages(WazuhDbConnection connection) {
        for (String run : List.of("warm-up", "measured")) {
            LongAdder rows = new LongAdder();
            long start = System.nanoTime();
            connection.forEach("global sql select id, name from agent order by id", row -> rows.increment());
            System.out.printf("paged read of %d rows, %s: %.2f s%n", rows.sum(), run, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void summary(WazuhDbHttpClient http) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            http.getAgentsSummary();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        millis.sort(null);
        System.out.printf("HTTP summary over %d agents: median %.1f ms%n", AGENTS, millis.get(25));
    }

    private static void sync(WazuhDbConnection connection) {
        for (String run : List.of("warm-up", "measured")) {
            String mode = run.equals("measured") ? "append" : "override";
            long start = System.nanoTime();
            for (int from = 1; from <= SYNCED; from += BATCH) {
                String data = IntStream.range(from, from + BATCH)
                        .mapToObj(id -> "{\"id\":" + id + ",\"groups\":[\"g1\"]}")
                        .collect(Collectors.joining(","));
                done(connection, "global set-agent-groups {\"mode\":\"" + mode + "\",\"sync_status\":\"syncreq\",\"data\":[" + data + "]}");
            }
            System.out.printf("set-agent-groups of %d agents in batches of %d, %s: %.0f agents/s%n", SYNCED, BATCH, run,
                    SYNCED / ((System.nanoTime() - start) / 1e9));
        }
        long start = System.nanoTime();
        int told = 0;
        long last = 0;
        WazuhReply reply;
        do {
            reply = connection.send("global sync-agent-groups-get {\"condition\":\"sync_status\",\"last_id\":" + last
                    + ",\"set_synced\":true,\"get_global_hash\":false,\"agent_registration_delta\":0}");
            told += reply.payload().split("\"id\":", -1).length - 1;
            int at = reply.payload().lastIndexOf("\"id\":");
            last = at < 0 ? last : Long.parseLong(reply.payload().substring(at + 5, reply.payload().indexOf(',', at)));
        } while (reply.status().equals("due"));
        System.out.printf("sync-agent-groups-get of %d agents: %.0f agents/s%n", told, told / ((System.nanoTime() - start) / 1e9));
        start = System.nanoTime();
        for (int id = 1; id <= SYNCED; id++) {
            done(connection, "global update-keepalive {\"id\":" + id + ",\"connection_status\":\"active\",\"sync_status\":\"synced\"}");
        }
        System.out.printf("update-keepalive of %d agents, one each: %.0f agents/s%n", SYNCED, SYNCED / ((System.nanoTime() - start) / 1e9));
    }
}
