package io.polywire.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes beside PostgreSQL, both with every commit on disk before it is acknowledged: Polywire's SQLite storage by the
 * r2db2 wire and its JDBC driver or by PostgreSQL's wire and driver, PostgreSQL by its own. Interleaved rounds on one
 * machine; each line has the rate, the server's CPU time for each row or transaction, and the longest wait of any client.
 *
 * <pre>java -cp 'benchmarks/target/*:benchmarks/target/lib/*' io.polywire.benchmarks.ComparePostgresql distribution/target/polywire /usr/lib/postgresql/15/bin [rounds] [seconds] [r2db2|postgresql] [WORD...]</pre>
 *
 * With words only the workloads are run that have one of them in their names.
 */
public final class ComparePostgresql {
    private ComparePostgresql() {}

    private static final int COPIED_ROWS = 500_000;
    private static final int BRANCHES = 10;
    private static final int ACCOUNTS = 100_000 * BRANCHES;

    private record Figure(double perSecond, double cpuMicros, double p99Millis, double worstMillis) {}

    private interface Work {
        /** Does it until the time is over; adds how long each took. */
        int run(Connection c, int client, long until, Times times) throws SQLException;
    }

    private static final class Times {
        private long[] nanos = new long[1 << 12];
        private int count;

        void add(long n) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = n;
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        double seconds = args.length > 3 ? Double.parseDouble(args[3]) : 4;
        boolean sameWire = args.length > 4 && args[4].equals("postgresql");
        wanted = args.length > 5 ? List.of(args).subList(5, args.length) : List.of();
        Path work = Files.createTempDirectory("polywire-bench");
        Path distribution = Path.of(args[0]).toAbsolutePath();
        try (Servers.Server ours = sameWire
                        ? Servers.polywireByPostgresqlWire(distribution, work)
                        : Servers.polywire(distribution, work);
                Servers.Server theirs = Servers.postgresql(Path.of(args[1]), work)) {
            for (Servers.Server s : List.of(ours, theirs)) {
                try (Connection c = s.connect();
                        Statement st = c.createStatement()) {
                    st.execute("CREATE TABLE ins (id BIGINT PRIMARY KEY, v VARCHAR(60))");
                }
                run(s, 8, 3, ComparePostgresql::inserts);
            }
            for (int clients : new int[] {1, 8, 64}) {
                compare(
                        "insert, autocommit, " + clients + " clients",
                        rounds,
                        ours,
                        theirs,
                        s -> run(s, clients, seconds, ComparePostgresql::inserts));
            }
            compare(
                    "insert in batches of 1000, 1 client, rows",
                    rounds,
                    ours,
                    theirs,
                    s -> run(s, 1, seconds, ComparePostgresql::batches));
            compare(
                    "insert in batches of 1000, autocommit, 1 client, rows",
                    rounds,
                    ours,
                    theirs,
                    s -> run(s, 1, seconds, ComparePostgresql::committedBatches));
            if (sameWire) {
                compare(
                        "COPY of " + COPIED_ROWS + " rows of 5 columns, 1 client, rows",
                        rounds,
                        ours,
                        theirs,
                        s -> run(s, 1, 0, ComparePostgresql::copy));
                String tpcb = "TPC-B as pgbench has it, scale 10, 8 clients";
                if (isWanted(tpcb)) {
                    loadAccounts(ours);
                    loadAccounts(theirs);
                    compare(tpcb, rounds, ours, theirs, s -> run(s, 8, seconds, ComparePostgresql::transactions));
                }
            }
        }
    }

