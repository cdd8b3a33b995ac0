package io.polywire.benchmarks;

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

/**
 * Writes beside PostgreSQL, both with every commit on disk before it is acknowledged: Polywire's SQLite storage by its
 * r2db2 wire and JDBC driver, PostgreSQL by its own. Interleaved rounds on one machine; each line has the rate, and the
 * longest wait of any client.
 *
 * <pre>java -cp 'benchmarks/target/*:benchmarks/target/lib/*' io.polywire.benchmarks.ComparePostgresql distribution/target/polywire /usr/lib/postgresql/15/bin [rounds] [seconds]</pre>
 */
public final class ComparePostgresql {
    private ComparePostgresql() {}

    private record Figure(double perSecond, double p99Millis, double worstMillis) {}

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
        Path work = Files.createTempDirectory("polywire-bench");
        try (Servers.Server ours = Servers.polywire(Path.of(args[0]).toAbsolutePath(), work);
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
        int done = 0;
        try (PreparedStatement p = c.prepareStatement("INSERT INTO ins VALUES (?, ?)")) {
            c.setAutoCommit(false);
            long now = System.nanoTime();
            while (now < until) {
                long first = numbers(1000);
                for (int i = 0; i < 1000; i++) {
                    p.setLong(1, first + i);
                    p.setString(2, "value-abcdefghijklmnopqrst");
                    p.addBatch();
                }
                p.executeBatch();
                c.commit();
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
            CyclicBarrier start = new CyclicBarrier(clients);
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
            return new Figure(rate, all[(int) (all.length * 0.99)] / 1e6, all[all.length - 1] / 1e6);
        } finally {
            ex.shutdownNow();
        }
    }

    private interface Round {
        Figure run(Servers.Server s) throws Exception;
    }

    private static void compare(String what, int rounds, Servers.Server ours, Servers.Server theirs, Round round)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Figure a = round.run(ours);
            Figure b = round.run(theirs);
            ratios.add(a.perSecond / b.perSecond);
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: polywire %.0f/s p99 %.1f ms worst %.0f ms, postgresql %.0f/s p99 %.1f ms worst %.0f ms%n",
                    what,
                    i + 1,
                    a.perSecond,
                    a.p99Millis,
                    a.worstMillis,
                    b.perSecond,
                    b.p99Millis,
                    b.worstMillis);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT, "%s: polywire/postgresql %.2f (median of %d)%n", what, ratios.get(rounds / 2), rounds);
    }
}
