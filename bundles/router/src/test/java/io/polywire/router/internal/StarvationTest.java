package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.session.Portal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who wait, or do not read, do not stand in the way of the others. */
class StarvationTest {
    @Test
    void whoWaitsHoldsUpNobody(@TempDir Path home) {
        try (Harness harness = new Harness(home, Map.of("workers", 4))) {
            harness.desk.addDialect(new LockingDialect());
            Sql setup = harness.open();
            setup.run("CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
            setup.run("INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g LIMIT 5000)"
                    + " SELECT i, 'value ' || i FROM g");
            for (int i = 0; i < 50; i++) {
                Sql idle = harness.open();
                idle.run("BEGIN REPEATABLE_READ");
                idle.one("SELECT v FROM t WHERE k = " + (i + 1));
            }
            for (int i = 0; i < 50; i++) {
                Sql slow = harness.open();
                assertThat(Harness.await(slow.start(slow.portal("SELECT * FROM t"), 0, new Sql.Rows(1)))
                                .suspended())
                        .isTrue();
            }
            Sql holder = harness.open();
            holder.run("BEGIN READ_COMMITTED");
            holder.run("LOCK t SHARE_UPDATE_EXCLUSIVE");
            List<Sql> waiters = new ArrayList<>();
            List<CompletableFuture<Sql.Outcome>> waits = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Sql w = harness.open();
                w.run("BEGIN READ_COMMITTED");
                Portal p = w.portal("LOCK t SHARE_UPDATE_EXCLUSIVE");
                waits.add(w.start(p, 0, new Sql.Rows(0)));
                waiters.add(w);
            }
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> setup.session.locks().all().size() == 101);

            long[] nanos = new long[301];
            for (int i = 0; i < nanos.length; i++) {
                long t0 = System.nanoTime();
                assertThat(setup.one("SELECT v FROM t WHERE k = ?1", i + 1)).isEqualTo("value " + (i + 1));
                nanos[i] = System.nanoTime() - t0;
            }
            Arrays.sort(nanos);
            assertThat(nanos[150]).as("median of a look-up").isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(setup.run("UPDATE t SET v = 'new' WHERE k = 1").count()).isEqualTo(1);
            setup.run("BEGIN READ_COMMITTED");
            setup.run("UPDATE t SET v = 'newer' WHERE k = 1");
            setup.run("COMMIT");
            System.out.printf(
                    "A look-up beside 100 who wait and 100 who hold: median %.2f ms, longest %.2f ms%n",
                    nanos[150] / 1e6, nanos[300] / 1e6);

            // And those who wait all come to their turn.
            holder.run("COMMIT");
            boolean[] had = new boolean[100];
            for (int turn = 0; turn < 100; turn++) {
                Awaitility.await()
                        .pollDelay(java.time.Duration.ZERO)
                        .pollInterval(java.time.Duration.ofMillis(1))
                        .atMost(10, TimeUnit.SECONDS)
                        .until(() -> next(waits, had) >= 0);
                int i = next(waits, had);
                had[i] = true;
                Harness.await(waits.get(i));
                waiters.get(i).run("COMMIT");
            }
        }
    }

    /** The rows that a write returns wait for its client outside of the commit that it shares. */
    @Test
    void writesWhoseClientsDoNotReadHoldUpNobody(@TempDir Path home) {
        try (Harness harness = new Harness(home, Map.of("workers", 2))) {
            Sql setup = harness.open();
            setup.run("CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
            List<CompletableFuture<Sql.Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Sql silent = harness.open();
                Sql.Rows one = new Sql.Rows(1);
                Portal p = silent.portal(
                        "INSERT INTO t VALUES (" + 2 * i + ", 'a'), (" + (2 * i + 1) + ", 'b') RETURNING k, v");
                all.add(silent.start(p, 0, one));
                all.add(harness.open().start("INSERT INTO t VALUES(?1, 'c')", 1000 + i));
            }
            for (int i = 0; i < all.size(); i++) {
                assertThat(Harness.await(all.get(i)).suspended())
                        .as("client %d", i)
                        .isEqualTo(i % 2 == 0);
            }
            // all of them are committed though most of their rows were never read
            assertThat(harness.open().one("SELECT count(*) FROM t")).isEqualTo(120L);
            assertThat(setup.run("UPDATE t SET v = 'd' WHERE k = 1000").count()).isEqualTo(1);
        }
    }

    @Test
    void aThousandClientsWriteAtOnce(@TempDir Path home) {
        int clients = 1000;
        int each = 3;
        try (Harness harness = new Harness(home, Map.of())) {
            Sql setup = harness.open();
            setup.run("CREATE TABLE t(client INT, n INT, PRIMARY KEY(client, n))");
            List<Sql> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(harness.open());
            }
            for (int n = 0; n < each; n++) {
                List<CompletableFuture<Sql.Outcome>> writes = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    writes.add(all.get(i).start("INSERT INTO t VALUES(?1, ?2)", i, n));
                }
                writes.forEach(w -> assertThat(Harness.await(w).count()).isEqualTo(1));
            }
            assertThat(setup.one("SELECT count(*) FROM t")).isEqualTo((long) clients * each);
        }
    }

    private static int next(List<CompletableFuture<Sql.Outcome>> waits, boolean[] had) {
        for (int i = 0; i < had.length; i++) {
            if (!had[i] && waits.get(i).isDone()) {
                return i;
            }
        }
        return -1;
    }
}