    private static int copy(Connection c, int client, long until, Times times) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute("DROP TABLE IF EXISTS copied");
            s.execute("CREATE TABLE copied (a int, b bigint, c varchar(20), d double precision, e timestamp)");
        }
        StringBuilder some = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            some.append(i)
                    .append('\t')
                    .append(i * 1_000_003L)
                    .append("\tvalue-abcdefghij")
                    .append(1000 + i);
            some.append('\t').append(i / 8.0).append("\t2024-02-29 12:34:56.123456\n");
        }
        byte[] thousand = some.toString().getBytes(StandardCharsets.US_ASCII);
        long begin = System.nanoTime();
        CopyIn in = c.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
        for (int i = 0; i < COPIED_ROWS; i += 1000) {
            in.writeToCopy(thousand, 0, thousand.length);
        }
        if (in.endCopy() != COPIED_ROWS) {
            throw new IllegalStateException("count");
        }
        times.add(System.nanoTime() - begin);
        return COPIED_ROWS;
    }

    private static void loadAccounts(Servers.Server s) throws SQLException {
        try (Connection c = s.connect();
                Statement st = c.createStatement()) {
            st.execute("CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88))");
            st.execute("CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84))");
            st.execute("CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84))");
            st.execute("CREATE TABLE pgbench_history"
                    + " (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))");
            st.execute("INSERT INTO pgbench_branches SELECT g, 0, '' FROM generate_series(1, " + BRANCHES + ") g");
            st.execute("INSERT INTO pgbench_tellers SELECT g, (g - 1) / 10 + 1, 0, '' FROM generate_series(1, "
                    + 10 * BRANCHES + ") g");
            st.execute("INSERT INTO pgbench_accounts SELECT g, (g - 1) / 100000 + 1, 0, '' FROM generate_series(1, "
                    + ACCOUNTS + ") g");
        }
    }

    private static int transactions(Connection c, int client, long until, Times times) throws SQLException {
        int done = 0;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        c.setAutoCommit(false);
        try (PreparedStatement account =
                        c.prepareStatement("UPDATE pgbench_accounts SET abalance = abalance + ? WHERE aid = ?");
                PreparedStatement balance = c.prepareStatement("SELECT abalance FROM pgbench_accounts WHERE aid = ?");
                PreparedStatement teller =
                        c.prepareStatement("UPDATE pgbench_tellers SET tbalance = tbalance + ? WHERE tid = ?");
                PreparedStatement branch =
                        c.prepareStatement("UPDATE pgbench_branches SET bbalance = bbalance + ? WHERE bid = ?");
                PreparedStatement history =
                        c.prepareStatement("INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)"
                                + " VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)")) {
            long now = System.nanoTime();
            while (now < until) {
                int delta = random.nextInt(-5000, 5001);
                int aid = 1 + random.nextInt(ACCOUNTS);
                int tid = 1 + random.nextInt(10 * BRANCHES);
                int bid = 1 + random.nextInt(BRANCHES);
                change(account, delta, aid);
                balance.setInt(1, aid);
                balance.executeQuery().close();
                change(teller, delta, tid);
                change(branch, delta, bid);
                history.setInt(1, tid);
                history.setInt(2, bid);
                history.setInt(3, aid);
                history.setInt(4, delta);
                history.executeUpdate();
                c.commit();
                long then = now;
                now = System.nanoTime();
                times.add(now - then);
                done++;
            }
        }
        return done;
    }

    private static void change(PreparedStatement p, int delta, int key) throws SQLException {
        p.setInt(1, delta);
        p.setInt(2, key);
        if (p.executeUpdate() != 1) {
            throw new IllegalStateException("count");
        }
    }

    private static long number;

    private static synchronized long numbers(int n) {
        long first = number;
        number += n;
        return first;
    }

    private static int inserts(Connection c, int client, long until, Times times) throws SQLException {
        int done = 0;
        try (PreparedStatement p = c.prepareStatement("INSERT INTO ins VALUES (?, ?)")) {
            long now = System.nanoTime();
            while (now < until) {
                p.setLong(1, numbers(1));
                p.setString(2, "value-abcdefghijklmnopqrst");
                if (p.executeUpdate() != 1) {
                    throw new IllegalStateException("count");
                }
                long then = now;
                now = System.nanoTime();
                times.add(now - then);
                done++;
            }
        }
        return done;
    }

    private static int batches(Connection c, int client, long until, Times times) throws SQLException {
        c.setAutoCommit(false);
        return committedBatches(c, client, until, times);
    }

    /** Where the connection commits by itself, that is what the driver makes of it: every so many rows. */
    private static int committedBatches(Connection c, int client, long until, Times times) throws SQLException {
        int done = 0;
        try (PreparedStatement p = c.prepareStatement("INSERT INTO ins VALUES (?, ?)")) {
            long now = System.nanoTime();
            while (now < until) {
                long first = numbers(1000);
                for (int i = 0; i < 1000; i++) {
                    p.setLong(1, first + i);
                    p.setString(2, "value-abcdefghijklmnopqrst");
                    p.addBatch();
                }
                p.executeBatch();
                if (!c.getAutoCommit()) {
                    c.commit();
                }
                long then = now;
                now = System.nanoTime();
                times.add(now - then);
                done += 1000;
            }
        }
        return done;
    }

    private static Figure run(Servers.Server s, int clients, double seconds, Work work) throws Exception {
        ExecutorService ex = Executors.newFixedThreadPool(clients);
        try {
            double cpu = s.process().treeCpuSeconds();
            CyclicBarrier start = new CyclicBarrier(clients);
            AtomicLong did = new AtomicLong();
            List<Times> times = new ArrayList<>();
            List<Future<Double>> rates = new ArrayList<>();
            for (int k = 0; k < clients; k++) {
                int client = k;
                Times mine = new Times();
                times.add(mine);
                Callable<Double> body = () -> {
                    try (Connection c = s.connect()) {
                        start.await();
                        long begin = System.nanoTime();
                        int n = work.run(c, client, begin + (long) (seconds * 1e9), mine);
                        did.addAndGet(n);
                        return n / ((System.nanoTime() - begin) / 1e9);
                    }
                };
                rates.add(ex.submit(body));
            }
            double rate = 0;
            for (Future<Double> f : rates) {
                rate += f.get();
            }
            long[] all = times.stream()
                    .flatMapToLong(t -> Arrays.stream(t.nanos, 0, t.count))
                    .sorted()
                    .toArray();
            double micros = (s.process().treeCpuSeconds() - cpu) * 1e6 / did.get();
            return new Figure(rate, micros, all[(int) (all.length * 0.99)] / 1e6, all[all.length - 1] / 1e6);
        } finally {
            ex.shutdownNow();
        }
    }

    private static List<String> wanted = List.of();

    private static boolean isWanted(String workload) {
        return wanted.isEmpty() || wanted.stream().anyMatch(workload::contains);
    }

    private interface Round {
        Figure run(Servers.Server s) throws Exception;
    }

    private static void compare(String what, int rounds, Servers.Server ours, Servers.Server theirs, Round round)
            throws Exception {
        if (!isWanted(what)) {
            return;
        }
        List<Double> ratios = new ArrayList<>();
        List<Double> cpuRatios = new ArrayList<>();
        // warms both up for this workload, and is not counted
        round.run(ours);
        round.run(theirs);
        for (int i = 0; i < rounds; i++) {
            Figure a = round.run(ours);
            Figure b = round.run(theirs);
            ratios.add(a.perSecond / b.perSecond);
            cpuRatios.add(b.cpuMicros / a.cpuMicros);
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: polywire %.0f/s cpu %.1f us p99 %.1f ms worst %.0f ms,"
                            + " postgresql %.0f/s cpu %.1f us p99 %.1f ms worst %.0f ms%n",
                    what,
                    i + 1,
                    a.perSecond,
                    a.cpuMicros,
                    a.p99Millis,
                    a.worstMillis,
                    b.perSecond,
                    b.cpuMicros,
                    b.p99Millis,
                    b.worstMillis);
        }
        ratios.sort(null);
        cpuRatios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%s: rate polywire/postgresql %.2f, for each CPU second %.2f (medians of %d)%n",
                what,
                ratios.get(rounds / 2),
                cpuRatios.get(rounds / 2),
                rounds);
    }
}
