import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbHttpClient;
import io.polywire.client.wazuh.WazuhDbOptions;
import io.polywire.client.wazuh.WazuhReply;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Speed of the Wazuh wires of a running server, whose global database is filled anew. Usage: java -cp 'lib/client/*'
 * WazuhSpeed.java WDB HTTP SERVER_PID [PART...], where PART is points, pages, summary or sync; with the part floor alone it
 * asks the same of a server of SocketFloor.java
 */
public final class WazuhSpeed {
    private static final int AGENTS = 100_000;
    private static final int SYNCED = 10_000;
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 8;
    private static final int PIPELINED = 16;
    private static final int REQUESTS = 300_000;
    private static final int WARM_UP_SECONDS = 30;
    private static final List<String> PARTS = List.of("points", "pages", "summary", "sync");

    private WazuhSpeed() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 4 && args[3].equals("floor")) {
            points(Path.of(args[0]), args[2]);
            return;
        }
        WazuhDbOptions options = WazuhDbOptions.of(Path.of(args[0])).withTimeout(Duration.ofSeconds(120));
        try (WazuhDbConnection connection = new WazuhDbConnection(options);
                WazuhDbHttpClient http = WazuhDbHttpClient.of("unix:" + args[1])) {
            List<String> parts = args.length > 3 ? List.of(args).subList(3, args.length) : PARTS;
            fill(connection);
            if (parts.contains("points")) {
                points(options.socket(), args[2]);
            }
            if (parts.contains("pages")) {
                pages(connection, args[2]);
            }
            if (parts.contains("summary")) {
                summary(http, args[2]);
            }
            if (parts.contains("sync")) {
                sync(connection, http, args[2]);
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

    /**
     * One thread for all connections, as pgbench has: what the server is asked, not who asks it, takes the processor. A fixed
     * number of requests behind a warm-up, each connection with one request on the way, then with several.
     */
    private static void points(Path socket, String pid) throws Exception {
        for (int depth : new int[] {1, PIPELINED}) {
            // twice: what is compiled for connections that stay is thrown away when they go for the first time
            for (int half = 0; half < 2; half++) {
                ask(socket, depth, Long.MAX_VALUE, System.nanoTime() + Duration.ofSeconds(WARM_UP_SECONDS / 2).toNanos());
            }
            for (int round = 1; round <= 3; round++) {
                long cpu = ticks(pid);
                long start = System.nanoTime();
                ask(socket, depth, REQUESTS, Long.MAX_VALUE);
                System.out.printf("point queries, %d connections with %d on the way, round %d: %.0f/s, server CPU %.2f us each%n",
                        CONNECTIONS, depth, round, REQUESTS / ((System.nanoTime() - start) / 1e9), (ticks(pid) - cpu) * 10_000.0 / REQUESTS);
            }
        }
    }

    /** Asks on all connections, on each the next questions when the last ones are answered, until that many or then. */
    private static void ask(Path socket, int depth, long most, long until) throws Exception {
        List<Asker> askers = new ArrayList<>();
        long requests = 0;
        try (Selector selector = Selector.open()) {
            for (int n = 0; n < CONNECTIONS; n++) {
                Asker asker = new Asker(socket);
                askers.add(asker);
                asker.channel.register(selector, SelectionKey.OP_READ, asker);
                asker.ask(depth, n);
            }
            while (requests < most && System.nanoTime() < until) {
                selector.select(1000);
                for (SelectionKey key : selector.selectedKeys()) {
                    Asker asker = (Asker) key.attachment();
                    requests += asker.read();
                    if (asker.waiting == 0) {
                        asker.ask(depth, requests * 7919);
                    }
                }
                selector.selectedKeys().clear();
            }
        } finally {
            for (Asker asker : askers) {
                asker.channel.close();
            }
        }
    }

    /** One connection. */
    private static final class Asker {
        private static final byte[] BEGINNING = "ok [{\"id\":".getBytes(StandardCharsets.US_ASCII);

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(65_540).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteBuffer out = ByteBuffer.allocateDirect(65_540).order(ByteOrder.LITTLE_ENDIAN);
        private int waiting;

        Asker(Path socket) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
        }

        void ask(int count, long seed) throws IOException {
            out.clear();
            for (int i = 0; i < count; i++) {
                byte[] text = ("global sql select id, name, connection_status from agent where id = " + (1 + (seed + i) % AGENTS))
                        .getBytes(StandardCharsets.US_ASCII);
                out.putInt(text.length).put(text);
            }
            out.flip();
            channel.write(out);
            if (out.hasRemaining()) {
                throw new IllegalStateException("the socket takes no more");
            }
            waiting = count;
        }

        /** How many replies have come. */
        int read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IllegalStateException("closed");
            }
            in.flip();
            int replies = 0;
            while (in.remaining() >= 4 && in.remaining() - 4 >= in.getInt(in.position())) {
                int at = in.position() + 4;
                for (int i = 0; i < BEGINNING.length; i++) {
                    if (in.get(at + i) != BEGINNING[i]) {
                        throw new IllegalStateException(StandardCharsets.UTF_8.decode(in).toString());
                    }
                }
                in.position(at + in.getInt(at - 4));
                replies++;
            }
            in.compact();
            waiting -= replies;
            return replies;
        }
    }

    /** Memory of a process in MiB: what it has now, and the most that it had. */
    private static String memory(String pid) throws Exception {
        String now = "";
        String most = "";
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith("VmRSS:")) {
                now = line.replaceAll("[^0-9]", "");
            } else if (line.startsWith("VmHWM:")) {
                most = line.replaceAll("[^0-9]", "");
            }
        }
        return Long.parseLong(now) / 1024 + " MiB, at most " + Long.parseLong(most) / 1024;
    }

    private static void pages(WazuhDbConnection connection, String pid) throws Exception {
        for (String run : List.of("warm-up", "measured", "once more")) {
            LongAdder rows = new LongAdder();
            long cpu = ticks(pid);
            long start = System.nanoTime();
            connection.forEach("global sql select id, name from agent order by id", row -> rows.increment());
            System.out.printf("paged read of %d rows, %s: %.2f s, server CPU %d ms, server memory %s%n", rows.sum(), run,
                    (System.nanoTime() - start) / 1e9, (ticks(pid) - cpu) * 10, memory(pid));
        }
    }

    private static void summary(WazuhDbHttpClient http, String pid) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            http.getAgentsSummary();
        }
        long cpu = ticks(pid);
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            http.getAgentsSummary();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        millis.sort(null);
        System.out.printf("HTTP summary over %d agents: median %.1f ms, server CPU %.1f ms each%n", AGENTS, millis.get(25),
                (ticks(pid) - cpu) * 10.0 / millis.size());
    }

    /** Something about a number of agents, with its rate and what it cost. */
    private static void timed(String what, String pid, int agents, Runnable work) throws Exception {
        long cpu = ticks(pid);
        long start = System.nanoTime();
        work.run();
        System.out.printf("%s of %d agents: %.0f agents/s, server CPU %.1f us each%n", what, agents,
                agents / ((System.nanoTime() - start) / 1e9), (ticks(pid) - cpu) * 10_000.0 / agents);
    }

    private static void sync(WazuhDbConnection connection, WazuhDbHttpClient http, String pid) throws Exception {
        for (String mode : List.of("override", "append", "override", "append")) {
            timed("set-agent-groups, " + mode + ", in batches of " + BATCH, pid, SYNCED, () -> {
                for (int from = 1; from <= SYNCED; from += BATCH) {
                    String data = IntStream.range(from, from + BATCH)
                            .mapToObj(id -> "{\"id\":" + id + ",\"groups\":[\"g1\"]}")
                            .collect(Collectors.joining(","));
                    done(connection, "global set-agent-groups {\"mode\":\"" + mode + "\",\"sync_status\":\"syncreq\",\"data\":[" + data + "]}");
                }
            });
        }
        timed("sync-agent-groups-get", pid, SYNCED, () -> {
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
            if (told != SYNCED) {
                throw new IllegalStateException(told + " agents were told");
            }
        });
        for (int run = 0; run < 2; run++) {
            timed("keep-alives, POST /v1/agents/sync in batches of " + BATCH, pid, SYNCED, () -> {
                for (int from = 1; from <= SYNCED; from += BATCH) {
                    http.setAgentsSync(IntStream.range(from, from + BATCH)
                            .mapToObj(id -> "{\"id\":" + id + ",\"version\":\"v\"}")
                            .collect(Collectors.joining(",", "{\"syncreq_keepalive\":[", "]}")));
                }
            });
        }
        timed("update-keepalive, one each", pid, SYNCED / 10, () -> {
            for (int id = 1; id <= SYNCED / 10; id++) {
                done(connection, "global update-keepalive {\"id\":" + id + ",\"connection_status\":\"active\",\"sync_status\":\"synced\"}");
            }
        });
    }
}
