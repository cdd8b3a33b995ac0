package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static io.polywire.storage.sqlite.internal.Fixture.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one session may not take at the cost of all, and what is done about damage. */
class BoundsTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;

    @AfterEach
    void close() {
        if (storage != null) {
            storage.close();
        }
    }

    private Database open(Settings.Limits limits) {
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("durable", false, "limits", limits)));
        return storage.database("main");
    }

    private static SqlFailure failure(Runnable r) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, r::run);
        assertThat(f).isNotNull();
        return f;
    }

    @Test
    void theLogIsBoundedUnderATransactionThatReadsForLong() throws Exception {
        long pages = 4096;
        Database main = open(new Settings.Limits(pages, 0, 256, 0, 4096, "UTF-8", 64));
        run(main, "CREATE TABLE t(v)");
        run(main, "INSERT INTO t VALUES(1)");
        Lease reader = acquire(main, LeaseKind.PINNED);
        reader.begin(TransactionMode.DEFAULT);
        assertThat(run(reader, "SELECT count(*) FROM t").only()).isEqualTo(1L);
        Lease young = acquire(main, LeaseKind.PINNED);
        Path log = directory.resolve("main.db-wal");
        long longest = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        SqlFailure told = null;
        while (told == null && System.nanoTime() < until) {
            run(main, "INSERT INTO t VALUES(zeroblob(100000))");
            longest = Math.max(longest, Files.size(log));
            try {
                run(reader, "SELECT count(*) FROM t");
            } catch (SqlFailure f) {
                told = f;
            }
        }
        assertThat(told).isNotNull();
        assertThat(told.sqlState()).isEqualTo("72000");
        assertThat(told.getMessage()).startsWith("snapshot too old");
        // Not at once: a snapshot of less than a second is left alone, and writers do not wait for that.
        assertThat(longest).isGreaterThan(pages * 4096);
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            run(main, "INSERT INTO t VALUES(1)");
            return Files.size(log) < pages * 4096;
        });
        reader.close();
        // Who came later is not concerned.
        young.begin(TransactionMode.DEFAULT);
        assertThat((long) run(young, "SELECT count(*) FROM t").only()).isGreaterThan(1);
        young.close();
    }

    @Test
    void aSnapshotIsGivenUpAtItsAge() {
        Database main = open(new Settings.Limits(1_000_000, 300, 256, 0, 4096, "UTF-8", 64));
        run(main, "CREATE TABLE t(v)");
        run(main, "INSERT INTO t VALUES(1), (2)");
        try (Lease reader = acquire(main, LeaseKind.READ);
                Lease writer = acquire(main, LeaseKind.PINNED)) {
            Cursor c = reader.open(statement("SELECT v FROM t", 0), null);
            c.fetch(1, new Rows());
            reader.pin();
            writer.begin(TransactionMode.DEFAULT);
            upgrade(writer);
            run(writer, "INSERT INTO t VALUES(3)");
            SqlFailure f = Awaitility.await()
                    .atMost(5, TimeUnit.SECONDS)
                    .until(() -> catchThrowableOfType(SqlFailure.class, () -> run(reader, "SELECT 1")), x -> x != null);
            assertThat(f.sqlState()).isEqualTo("72000");
            assertThat(failure(() -> c.fetch(0, new Rows())).sqlState()).isEqualTo("72000");
            // Who writes has other limits.
            writer.commit();
        }
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(3L);
    }

    @Test
    void temporaryTablesOfASessionAreBounded() {
        Database main = open(new Settings.Limits(1_000_000, 0, 256, 0, 4096, "UTF-8", 64, 2, 0, 16));
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.host();
            run(p, temporary("CREATE TABLE temp.x(v)", Access.SCHEMA));
            StorageStatement fill = temporary("INSERT INTO temp.x VALUES(zeroblob(500000))", Access.WRITE);
            SqlFailure f = null;
            int rows = 0;
            while (f == null && rows < 10) {
                f = catchThrowableOfType(SqlFailure.class, () -> run(p, fill));
                rows += f == null ? 1 : 0;
            }
            assertThat(rows).isEqualTo(4);
            assertThat(f.sqlState()).isEqualTo("53400");
            assertThat(run(p, "SELECT count(*) FROM temp.x").only()).isEqualTo(4L);
        }
    }

    private static StorageStatement temporary(String sql, Access access) {
        return new StorageStatement(sql, access, 0, List.of(), List.of(), TemporaryUse.CHANGED, false);
    }

    @Test
    void temporaryFilesAreBounded() {
        Database main = open(new Settings.Limits(1_000_000, 0, 256, 20, 4096, "UTF-8", 64));
        SqlFailure f = failure(() -> run(
                main, "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g) SELECT i FROM g ORDER BY -i"));
        assertThat(f.sqlState()).isEqualTo("53400");
        assertThat(run(main, "SELECT 1").only()).isEqualTo(1L);
        assertThat(TemporaryFiles.bytes()).isZero();
    }

    /** Each value is below its bound, and there are many: of two statements that run the one ends that takes the memory. */
    @Test
    void whatStatementsTakeOutsideOfTheHeapIsBounded() throws Exception {
        long before = MemoryWatch.outsideHeap() >> 20;
        assumeTrue(before > 0, "the system shows what a process takes");
        int most = (int) before + 200;
        Database main = open(new Settings.Limits(1_000_000, 0, 256, 0, 4096, "UTF-8", 64, 2048, most, 16));
        String endless = "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g) SELECT ";
        Lease frugal = acquire(main, LeaseKind.PINNED);
        CompletableFuture<SqlFailure> runs = CompletableFuture.supplyAsync(
                () -> failure(() -> run(frugal, endless + "count(*) FROM g")), Fixture.THREADS);
        // it has run for a while when the other begins
        Awaitility.await()
                .until(() -> storage.handle("main").engine().openConnections().stream()
                        .anyMatch(c -> c.insideTick() < storage.tick() - 5));
        StringBuilder wide = new StringBuilder(endless);
        for (int i = 0; i < 8; i++) {
            wide.append(i == 0 ? "" : ", ")
                    .append("group_concat(hex(zeroblob(2000)) || ")
                    .append(i)
                    .append(')');
        }
        SqlFailure f = failure(() -> run(main, wide.append(" FROM g").toString()));
        assertThat(f.sqlState()).isEqualTo("53200");
        assertThat(runs).isNotDone();
        assertThat(run(main, "SELECT 1").only()).isEqualTo(1L);
        Awaitility.await().until(() -> MemoryWatch.outsideHeap() >> 20 < most);
        frugal.interrupt();
        assertThat(runs.get(20, TimeUnit.SECONDS).sqlState()).isEqualTo("57014");
        frugal.close();
    }

    @Test
    void aDamagedFileIsReadAndNotWrittenAndTheOthersServe() throws Exception {
        Database main = open(Settings.Limits.DEFAULT);
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        run(
                main,
                "INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g LIMIT 5000)"
                        + " SELECT i, hex(randomblob(50)) FROM g");
        storage.close();
        Path file = directory.resolve("main.db");
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.seek(f.length() - 3 * 4096);
            byte[] junk = new byte[4096];
            java.util.Arrays.fill(junk, (byte) 0x77);
            f.write(junk);
        }
        storage = new SqliteStorage(Fixture.with(
                Fixture.settings(directory), Map.of("durable", false, "create", java.util.List.of("main", "other"))));
        Database damaged = storage.database("main");
        assertThat(failure(() -> run(damaged, "SELECT sum(length(v)) FROM t")).sqlState())
                .isEqualTo("XX001");
        assertThat(failure(() -> run(damaged, "INSERT INTO t(v) VALUES(1)")).sqlState())
                .isEqualTo("XX001");
        assertThat(run(damaged, "SELECT count(*) FROM t WHERE k = 1").only()).isEqualTo(1L);
        assertThat(storage.entries()).anyMatch(e -> e.name().equals("main") && e.state() == StatusEntry.State.DOWN);
        Database other = storage.database("other");
        run(other, "CREATE TABLE t(v)");
        assertThat(run(other, "INSERT INTO t VALUES(1)").changes()).isEqualTo(1);
    }

    /** The log of a process that was killed is there at the start: the file is looked through, and the damage found. */
    @Test
    void damageIsFoundAfterACrash() throws Exception {
        Database main = open(Settings.Limits.DEFAULT);
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        run(
                main,
                "INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g LIMIT 5000)"
                        + " SELECT i, hex(randomblob(50)) FROM g");
        storage.close();
        Path file = directory.resolve("main.db");
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.seek(f.length() - 3 * 4096);
            byte[] junk = new byte[4096];
            java.util.Arrays.fill(junk, (byte) 0x77);
            f.write(junk);
        }
        Files.createFile(directory.resolve("main.db-wal"));
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("durable", false)));
        Database d = storage.database("main");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(failure(() -> run(d, "INSERT INTO t(v) VALUES(1)"))
                                .sqlState())
                        .isEqualTo("XX001"));
    }

    @Test
    void aFileThatIsDeletedUnderTheServerIsNotWritten() throws Exception {
        Database main = open(Settings.Limits.DEFAULT);
        run(main, "CREATE TABLE t(v)");
        Files.move(directory.resolve("main.db"), directory.resolve("gone"));
        SqlFailure f = Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(
                        () -> catchThrowableOfType(SqlFailure.class, () -> run(main, "INSERT INTO t VALUES(1)")),
                        x -> x != null);
        assertThat(f.sqlState()).isEqualTo("58030");
        // Put back, it is the file that it was; sessions find it so after it was closed.
        Files.move(directory.resolve("gone"), directory.resolve("main.db"));
        storage.close();
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("durable", false)));
        assertThat(run(storage.database("main"), "INSERT INTO t VALUES(1)").changes())
                .isEqualTo(1);
    }

    @Test
    void valuesAreBounded() {
        Database main = open(new Settings.Limits(1_000_000, 0, 2, 0, 8192, "UTF-8", 64));
        assertThat(failure(() -> run(main, "SELECT length(zeroblob(3000000) || 'x')"))
                        .sqlState())
                .isEqualTo("54000");
        assertThat(failure(() -> run(
                                main,
                                "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g LIMIT 100000)"
                                        + " SELECT length(group_concat(hex(zeroblob(1000)))) FROM g"))
                        .sqlState())
                .isEqualTo("54000");
        assertThat(run(main, "SELECT 1").only()).isEqualTo(1L);
        assertThat(run(main, "PRAGMA page_size").only()).isEqualTo(8192L);
    }
}
