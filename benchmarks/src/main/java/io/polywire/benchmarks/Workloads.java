package io.polywire.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** The work that is measured; the same JDBC for every server. */
final class Workloads {
    static final int POINT_ROWS = 100_000;
    static final int BIG_ROWS = 1_000_000;

    private Workloads() {}

    /** What a round gave. */
    record Figure(double perSecond, double cpuMicros) {}

    static void load(Servers.Server s, boolean big) throws SQLException {
        try (Connection c = s.connect();
                Statement st = c.createStatement()) {
            st.execute("CREATE TABLE pt (id INTEGER PRIMARY KEY, v VARCHAR(60))");
            st.execute("CREATE TABLE big (id INTEGER, b BIGINT, t VARCHAR(20), d DOUBLE PRECISION, ts VARCHAR(30))");
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO pt VALUES (?, ?)")) {
                for (int i = 1; i <= POINT_ROWS; i++) {
                    p.setInt(1, i);
                    p.setString(2, "value-" + i + "-abcdefghijklmnopqrst");
                    p.addBatch();
                    if (i % 1000 == 0) {
                        p.executeBatch();
                    }
                }
            }
            c.commit();
            if (big) {
                try (PreparedStatement p = c.prepareStatement("INSERT INTO big VALUES (?, ?, ?, ?, ?)")) {
                    for (int i = 1; i <= BIG_ROWS; i++) {
                        p.setInt(1, i);
                        p.setLong(2, 10_000_000_000L + i * 7L);
                        p.setString(3, String.format("text-%015d", i));
                        p.setDouble(4, i * 1.25 + 0.1);
                        p.setString(5, "2026-01-01 00:00:00." + (100_000 + i % 900_000));
                        p.addBatch();
                        if (i % 1000 == 0) {
                            p.executeBatch();
                        }
                    }
                }
                c.commit();
            }
        }
    }

    /** Prepared look-ups by primary key, for so many seconds after a warm-up. */
    static Figure point(Servers.Server s, int clients, double warmSeconds, double seconds)
            throws InterruptedException, ExecutionException {
        ExecutorService ex = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier start = new CyclicBarrier(clients + 1);
            List<Future<Long>> counts = new ArrayList<>();
            for (int k = 0; k < clients; k++) {
                Callable<Long> client = () -> {
                    try (Connection c = s.connect();
                            PreparedStatement p = c.prepareStatement("SELECT v FROM pt WHERE id = ?")) {
                        lookUps(p, warmSeconds);
                        start.await();
                        return lookUps(p, seconds);
                    }
                };
                counts.add(ex.submit(client));
            }
            try {
                start.await();
            } catch (java.util.concurrent.BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            double cpu = s.process().cpuSeconds();
            long t = System.nanoTime();
            long total = 0;
            for (Future<Long> f : counts) {
                total += f.get();
            }
            double wall = (System.nanoTime() - t) / 1e9;
            return new Figure(total / wall, (s.process().cpuSeconds() - cpu) * 1e6 / total);
        } finally {
            ex.shutdownNow();
        }
    }

    private static long lookUps(PreparedStatement p, double seconds) throws SQLException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long n = 0;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (System.nanoTime() < end) {
            int id = random.nextInt(POINT_ROWS) + 1;
            p.setInt(1, id);
            try (ResultSet r = p.executeQuery()) {
                if (!r.next() || !r.getString(1).startsWith("value-" + id + "-")) {
                    throw new IllegalStateException("wrong row for " + id);
                }
            }
            n++;
        }
        return n;
    }

    /** A million rows of five columns, read as a stream. */
    static Figure bigRead(Servers.Server s) throws SQLException {
        try (Connection c = s.connect();
                Statement st = c.createStatement()) {
            c.setAutoCommit(false);
            st.setFetchSize(1000);
            double cpu = s.process().cpuSeconds();
            long t = System.nanoTime();
            long rows = 0;
            try (ResultSet r = st.executeQuery("SELECT id, b, t, d, ts FROM big")) {
                while (r.next()) {
                    rows++;
                    if (r.getLong(2) != 10_000_000_000L + r.getInt(1) * 7L || r.getString(3) == null) {
                        throw new IllegalStateException("wrong row");
                    }
                    r.getDouble(4);
                    r.getString(5);
                }
            }
            if (rows != BIG_ROWS) {
                throw new IllegalStateException(rows + " rows");
            }
            double wall = (System.nanoTime() - t) / 1e9;
            return new Figure(rows / wall, (s.process().cpuSeconds() - cpu) * 1e6 / rows);
        }
    }

    /** Autocommit inserts by one client. */
    static Figure insert(Servers.Server s, double seconds) throws SQLException {
        try (Connection c = s.connect();
                Statement st = c.createStatement()) {
            st.execute("DROP TABLE IF EXISTS ins");
            st.execute("CREATE TABLE ins (id INTEGER PRIMARY KEY, v VARCHAR(60))");
            try (PreparedStatement p = c.prepareStatement("INSERT INTO ins VALUES (?, ?)")) {
                double cpu = s.process().cpuSeconds();
                long t = System.nanoTime();
                int n = 0;
                while (System.nanoTime() - t < seconds * 1e9) {
                    p.setInt(1, ++n);
                    p.setString(2, "value-abcdefghijklmnopqrst");
                    if (p.executeUpdate() != 1) {
                        throw new IllegalStateException("count");
                    }
                }
                double wall = (System.nanoTime() - t) / 1e9;
                return new Figure(n / wall, (s.process().cpuSeconds() - cpu) * 1e6 / n);
            }
        }
    }
}
