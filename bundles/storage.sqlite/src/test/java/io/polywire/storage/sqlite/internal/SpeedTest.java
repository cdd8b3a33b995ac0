package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what things cost; fails only if something is slower by an order of magnitude. */
class SpeedTest {
    private static final boolean LONG = "long".equals(System.getProperty("polywire.test.length"));
    private static final int ROWS = 1_000_000;

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        open(true);
    }

    private void open(boolean detect) {
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("detectExternalWriters", detect)));
        main = storage.database("main");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** Counts and throws away. */
    private static final class Drain implements RowSink {
        long bytes;
        long rows;

        @Override
        public void startRow() {}

        @Override
        public void putNull() {}

        @Override
        public void putLong(long value) {
            bytes += 8;
        }

        @Override
        public void putDouble(double value) {
            bytes += 8;
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            bytes += length;
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            bytes += length;
        }

        @Override
        public boolean endRow() {
            rows++;
            return true;
        }
    }

    /** CPU microseconds of this thread per unit, the best of some rounds after a warm-up. */
    private static double cost(String what, int rounds, long units, LongConsumer work) {
        var threads = ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            long t0 = threads.getCurrentThreadCpuTime();
            work.accept(units);
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - t0) / 1e3 / units);
        }
        System.out.printf("%-60s %8.3f us%n", what, best);
        return best;
    }

    @Test
    void lookUpAndScan() {
        run(main, "CREATE TABLE pt(id INTEGER PRIMARY KEY, v VARCHAR(60))");
        run(main, "CREATE TABLE big(id INTEGER, b BIGINT, t VARCHAR(20), d DOUBLE PRECISION, ts TIMESTAMP)");
        String series = "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g WHERE i<%d) ";
        run(
                main,
                "INSERT INTO pt " + String.format(series, 100_000)
                        + "SELECT i, 'value-'||i||'-abcdefghijklmnopqrst' FROM g");
        run(
                main,
                "INSERT INTO big " + String.format(series, ROWS)
                        + "SELECT i, 10000000000+i*7, printf('text-%015d', i), i*1.25+0.1, datetime(1700000000+i,'unixepoch') FROM g");
        for (int round = 0; round < 2; round++) {
            String mode = round == 0 ? "detect" : "none";
            double lookup = lookUp(mode);
            StorageStatement all = statement("SELECT id,b,t,d,ts FROM big", 0);
            double scan = cost("scan, 5 columns, per row, " + mode, LONG ? 10 : 4, ROWS, n -> {
                Drain d = new Drain();
                try (Lease l = acquire(main, LeaseKind.READ);
                        Cursor c = l.open(all, null)) {
                    c.fetch(0, d);
                }
                assertThat(d.rows).isEqualTo(n);
            });
            assertThat(lookup).isLessThan(30);
            assertThat(scan).isLessThan(5);
            storage.close();
            open(false);
        }
    }

    private double lookUp(String mode) {
        StorageStatement point = statement("SELECT v FROM pt WHERE id = ?1", 1);
        Drain d = new Drain();
        Parameters p = new Parameters();
        return cost("look-up by key, lease to lease, " + mode, LONG ? 20 : 6, 200_000, n -> {
            for (long i = 0; i < n; i++) {
                Lease l = main.tryAcquire(LeaseKind.READ);
                if (l == null) {
                    l = acquire(main, LeaseKind.READ);
                }
                Cursor c = l.open(point, p.reset(1).setLong(0, i * 7919 % 100_000 + 1));
                c.fetch(0, d);
                c.close();
                l.close();
            }
        });
    }

    @Test
    void inserts() {
        run(main, "CREATE TABLE ins(id INTEGER PRIMARY KEY, v VARCHAR(60))");
        StorageStatement insert = statement("INSERT INTO ins VALUES(?1, ?2)", 2);
        Parameters p = new Parameters();
        byte[] text = "value-abcdefghijklmnopqrst".getBytes(StandardCharsets.UTF_8);
        long[] id = new long[1];
        double batch = cost("insert, 1000 per transaction, per row", LONG ? 20 : 6, 100_000, n -> {
            for (long i = 0; i < n; i += 1000) {
                try (Lease l = acquire(main, LeaseKind.WRITE)) {
                    l.begin(TransactionMode.DEFAULT);
                    for (int k = 0; k < 1000; k++) {
                        try (Cursor c =
                                l.open(insert, p.reset(2).setLong(0, ++id[0]).setUtf8(1, text, 0, text.length))) {
                            c.fetch(0, null);
                        }
                    }
                    l.commit();
                }
            }
        });
        double single = cost("insert, each committed durably", 3, 2_000, n -> {
            for (long i = 0; i < n; i++) {
                try (Lease l = acquire(main, LeaseKind.WRITE);
                        Cursor c = l.open(insert, p.reset(2).setLong(0, ++id[0]).setUtf8(1, text, 0, text.length))) {
                    c.fetch(0, null);
                }
            }
        });
        assertThat(batch).isLessThan(40);
        assertThat(single).isLessThan(5_000);
    }
}
