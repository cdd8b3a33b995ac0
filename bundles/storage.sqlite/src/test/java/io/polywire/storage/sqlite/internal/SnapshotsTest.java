package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers keep their snapshot between statements, and nobody can tell. */
class SnapshotsTest {
    private static final int ROUNDS = "long".equals(System.getProperty("polywire.test.length")) ? 20_000 : 1_500;

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("durable", false, "snapshotIdleMillis", 20)));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER)");
        run(main, "INSERT INTO t VALUES(1, 0)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private boolean readersHoldASnapshot() {
        Engine e = storage.handle("main").engine();
        return e.openConnections().stream().anyMatch(c -> c.holdsSnapshot);
    }

    @Test
    void aReaderKeepsItsSnapshotAndLetsItGoWhenIdle() {
        run(main, "SELECT v FROM t");
        assertThat(readersHoldASnapshot()).isTrue();
        Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> !readersHoldASnapshot());
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(0L);
    }

    /** Three writers (us, a foreign connection of this process, another process): each commit is seen at once. */
    @Test
    void everyAcknowledgedCommitIsSeen() throws Exception {
        StorageStatement read = statement("SELECT v FROM t WHERE k = 1", 0);
        Random random = new Random(4711);
        Path file = directory.resolve("main.db");
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = foreign.createStatement();
                ForeignWriter process = new ForeignWriter(file)) {
            s.execute("PRAGMA synchronous=OFF");
            for (int i = 1; i <= ROUNDS; i++) {
                String update = "UPDATE t SET v = " + i + " WHERE k = 1";
                switch (random.nextInt(3)) {
                    case 0 -> run(main, update);
                    case 1 -> s.execute(update);
                    default -> process.run(update);
                }
                if (random.nextInt(50) == 0) {
                    s.execute("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "TRUNCATE" : "RESTART") + ")");
                }
                for (int r = random.nextInt(3); r >= 0; r--) {
                    try (Lease l = acquire(main, LeaseKind.READ)) {
                        assertThat(run(l, read).only()).isEqualTo((long) i);
                    }
                }
            }
        }
    }

    /** Readers on other threads never see a value older than one that was acknowledged before they began. */
    @Test
    void readersBesideWritersNeverGoBack() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong reads = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        StorageStatement read = statement("SELECT v FROM t WHERE k = 1", 0);
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> {
                while (!stop.get()) {
                    long before = acknowledged.get();
                    try (Lease l = acquire(main, LeaseKind.READ)) {
                        if ((long) run(l, read).only() < before) {
                            wrong.incrementAndGet();
                        }
                    }
                    reads.incrementAndGet();
                }
            });
            readers[i].start();
        }
        Path file = directory.resolve("main.db");
        try (ForeignWriter process = new ForeignWriter(file)) {
            for (int i = 1; i <= ROUNDS; i++) {
                String update = "UPDATE t SET v = " + i + " WHERE k = 1";
                if (i % 2 == 0) {
                    run(main, update);
                } else {
                    process.run(update);
                }
                acknowledged.set(i);
            }
        }
        stop.set(true);
        for (Thread t : readers) {
            t.join();
        }
        assertThat(wrong.get()).as("stale reads of %d", reads.get()).isZero();
        assertThat(reads.get()).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void anOpenCursorKeepsOneStateForItsLease() throws Exception {
        run(main, "INSERT INTO t VALUES(2, 0), (3, 0)");
        try (Lease l = acquire(main, LeaseKind.READ);
                Cursor c = l.open(statement("SELECT v FROM t ORDER BY k", 0), null)) {
            Rows rows = new Rows();
            c.fetch(1, rows);
            run(main, "UPDATE t SET v = 9");
            assertThat(run(l, "SELECT sum(v) FROM t").only()).isEqualTo(0L);
            c.fetch(0, rows);
            assertThat(rows.rows).extracting(r -> r.get(0)).containsExactly(0L, 0L, 0L);
            assertThat(run(l, "SELECT sum(v) FROM t").only()).isEqualTo(27L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForeignChangeOfTheSchemaIsSeen(boolean wal) throws Exception {
        Path other = directory.resolve("other.sqlite");
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement s = foreign.createStatement()) {
            s.execute("PRAGMA journal_mode=" + (wal ? "wal" : "delete"));
            s.execute("CREATE TABLE t(a)");
            s.execute("INSERT INTO t VALUES(1)");
            Database d = storage.database("other");
            StorageStatement all = statement("SELECT * FROM t", 0);
            long version;
            try (Lease l = acquire(d, LeaseKind.READ)) {
                assertThat(l.describe(all).columns()).hasSize(1);
                run(l, all);
                version = d.schemaVersion();
            }
            s.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2");
            try (Lease l = acquire(d, LeaseKind.READ)) {
                io.polywire.api.error.SqlFailure f = org.assertj.core.api.Assertions.catchThrowableOfType(
                        io.polywire.api.error.SqlFailure.class, () -> run(l, all));
                assertThat(f.sqlState()).isEqualTo("0A000");
                assertThat(d.schemaVersion()).isNotEqualTo(version);
                assertThat(l.describe(all).columns()).hasSize(2);
                assertThat(run(l, all).rows().get(0)).containsExactly(1L, 2L);
            }
        }
    }

    @Test
    void theLogIsCopiedAndEmptied() throws Exception {
        storage.close();
        storage = new SqliteStorage(Fixture.with(
                Fixture.settings(directory), Map.of("durable", false, "checkpointPages", 20, "snapshotIdleMillis", 5)));
        main = storage.database("main");
        AtomicBoolean stop = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!stop.get()) {
                run(main, "SELECT count(*) FROM t");
            }
        });
        reader.start();
        Path log = directory.resolve("main.db-wal");
        long longest = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean emptied = false;
        for (int i = 0; !emptied && System.nanoTime() < until; i++) {
            run(main, "INSERT INTO t(v) VALUES(?1)", i);
            long size = Files.size(log);
            emptied = size < longest;
            longest = Math.max(longest, size);
        }
        stop.set(true);
        reader.join();
        assertThat(emptied).as("emptied under a reader that never rests").isTrue();
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(directory.resolve("main.db-wal")).isEmptyFile());
    }

    /** Jobs may take minutes, such as to open a file on a slow disk; who has the right to write is not in line behind them. */
    @Test
    void theLogIsEmptiedThoughAllWorkersAreBusy() throws Exception {
        storage.close();
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("durable", false, "checkpointPages", 10)));
        main = storage.database("main");
        run(main, "SELECT count(*) FROM t");
        CountDownLatch busy = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2; i++) {
                storage.workers().execute(() -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            long before = storage.metrics().checkpoints.sum();
            Engine e = storage.handle("main").engine();
            e.checkpointer().emptyNow();
            for (int i = 0; i < 200; i++) {
                run(main, "INSERT INTO t(v) VALUES(?1)", i);
            }
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> storage.metrics().checkpoints.sum() > before);
        } finally {
            busy.countDown();
        }
    }
}
