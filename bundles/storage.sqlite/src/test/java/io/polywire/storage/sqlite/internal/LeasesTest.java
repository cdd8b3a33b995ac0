package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static io.polywire.storage.sqlite.internal.Fixture.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.storage.sqlite.internal.Fixture.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which connection when, transactions, and the end of things. */
class LeasesTest {
    private static final String ENDLESS =
            "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g) SELECT count(*) FROM g";
    private static final TransactionMode READ_ONLY =
            new TransactionMode(Isolation.REPEATABLE_READ, true, false, false, -1);
    private static final TransactionMode WRITE_FIRST =
            new TransactionMode(Isolation.SERIALIZABLE, false, false, true, -1);

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("pinned", 3, "waiting", 50, "durable", false)));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER)");
        run(main, "INSERT INTO t VALUES(1, 0)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static SqlFailure failure(Runnable r) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, r::run);
        assertThat(f).isNotNull();
        return f;
    }

    @Test
    void writersComeInTheOrderInWhichTheyAsked() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        Lease first = acquire(main, LeaseKind.WRITE);
        for (int i = 0; i < 40; i++) {
            int number = i;
            all.add(acquire(main, LeaseKind.WRITE, Fixture.SECONDS_20).thenAccept(l -> {
                order.add(number);
                l.close();
            }));
        }
        assertThat(order).isEmpty();
        assertThat(main.tryAcquire(LeaseKind.WRITE)).isNull();
        first.close();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(order).isSorted().hasSize(40);
    }

    @Test
    void waitsEndWithTheirTimeAndLinesAreBounded() {
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            assertThat(w.kind()).isEqualTo(LeaseKind.WRITE);
            long t0 = System.nanoTime();
            assertThat(failure(() -> acquire(main, LeaseKind.WRITE, 60_000_000L).await())
                            .sqlState())
                    .isEqualTo("55P03");
            assertThat(System.nanoTime() - t0).isGreaterThan(50_000_000L);
            assertThat(failure(() -> acquire(main, LeaseKind.WRITE, 0).await()).sqlState())
                    .isEqualTo("55P03");
            List<Answer<Lease>> line = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                line.add(acquire(main, LeaseKind.WRITE, 200_000_000L));
            }
            assertThat(failure(() ->
                                    acquire(main, LeaseKind.WRITE, 200_000_000L).await())
                            .sqlState())
                    .isEqualTo("53300");
            line.forEach(a -> assertThat(failure(a::await).sqlState()).isEqualTo("55P03"));
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(0L);
        }
        assertThat(run(main, "UPDATE t SET v = 1").changes()).isEqualTo(1);
        List<Lease> pinned = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pinned.add(acquire(main, LeaseKind.PINNED));
        }
        assertThat(failure(() -> acquire(main, LeaseKind.PINNED, 50_000_000L).await())
                        .sqlState())
                .isEqualTo("53300");
        Answer<Lease> next = acquire(main, LeaseKind.PINNED, Fixture.SECONDS_20);
        pinned.remove(0).close();
        next.await().close();
        pinned.forEach(Lease::close);
    }

    @Test
    void readersWaitForReaders() {
        Lease a = acquire(main, LeaseKind.READ);
        Lease b = acquire(main, LeaseKind.READ);
        assertThat(main.tryAcquire(LeaseKind.READ)).isNull();
        assertThat(failure(() -> acquire(main, LeaseKind.READ, 50_000_000L).await())
                        .sqlState())
                .isEqualTo("53300");
        Answer<Lease> c = acquire(main, LeaseKind.READ, Fixture.SECONDS_20);
        assertThat(c).isNotDone();
        b.close();
        b.close();
        c.await().close();
        a.close();
        Lease d = main.tryAcquire(LeaseKind.READ);
        assertThat(d).isNotNull();
        d.close();
    }

    @Test
    void aTransactionIsSeenWhenItIsCommitted() {
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            w.begin(TransactionMode.DEFAULT);
            assertThat(w.inTransaction()).isTrue();
            run(w, "UPDATE t SET v = 5");
            w.savepoint("a \"b");
            run(w, "UPDATE t SET v = 6");
            w.savepoint("c");
            run(w, "UPDATE t SET v = 7");
            w.rollbackTo("c");
            assertThat(run(w, "SELECT v FROM t").only()).isEqualTo(6L);
            w.release("c");
            w.rollbackTo("a \"b");
            assertThat(run(w, "SELECT v FROM t").only()).isEqualTo(5L);
            assertThat(failure(() -> w.rollbackTo("c")).sqlState()).isEqualTo("3B001");
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(0L);
            w.commit();
            assertThat(w.inTransaction()).isFalse();
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(5L);
            w.begin(WRITE_FIRST);
            run(w, "UPDATE t SET v = 8");
            w.rollback();
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(5L);
            w.begin(TransactionMode.DEFAULT);
            run(w, "UPDATE t SET v = 9");
        }
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(5L);
    }

    @Test
    void readOnlyTransactionsDoNotWrite() {
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            w.begin(READ_ONLY);
            assertThat(failure(() -> run(w, "UPDATE t SET v = 5")).sqlState()).isEqualTo("25006");
            w.commit();
            assertThat(run(w, "UPDATE t SET v = 5").changes()).isEqualTo(1);
        }
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            assertThat(failure(() -> run(p, "UPDATE t SET v = 6")).sqlState()).isEqualTo("25006");
            assertThat(failure(() -> p.begin(WRITE_FIRST)).sqlState()).isEqualTo("25006");
        }
    }

    @Test
    void aPinnedLeaseBecomesAWriter() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            assertThat(run(p, "SELECT v FROM t").only()).isEqualTo(0L);
            upgrade(p);
            upgrade(p);
            assertThat(p.kind()).isEqualTo(LeaseKind.WRITE);
            assertThat(main.tryAcquire(LeaseKind.WRITE)).isNull();
            assertThat(run(p, "UPDATE t SET v = v + 1").changes()).isEqualTo(1);
            Answer<Lease> next = acquire(main, LeaseKind.WRITE, Fixture.SECONDS_20);
            assertThat(next).isNotDone();
            p.commit();
            assertThat(p.kind()).isEqualTo(LeaseKind.PINNED);
            next.await().close();
            assertThat(failure(() -> run(p, "UPDATE t SET v = 6")).sqlState()).isEqualTo("25006");
        }
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(1L);
    }

    @Test
    void anOldSnapshotCannotBeWrittenOn() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            run(p, "SELECT v FROM t");
            run(main, "UPDATE t SET v = 3");
            assertThat(run(p, "SELECT v FROM t").only()).isEqualTo(0L);
            upgrade(p);
            assertThat(failure(() -> run(p, "UPDATE t SET v = 4")).sqlState()).isEqualTo("40001");
            assertThat(p.inTransaction()).isTrue();
            p.rollback();
            assertThat(p.inTransaction()).isFalse();
            p.begin(TransactionMode.DEFAULT);
            upgrade(p);
            run(p, "UPDATE t SET v = v + 1");
            p.commit();
        }
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(4L);
    }

    @Test
    void aLeaseThatIsClosedWhileItWaitsForTheRightDoesNotKeepIt() {
        Lease p = acquire(main, LeaseKind.PINNED);
        Answer<Void> u = Fixture.answer();
        Lease w = acquire(main, LeaseKind.WRITE);
        p.upgrade(Fixture.SECONDS_20, u);
        p.close();
        w.close();
        assertThat(failure(u::await).kind()).isEqualTo(FailureKind.CANCELLED);
        acquire(main, LeaseKind.WRITE).close();
    }

    /** As many as there are short readers run without end: whoever reads next does not wait for them. */
    @Test
    void readsThatRunForLongLeaveThePoolOfShortOnes() throws Exception {
        List<Lease> longs = new ArrayList<>();
        List<CompletableFuture<SqlFailure>> runs = new ArrayList<>();
        Engine engine = storage.handle("main").engine();
        for (int i = 0; i < 3; i++) {
            Lease l = acquire(main, LeaseKind.READ);
            longs.add(l);
            runs.add(CompletableFuture.supplyAsync(() -> failure(() -> run(l, ENDLESS)), Fixture.THREADS));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(1L);
        }
        assertThat(engine.pinned().used()).isPositive();
        assertThat(runs).noneMatch(CompletableFuture::isDone);
        while (!runs.stream().allMatch(CompletableFuture::isDone)) {
            // one that comes before its statement has begun meets nobody
            longs.forEach(Lease::interrupt);
            Thread.onSpinWait();
        }
        for (CompletableFuture<SqlFailure> r : runs) {
            assertThat(r.get(20, TimeUnit.SECONDS).kind()).isEqualTo(FailureKind.CANCELLED);
        }
        longs.forEach(Lease::close);
        assertThat(engine.pinned().used()).isZero();
        assertThat(engine.readers().size()).isLessThanOrEqualTo(2);
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(1L);
    }

    @Test
    void temporaryTablesEndWithTheirLease() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            upgrade(p);
            run(p, "CREATE TEMP TABLE x(a)");
            run(p, "INSERT INTO x VALUES(1)");
            assertThat(run(p, "SELECT a FROM x").only()).isEqualTo(1L);
        }
        for (int i = 0; i < 5; i++) {
            try (Lease p = acquire(main, LeaseKind.PINNED)) {
                assertThat(failure(() -> run(p, "SELECT a FROM x")).sqlState()).isEqualTo("42P01");
            }
        }
    }

    private static StorageStatement temporary(String sql, Access access) {
        return new StorageStatement(sql, access, 0, List.of(), List.of(), TemporaryUse.CHANGED, false);
    }

    @Test
    void temporaryTablesNeedNoRightToWriteAndChangeNoSchema() {
        long schema = main.schemaVersion();
        try (Lease writer = acquire(main, LeaseKind.WRITE);
                Lease p = acquire(main, LeaseKind.PINNED)) {
            StorageStatement create = temporary("CREATE TABLE temp.x(a)", Access.SCHEMA);
            assertThat(failure(() -> run(p, create)).sqlState()).isEqualTo("25006");
            p.host();
            run(p, create);
            p.begin(TransactionMode.DEFAULT);
            run(p, temporary("INSERT INTO temp.x VALUES(1)", Access.WRITE));
            // no snapshot of the file has begun
            run(writer, "INSERT INTO t VALUES(7, 8)");
            assertThat(run(p, "SELECT v FROM t WHERE k = 7").only()).isEqualTo(8L);
            assertThat(failure(() -> run(p, "INSERT INTO t VALUES(9, 9)")).sqlState())
                    .isEqualTo("25006");
            p.commit();
            p.rest();
            assertThat(run(p, "SELECT a FROM temp.x").only()).isEqualTo(1L);
        }
        assertThat(main.schemaVersion()).isEqualTo(schema);
    }

    @Test
    void aWriterThatHostsTemporaryTablesLeavesTheRightToTheNext() {
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            w.begin(TransactionMode.DEFAULT);
            run(w, "INSERT INTO t VALUES(70, 80)");
            w.host();
            run(w, temporary("CREATE TABLE temp.y(a)", Access.SCHEMA));
            w.commit();
            w.rest();
            run(main, "INSERT INTO t VALUES(71, 81)");
            assertThat(run(w, "SELECT count(*) FROM temp.y, t").only()).isEqualTo(0L);
            assertThat(run(w, "SELECT v FROM t WHERE k = 71").only()).isEqualTo(81L);
            upgrade(w);
            w.begin(TransactionMode.DEFAULT);
            run(w, "INSERT INTO t VALUES(72, 82)");
            w.commit();
        }
        assertThat(run(main, "SELECT count(*) FROM t WHERE k >= 70").only()).isEqualTo(3L);
    }

    @Test
    void whatSqliteRolledBackByItselfIsNoticed() {
        run(main, "CREATE TABLE r(a UNIQUE ON CONFLICT ROLLBACK)");
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            w.begin(TransactionMode.DEFAULT);
            run(w, "INSERT INTO r VALUES(1)");
            assertThat(failure(() -> run(w, "INSERT INTO t VALUES(1, 1)")).sqlState())
                    .isEqualTo("23505");
            assertThat(w.inTransaction()).isTrue();
            assertThat(failure(() -> run(w, "INSERT INTO r VALUES(1)")).sqlState())
                    .isEqualTo("23505");
            assertThat(w.inTransaction()).isFalse();
            assertThat(failure(w::commit).sqlState()).isEqualTo("25P02");
            w.rollback();
            w.begin(TransactionMode.DEFAULT);
            run(w, "INSERT INTO r VALUES(2)");
            w.commit();
        }
        assertThat(run(main, "SELECT a FROM r").only()).isEqualTo(2L);
    }

    @Test
    void aReturningStatementIsUndoneIfItsRowsCannotBeTaken() {
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            Rows rows = new Rows() {
                @Override
                public boolean endRow() {
                    throw SqlFailure.of(FailureKind.LIMIT, "too much");
                }
            };
            assertThat(failure(() -> {
                                Cursor c = w.open(
                                        new io.polywire.api.storage.StorageStatement(
                                                "INSERT INTO t VALUES(2, 2), (3, 3) RETURNING k",
                                                io.polywire.api.storage.Access.WRITE,
                                                0),
                                        null);
                                c.fetch(0, rows);
                            })
                            .kind())
                    .isEqualTo(FailureKind.LIMIT);
            assertThat(run(w, "SELECT count(*) FROM t").only()).isEqualTo(1L);
            Cursor c = w.open(statement("INSERT INTO t VALUES(2, 2), (3, 3) RETURNING k", 0), null);
            assertThat(c.fetch(1, new Rows())).isFalse();
            c.close();
            assertThat(run(w, "INSERT INTO t VALUES(4, 4) RETURNING k").changes())
                    .isEqualTo(1);
        }
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(4L);
    }

    /** The first time that a connection rolls back compiles its ROLLBACK; an interrupt must not reach that either. */
    @Test
    void anInterruptStopsWhatRunsAndNothingElse() throws Exception {
        for (LeaseKind kind : LeaseKind.values()) {
            try (Lease l = acquire(main, kind)) {
                l.interrupt();
                assertThat(run(l, "SELECT v FROM t").only()).isEqualTo(0L);
                CompletableFuture<SqlFailure> ended =
                        CompletableFuture.supplyAsync(() -> failure(() -> run(l, ENDLESS)), Fixture.THREADS);
                long t0 = System.nanoTime();
                while (!ended.isDone()) {
                    l.interrupt();
                    Thread.onSpinWait();
                }
                assertThat(ended.get().sqlState()).isEqualTo("57014");
                assertThat(System.nanoTime() - t0).isLessThan(TimeUnit.SECONDS.toNanos(5));
                assertThat(run(l, "SELECT v FROM t").only()).isEqualTo(0L);
            }
        }
    }

    @Test
    void anInterruptLeavesTheOtherCursorsOfItsLeaseAlone() throws Exception {
        run(main, "INSERT INTO t VALUES(2, 2), (3, 3)");
        try (Lease l = acquire(main, LeaseKind.PINNED)) {
            l.begin(TransactionMode.DEFAULT);
            Cursor rests = l.open(statement("SELECT k FROM t ORDER BY k", 0), null);
            Rows rows = new Rows();
            assertThat(rests.fetch(1, rows)).isFalse();
            CompletableFuture<SqlFailure> ended =
                    CompletableFuture.supplyAsync(() -> failure(() -> run(l, ENDLESS)), Fixture.THREADS);
            while (!ended.isDone()) {
                l.interrupt();
                Thread.onSpinWait();
            }
            assertThat(ended.get().sqlState()).isEqualTo("57014");
            l.savepoint("s");
            assertThat(rests.fetch(0, rows)).isTrue();
            assertThat(rows.rows).hasSize(3);
            l.commit();
        }
    }

    /** One thread interrupts old leases all the time; statements of later leases on the same connections are not hit. */
    @Test
    void anInterruptOfAClosedLeaseHitsNobody() throws Exception {
        Thread[] noise = new Thread[1];
        Lease[] last = new Lease[1];
        java.util.concurrent.atomic.AtomicBoolean stop = new java.util.concurrent.atomic.AtomicBoolean();
        noise[0] = new Thread(() -> {
            while (!stop.get()) {
                Lease l = last[0];
                if (l != null) {
                    l.interrupt();
                }
            }
        });
        noise[0].start();
        try {
            for (int i = 0; i < 20_000; i++) {
                Lease l = acquire(main, LeaseKind.READ);
                assertThat(run(l, "SELECT v FROM t").only()).isEqualTo(0L);
                l.close();
                last[0] = l;
            }
        } finally {
            stop.set(true);
            noise[0].join();
        }
    }

    @Test
    void aLockOfAnotherProgramIsWaitedForAndThenNamed() throws Exception {
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("main.db"));
                Statement s = foreign.createStatement()) {
            s.execute("BEGIN IMMEDIATE");
            s.execute("UPDATE t SET v = 100");
            SqlFailure f = failure(() -> run(main, "UPDATE t SET v = 1"));
            assertThat(f.sqlState()).isEqualTo("55P03");
            assertThat(f.getMessage()).doesNotContain(directory.toString());
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(0L);
            s.execute("COMMIT");
            assertThat(run(main, "UPDATE t SET v = v + 1").changes()).isEqualTo(1);
            assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(101L);
        }
    }

    @Test
    void writersBesideReadersLoseNothing() throws Exception {
        int threads = 6;
        int each = 150;
        AtomicInteger failures = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean pinned = i % 2 == 0;
            Thread t = new Thread(() -> {
                for (int n = 0; n < each; ) {
                    try (Lease l = acquire(main, pinned ? LeaseKind.PINNED : LeaseKind.WRITE)) {
                        l.begin(TransactionMode.DEFAULT);
                        long v = (long) run(l, "SELECT v FROM t").only();
                        if (pinned) {
                            upgrade(l);
                        }
                        run(l, "UPDATE t SET v = ?1", v + 1);
                        l.commit();
                        n++;
                    } catch (SqlFailure f) {
                        if (f.kind() != FailureKind.SERIALIZATION) {
                            failures.incrementAndGet();
                            throw f;
                        }
                    }
                }
            });
            all.add(t);
            t.start();
        }
        for (Thread t : all) {
            t.join();
        }
        assertThat(failures.get()).isZero();
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo((long) threads * each);
    }

    @Test
    void theEndUnderLoadIsClean() throws Exception {
        for (int round = 0; round < 10; round++) {
            List<Thread> threads = new ArrayList<>();
            AtomicInteger wrong = new AtomicInteger();
            Database d = main;
            CompletableFuture<Void> started = new CompletableFuture<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                Thread t = new Thread(() -> {
                    try {
                        while (true) {
                            LeaseKind kind = LeaseKind.values()[number % 3];
                            try (Lease l = acquire(d, kind)) {
                                started.complete(null);
                                if (number < 3) {
                                    run(l, ENDLESS);
                                } else {
                                    run(l, "SELECT * FROM t");
                                }
                            }
                        }
                    } catch (SqlFailure f) {
                        if (f.kind() != FailureKind.UNAVAILABLE) {
                            f.printStackTrace();
                            wrong.incrementAndGet();
                        }
                    }
                });
                threads.add(t);
                t.start();
            }
            started.get(10, TimeUnit.SECONDS);
            // Of all kinds at once, held over the end.
            long t0 = System.nanoTime();
            storage.close();
            assertThat(System.nanoTime() - t0).isLessThan(TimeUnit.SECONDS.toNanos(3));
            for (Thread t : threads) {
                t.join(10_000);
                assertThat(t.isAlive()).isFalse();
            }
            assertThat(wrong.get()).isZero();
            // A pool is terminated a moment before its last thread is.
            Awaitility.await()
                    .atMost(2, TimeUnit.SECONDS)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(t -> t.getName().startsWith("polywire-sqlite-main")));
            open2();
        }
    }

    private void open2() {
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("pinned", 3, "waiting", 50, "durable", false)));
        main = storage.database("main");
    }

    @Test
    void whatIsHeldOverTheEndFailsAndDoesNotCrash() {
        Lease r = acquire(main, LeaseKind.READ);
        Lease w = acquire(main, LeaseKind.WRITE);
        Lease p = acquire(main, LeaseKind.PINNED);
        Cursor c = r.open(statement("SELECT v FROM t", 0), null);
        p.begin(TransactionMode.DEFAULT);
        Answer<Void> u = Fixture.answer();
        p.upgrade(Fixture.SECONDS_20, u);
        Answer<Lease> waiting = acquire(main, LeaseKind.WRITE, Fixture.SECONDS_20);
        storage.close();
        assertThat(failure(u::await).sqlState()).isEqualTo("57P03");
        assertThat(failure(waiting::await).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> c.fetch(0, new Rows())).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> run(r, "SELECT 1")).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> run(w, "UPDATE t SET v = 1")).sqlState()).isEqualTo("57P03");
        assertThat(failure(p::commit).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> acquire(main, LeaseKind.READ)).sqlState()).isEqualTo("57P03");
        r.interrupt();
        c.close();
        r.close();
        w.close();
        p.close();
        p.close();
    }

    /** Whatever an interrupt hits: a transaction that was ended is ended, one that was committed is there. */
    @Test
    void transactionsEndUnderInterrupts() throws Exception {
        for (LeaseKind kind : List.of(LeaseKind.WRITE, LeaseKind.PINNED)) {
            java.util.concurrent.atomic.AtomicReference<Lease> now =
                    new java.util.concurrent.atomic.AtomicReference<>();
            java.util.concurrent.atomic.AtomicBoolean stop = new java.util.concurrent.atomic.AtomicBoolean();
            Thread noise = new Thread(() -> {
                while (!stop.get()) {
                    Lease l = now.get();
                    if (l != null) {
                        l.interrupt();
                    }
                }
            });
            noise.start();
            long committed = (long) run(main, "SELECT v FROM t").only();
            int cancelled = 0;
            try {
                for (int i = 0; i < 3000; i++) {
                    try (Lease l = acquire(main, kind)) {
                        // An interrupt would end the wait for the right to write; here it is about what comes after.
                        upgrade(l);
                        now.set(l);
                        boolean commits = false;
                        try {
                            l.begin(TransactionMode.DEFAULT);
                            run(l, "UPDATE t SET v = v + 1");
                            commits = i % 2 == 0;
                            if (commits) {
                                l.commit();
                                committed++;
                            } else {
                                l.rollback();
                            }
                        } catch (SqlFailure f) {
                            assertThat(f.sqlState()).isEqualTo("57014");
                            assertThat(commits)
                                    .as("a commit is not interrupted")
                                    .isFalse();
                            cancelled++;
                            l.rollback();
                        }
                        assertThat(l.inTransaction()).isFalse();
                    }
                    now.set(null);
                    assertThat(run(main, "SELECT v FROM t").only()).isEqualTo(committed);
                }
            } finally {
                stop.set(true);
                noise.join();
            }
            System.out.println(kind + ": " + cancelled + " of 3000 were cancelled");
        }
    }

    /** Java closes some kinds of channels when a thread that was interrupted uses them; nothing here may be of that kind. */
    @Test
    void aThreadThatWasInterruptedDoesNoHarm() {
        run(main, "CREATE TABLE interrupted(x)");
        // asked for before, since the test itself could not wait for them
        try (Lease w = acquire(main, LeaseKind.WRITE);
                Lease p = acquire(main, LeaseKind.PINNED);
                Lease r = acquire(main, LeaseKind.READ)) {
            Thread.currentThread().interrupt();
            try {
                for (int i = 0; i < 3; i++) {
                    run(w, "INSERT INTO interrupted VALUES(1)");
                    assertThat(run(r, "SELECT count(*) FROM interrupted").only())
                            .isEqualTo(i + 1L);
                }
                p.begin(TransactionMode.DEFAULT);
                assertThat(run(p, "SELECT count(*) FROM interrupted").only()).isEqualTo(3L);
                p.commit();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
        }
        run(main, "INSERT INTO interrupted VALUES(1)");
        assertThat(run(main, "SELECT count(*) FROM interrupted").only()).isEqualTo(4L);
    }
}
