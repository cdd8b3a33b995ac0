package io.polywire.itests.postgresql.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients by the hundred: log-ins that fail, and connections that come and go. */
class FloodIT {
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 3;
    private static final int BAN_AFTER = 50;
    private static final String ATTACKER = "127.0.0.1";
    private static final String HONEST = "127.0.0.2";

    private static final int CONNECTIONS = "long".equals(System.getProperty("polywire.test.length")) ? 50_000 : 3_000;

    @TempDir
    static Path folder;

    private static Home home;
    private static Polywire server;
    private static int port;

    @BeforeAll
    static void start() throws SQLException {
        home = new Home(folder.resolve("home"));
        port = home.listener("flood", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        home.set("router.gatekeeper", "exempt", "::1").set("router.gatekeeper", "failures.per.address", BAN_AFTER);
        server = Polywire.start(home);
        try (Connection c = connect(HONEST, "test", "test");
                Statement s = c.createStatement()) {
            s.execute("CREATE USER alice PASSWORD 'right'");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Connection connect(String from, String user, String password) throws SQLException {
        Properties p = new Properties();
        p.setProperty("user", user);
        p.setProperty("password", password);
        p.setProperty("sslmode", "disable");
        p.setProperty("gssEncMode", "disable");
        p.setProperty("localSocketAddress", from);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/main", p);
    }

    private static String outcome(String from, String user, String password) {
        try (Connection c = connect(from, user, password)) {
            return c.isValid(5) ? "in" : "not valid";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    @Test
    void whoGuessesPasswordsIsBannedAndHindersNobodyElse() throws Exception {
        Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
        AtomicInteger attempts = new AtomicInteger();
        ScheduledExecutorService attackers = Executors.newScheduledThreadPool(32);
        for (int i = 0; i < 16; i++) {
            attackers.scheduleAtFixedRate(
                    () -> {
                        int n = attempts.incrementAndGet();
                        // one user that there is, and many that there are not
                        String user = n % 2 == 0 ? "alice" : "guess" + n;
                        outcomes.computeIfAbsent(outcome(ATTACKER, user, "wrong" + n), k -> new AtomicInteger())
                                .incrementAndGet();
                    },
                    i * 1_000L / PER_SECOND,
                    16_000L / PER_SECOND,
                    TimeUnit.MILLISECONDS);
        }
        AtomicLong slowest = new AtomicLong();
        AtomicInteger honest = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            assertThat(outcome(HONEST, "alice", "right")).isEqualTo("in");
            slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            honest.incrementAndGet();
        }
        attackers.shutdown();
        assertThat(attackers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        System.out.printf(
                "%d log-ins that fail in %d s: %s; %d honest ones meanwhile, the slowest %d ms%n",
                attempts.get(), SECONDS, outcomes, honest.get(), slowest.get() / 1_000_000);
        assertThat(outcomes.keySet()).as("a wrong password, or a ban").containsOnly("28P01", "28000");
        // those that had begun when the ban came are told so or refused as before
        assertThat(outcomes.get("28P01").get()).isBetween(1, BAN_AFTER + 32);
        assertThat(outcome(ATTACKER, "alice", "right")).as("under the ban").isEqualTo("28000");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(slowest.get())).isLessThan(5);
        Path trail = home.root().resolve("logs/audit.jsonl");
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> Files.readString(trail).contains("the address is banned for 60 s"));
    }

    @Test
    void connectionsThatComeAndGoLeaveNothing() throws Exception {
        comeAndGo(200);
        long files = openFiles();
        long threads = server.threads();
        long memory = server.residentKib();
        long heap = heapKib();
        long begun = System.nanoTime();
        comeAndGo(CONNECTIONS);
        long took = (System.nanoTime() - begun) / 1_000_000;
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> openFiles() <= files + 2);
        long heapAfter = heapKib();
        System.out.printf(
                "%d connections opened and dropped in %d ms; heap in use %d KiB before, %d KiB after; resident %d, %d KiB; "
                        + "threads %d, %d; descriptors %d, %d%n",
                CONNECTIONS,
                took,
                heap,
                heapAfter,
                memory,
                server.residentKib(),
                threads,
                server.threads(),
                files,
                openFiles());
        assertThat(server.threads()).isLessThanOrEqualTo(threads + 2);
        assertThat(heapAfter).as("what a collection leaves of the heap").isLessThan(heap + 4 * 1024);
        assertThat(server.residentKib()).isLessThan(memory + 100 * 1024);
        assertThat(outcome(HONEST, "alice", "right")).isEqualTo("in");
    }

    /** Silent, half-way through a start-up packet, behind it, and closed by a reset. */
    private static void comeAndGo(int connections) throws IOException {
        byte[] startUp = startUp();
        for (int i = 0; i < connections; i++) {
            try (Socket s = new Socket()) {
                s.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.3"), 0));
                if (i % 3 == 0) {
                    s.setSoLinger(true, 0);
                }
                s.connect(new InetSocketAddress("127.0.0.1", port));
                switch (i % 4) {
                    case 1 -> s.getOutputStream().write(startUp, 0, 11);
                    case 2 -> s.getOutputStream().write(startUp);
                    case 3 -> {
                        s.getOutputStream().write(startUp);
                        assertThat(s.getInputStream().read()).isEqualTo('R');
                    }
                    default -> {}
                }
            }
        }
    }

    private static byte[] startUp() {
        byte[] body = "user\0alice\0database\0main\0\0".getBytes(StandardCharsets.US_ASCII);
        return java.nio.ByteBuffer.allocate(body.length + 8)
                .putInt(body.length + 8)
                .putInt(196_608)
                .put(body)
                .array();
    }

    /** What is in use of the server's heap after a full collection. */
    private static long heapKib() throws Exception {
        jcmd("GC.run");
        long used = 0;
        for (String line : jcmd("GC.heap_info").lines().toList()) {
            // "def new generation   total 9216K, used 512K", "DefNew     total ..." on newer JDKs
            Matcher m = Pattern.compile(" total +\\d+K, used (\\d+)K").matcher(line);
            used += m.find() ? Long.parseLong(m.group(1)) : 0;
        }
        assertThat(used).as("the generations of the serial collector").isPositive();
        return used;
    }

    private static String jcmd(String command) throws Exception {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(said).isZero();
        return said;
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return files.count();
        }
    }
}
