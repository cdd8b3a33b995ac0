package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.AutoWrite;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes that share a commit. However one member fails, every other one is told of success and is there, or is told of a
 * failure and is not.
 */
class GroupCommitTest {
    private static final StorageStatement INSERT =
            new StorageStatement("INSERT INTO t(k, v) VALUES(?1, ?2)", Access.WRITE, 2);

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("durable", false)));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** A write that a test waits for. */
    private class Write implements AutoWrite {
        final StorageStatement statement;
        final Parameters parameters;
        final long version = main.schemaVersion();
        final CompletableFuture<Long> answer = new CompletableFuture<>();
        volatile Runnable stop;
        volatile boolean wasAlone;
        boolean takesId = true;
        Rows rows;
        Supplier<Rows> sink = Rows::new;

        Write(StorageStatement statement, Object... values) {
            this.statement = statement;
            this.parameters = Fixture.parameters(values);
        }

        Write submit() {
            main.write(this, Fixture.SECONDS_20);
            return this;
        }

        @Override
        public StorageStatement statement() {
            return statement;
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public long schemaVersion() {
            return version;
        }

        @Override
        public RowSink rows() {
            rows = sink.get();
            return rows;
        }

        @Override
        public boolean takesInsertId() {
            return takesId;
        }

        @Override
        public void waiting(Runnable how) {
            stop = how;
        }

        @Override
        public void done(long changes, long lastInsertId) {
            if (!answer.complete(lastInsertId)) {
                throw new AssertionError("answered twice");
            }
        }

        @Override
        public void failed(SqlFailure failure) {
            if (!answer.completeExceptionally(failure)) {
                throw new AssertionError("answered twice");
            }
        }

        @Override
        public void alone() {
            wasAlone = true;
            answer.complete(-1L);
        }

        /** The failure, or null. */
        SqlFailure outcome() {
            try {
                answer.get(20, TimeUnit.SECONDS);
                return null;
            } catch (ExecutionException e) {
                return (SqlFailure) e.getCause();
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static StorageStatement write(String sql, int parameters) {
        return new StorageStatement(sql, Access.WRITE, parameters);
    }

    /** Submits all while somebody else writes, so that they share the next commit. */
    private void together(List<Write> writes) {
        Lease w = acquire(main, LeaseKind.WRITE);
        writes.forEach(Write::submit);
        assertThat(writes).noneMatch(x -> x.answer.isDone());
        w.close();
        writes.forEach(Write::outcome);
    }

    /** Inserts of keys 1 to n with one other write in the middle. */
    private List<Write> around(int n, Write odd) {
        List<Write> all = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            if (i == n / 2) {
                all.add(odd);
            }
            all.add(new Write(INSERT, i, "v" + i));
        }
        return all;
    }

    private void allButTheOddOneAreThere(List<Write> all, Write odd) {
        all.forEach(Write::outcome);
        List<Object> there = run(main, "SELECT k FROM t ORDER BY k").rows().stream()
                .map(r -> r.get(0))
                .toList();
        int good = 0;
        for (Write w : all) {
            if (w == odd) {
                continue;
            }
            long key = w.parameters.getLong(0);
            assertThat(there.contains(key)).as("key %d", key).isEqualTo(w.outcome() == null);
            good += w.outcome() == null ? 1 : 0;
        }
        assertThat(good).isEqualTo(all.size() - 1);
        assertThat(there).hasSize(good);
    }

    @Test
    void whatComesTogetherIsCommittedTogether() {
        long before = storage.metrics().commits.sum();
        List<Write> all = new ArrayList<>();
        for (int i = 1; i <= 600; i++) {
            all.add(new Write(INSERT, i, "x"));
        }
        together(all);
        assertThat(all).allMatch(w -> w.outcome() == null);
        assertThat(all.get(41).answer).isCompletedWithValue(42L);
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(600L);
        // 256 at most in one
        assertThat(storage.metrics().commits.sum() - before).isEqualTo(3);
    }

    /** Runs, and has another one come meanwhile, which does the same, so many times. */
    private Write followed(List<Write> followers, int count, Supplier<Write> other) {
        return new Write(INSERT, 1 + followers.size(), "x") {
            private boolean ran;

            @Override
            public FunctionContext session() {
                if (!ran && followers.size() < count) {
                    ran = true;
                    Write next = other == null ? followed(followers, count, null) : other.get();
                    followers.add(next);
                    next.submit();
                }
                return null;
            }
        };
    }

    @Test
    void whoComesWhileAGroupRunsIsInItsCommit() {
        long before = storage.metrics().commits.sum();
        List<Write> all = new ArrayList<>();
        all.add(followed(all, 300, null));
        all.get(0).submit();
        for (int i = 0; i < 300; i++) {
            assertThat(all.get(i).outcome()).isNull();
        }
        assertThat(run(main, "SELECT count(*) || ' ' || max(k) FROM t").only()).isEqualTo("300 300");
        assertThat(storage.metrics().commits.sum() - before).isEqualTo(2);
    }

    @Test
    void whoComesWhileAGroupRunsAndEndsItsTransactionFailsAlone() {
        run(main, "CREATE TABLE r(a UNIQUE ON CONFLICT ROLLBACK)");
        run(main, "INSERT INTO r VALUES(1)");
        List<Write> followers = new ArrayList<>();
        Write first = followed(followers, 1, () -> new Write(write("INSERT INTO r VALUES(?1)", 1), 1));
        assertThat(first.submit().outcome()).isNull();
        assertThat(followers.get(0).outcome().sqlState()).isEqualTo("23505");
        assertThat(run(main, "SELECT k FROM t").only()).isEqualTo(1L);
    }

    @Test
    void oneAloneRunsAtOnce() {
        Write w = new Write(INSERT, 1, "x").submit();
        assertThat(w.outcome()).isNull();
        assertThat(w.answer).isCompletedWithValue(1L);
        assertThat(run(main, "SELECT v FROM t").only()).isEqualTo("x");
    }

    /** The thread that has run one looks out for the next: it must find it, and whoever wants the right must get it. */
    @Test
    void oneAfterTheOtherWithOthersBetween() {
        for (int i = 1; i <= 2_000; i++) {
            assertThat(new Write(INSERT, 2 * i, "x").submit().outcome()).isNull();
            if (i % 10 == 0) {
                Lease w = acquire(main, LeaseKind.WRITE);
                Write waits = new Write(INSERT, 2 * i + 1, "y").submit();
                assertThat(waits.answer).isNotDone();
                if (i % 20 == 0) {
                    waits.stop.run();
                    assertThat(waits.outcome().kind()).isEqualTo(FailureKind.CANCELLED);
                }
                w.close();
            }
        }
        Write last = new Write(INSERT, 100_000, "z").submit();
        assertThat(last.outcome()).isNull();
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(2_101L);
    }

    @Test
    void whoLooksOutEndsWithTheDatabase() {
        for (int i = 1; i <= 50; i++) {
            assertThat(new Write(INSERT, i, "x").submit().outcome()).isNull();
        }
        storage.close();
        Write late = new Write(INSERT, 51, "x").submit();
        assertThat(late.outcome()).isNull();
        assertThat(late.wasAlone).isTrue();
    }

    @Test
    void whoHasNoPlaceForTheRowNumberIsToldNone() {
        Write w = new Write(INSERT, 1, "x");
        w.takesId = false;
        assertThat(w.submit().outcome()).isNull();
        assertThat(w.answer).isCompletedWithValue(0L);
    }

    @Test
    void nobodyIsToldBeforeTheCommit() throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        Write w = new Write(INSERT, 7, "x") {
            @Override
            public void done(long changes, long id) {
                seen.set(run(main, "SELECT count(*) FROM t WHERE k = 7").only());
                told.countDown();
            }
        };
        w.submit();
        told.await();
        assertThat(seen.get()).isEqualTo(1L);
    }

    @Test
    void aConstraintFailsItsMemberAlone() {
        Write odd = new Write(INSERT, 1, "again");
        List<Write> all = around(20, odd);
        together(all);
        assertThat(odd.outcome().sqlState()).isEqualTo("23505");
        allButTheOddOneAreThere(all, odd);
    }

    @Test
    void aRollbackOfTheWholeHasTheOthersRunAgain() {
        run(main, "CREATE TABLE r(a UNIQUE ON CONFLICT ROLLBACK)");
        run(main, "INSERT INTO r VALUES(1)");
        List<Write> all = around(20, new Write(write("INSERT INTO r VALUES(?1)", 1), 1));
        Write odd = all.get(9);
        together(all);
        assertThat(odd.outcome().sqlState()).isEqualTo("23505");
        allButTheOddOneAreThere(all, odd);
    }

    @Test
    void aTriggerThatRollsBackHasTheOthersRunAgain() {
        run(main, "CREATE TABLE r(a)");
        run(main, "CREATE TRIGGER no BEFORE INSERT ON r WHEN NEW.a = 1 BEGIN SELECT RAISE(ROLLBACK, 'not that'); END");
        List<Write> all = around(20, new Write(write("INSERT INTO r VALUES(?1)", 1), 1));
        Write odd = all.get(9);
        together(all);
        assertThat(odd.outcome()).isNotNull();
        allButTheOddOneAreThere(all, odd);
        assertThat(run(main, "SELECT count(*) FROM r").only()).isEqualTo(0L);
    }

    /** More of them than there are rounds: then each runs alone. */
    @Test
    void manyRollbacksAreOutlived() {
        run(main, "CREATE TABLE r(a UNIQUE ON CONFLICT ROLLBACK)");
        run(main, "INSERT INTO r VALUES(1)");
        List<Write> all = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            all.add(i % 5 == 0 ? new Write(write("INSERT INTO r VALUES(?1)", 1), 1) : new Write(INSERT, i, "x"));
        }
        together(all);
        for (Write w : all) {
            assertThat(w.outcome() == null).isEqualTo(w.statement == INSERT);
        }
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(32L);
    }

    @Test
    void aFullDiskFailsWhomItMeets() {
        long pages = (long) run(main, "PRAGMA page_count").only();
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            ((SqliteLease) w).own("PRAGMA max_page_count=" + (pages + 8));
        }
        Write odd = new Write(INSERT, 1000, "x".repeat(200_000));
        List<Write> all = around(20, odd);
        together(all);
        assertThat(odd.outcome().kind()).isEqualTo(FailureKind.DISK_FULL);
        allButTheOddOneAreThere(all, odd);
        assertThat(run(main, "PRAGMA integrity_check").only()).isEqualTo("ok");
    }

    @Test
    void aMemberIsStoppedInTheMiddleOfTheGroup() {
        // Long enough to be hit, so not what the router would send; the group must outlive it all the same.
        Write odd = new Write(write(
                "INSERT INTO t(k, v) SELECT 1000, count(*) FROM (WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL"
                        + " SELECT i + 1 FROM g) SELECT i FROM g)",
                0));
        List<Write> all = around(20, odd);
        Lease w = acquire(main, LeaseKind.WRITE);
        all.forEach(Write::submit);
        w.close();
        while (!odd.answer.isDone()) {
            odd.stop.run();
            Thread.onSpinWait();
        }
        assertThat(odd.outcome().sqlState()).isEqualTo("57014");
        allButTheOddOneAreThere(all, odd);
    }

    @Test
    void oneThatWaitsIsStoppedAndNotRun() {
        Write odd = new Write(INSERT, 1000, "x");
        List<Write> all = around(20, odd);
        Lease w = acquire(main, LeaseKind.WRITE);
        all.forEach(Write::submit);
        odd.stop.run();
        assertThat(odd.outcome().sqlState()).isEqualTo("57014");
        w.close();
        allButTheOddOneAreThere(all, odd);
    }

    @Test
    void theWaitEndsWithItsTime() {
        Lease w = acquire(main, LeaseKind.WRITE);
        Write late = new Write(INSERT, 1, "x");
        main.write(late, 100_000_000L);
        assertThat(late.outcome().sqlState()).isEqualTo("55P03");
        w.close();
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(0L);
    }

    @Test
    void rowsAreReturnedAfterTheCommitAndAnOverfullPageFailsItsMember() {
        Write odd = new Write(write("INSERT INTO t(k, v) VALUES(1000, 'x'), (1001, 'y') RETURNING k", 0));
        odd.sink = () -> new Rows() {
            @Override
            public boolean endRow() {
                throw SqlFailure.of(FailureKind.LIMIT, "the page is full");
            }
        };
        List<Write> all = around(20, odd);
        Write returns = new Write(write("INSERT INTO t(k, v) VALUES(?1, 'r') RETURNING k, v", 1), 500);
        all.add(returns);
        together(all);
        assertThat(odd.outcome().sqlState()).isEqualTo("54000");
        allButTheOddOneAreThere(all, odd);
        assertThat(returns.rows.rows).containsExactly(List.of(500L, "r"));
    }

    @Test
    void aDeferredConstraintThatFailsAtTheCommitFailsItsMember() {
        run(main, "CREATE TABLE p(k INTEGER PRIMARY KEY)");
        run(main, "CREATE TABLE c(p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        // The router runs it alone; what the plan does not show must not harm either.
        Write odd = new Write(write("INSERT INTO c VALUES(?1)", 1), 5);
        List<Write> all = around(20, odd);
        together(all);
        assertThat(odd.outcome().sqlState()).isEqualTo("23503");
        allButTheOddOneAreThere(all, odd);
    }

    @Test
    void aPlanForAnotherSchemaIsNotRun() {
        Write old = new Write(INSERT, 1, "x");
        run(main, "CREATE TABLE other(a)");
        old.submit().outcome();
        assertThat(old.wasAlone).isTrue();
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(0L);
    }

    @Test
    void transactionsTakeTurnsWithGroups() throws Exception {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int n = 0; n < 8; n++) {
            int number = n;
            Thread t = new Thread(() -> {
                await(go);
                for (int i = 0; i < 300; i++) {
                    int key = number * 1000 + i + 1;
                    if (number % 4 == 0) {
                        try (Lease l = acquire(main, LeaseKind.WRITE)) {
                            l.begin(io.polywire.api.session.TransactionMode.DEFAULT);
                            run(l, "INSERT INTO t(k, v) VALUES(?1, 't')", key);
                            l.commit();
                        }
                    } else {
                        assertThat(new Write(INSERT, key, "g").submit().outcome())
                                .isNull();
                    }
                }
            });
            t.start();
            threads.add(t);
        }
        go.countDown();
        for (Thread t : threads) {
            t.join();
        }
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(2400L);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theEndOfTheStorageAnswersEverybody() {
        Lease w = acquire(main, LeaseKind.WRITE);
        List<Write> all = around(50, new Write(INSERT, 1000, "x"));
        all.forEach(Write::submit);
        storage.close();
        assertThat(all).allMatch(x -> x.outcome().sqlState().equals("57P03"));
        w.close();
    }

    private boolean bounded(String sql) {
        try (Lease l = acquire(main, LeaseKind.READ)) {
            return l.describe(statement(sql, sql.contains("?1") ? 1 : 0)).pointLookup();
        }
    }

    @Test
    void whatIsBoundedIsToldFromThePlan() {
        run(main, "CREATE TABLE n(k INTEGER PRIMARY KEY AUTOINCREMENT, u UNIQUE, i, x DEFAULT 3 CHECK(x > 0))");
        run(main, "CREATE INDEX ni ON n(i)");
        run(main, "CREATE TABLE w(a INT PRIMARY KEY, b) WITHOUT ROWID");
        run(main, "CREATE TABLE tr(a)");
        run(main, "CREATE TRIGGER trt AFTER INSERT ON tr BEGIN DELETE FROM t; END");
        run(main, "CREATE TABLE p(k INTEGER PRIMARY KEY)");
        run(main, "CREATE TABLE c(p REFERENCES p)");
        run(main, "CREATE TABLE d(p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        run(main, "CREATE TABLE q(k INTEGER PRIMARY KEY)");
        run(main, "CREATE TABLE r(q REFERENCES q)");
        run(main, "CREATE TABLE s(k INTEGER PRIMARY KEY, s REFERENCES s)");
        assertThat(List.of(
                        "INSERT INTO t(v) VALUES(?1)",
                        "INSERT INTO t(v) VALUES(1), (2), (3)",
                        "INSERT INTO t(v) VALUES(1) RETURNING k",
                        "INSERT INTO t(v) VALUES(lower('A')) RETURNING k",
                        "INSERT INTO n(u, i) VALUES(?1, 2)",
                        "INSERT OR IGNORE INTO n(u, i) VALUES(?1, 2)",
                        "INSERT INTO n(u, i) VALUES(?1, 2) ON CONFLICT(u) DO UPDATE SET i = excluded.i + 1",
                        "UPDATE t SET v = ?1 WHERE k = 3",
                        "UPDATE n SET i = i + 1 WHERE u = ?1",
                        "UPDATE n SET i = i + 1 WHERE u = ?1 RETURNING i",
                        "UPDATE w SET b = ?1 WHERE a = 1",
                        "DELETE FROM t WHERE k = ?1",
                        "INSERT INTO c VALUES(1)",
                        "INSERT INTO q VALUES(1) RETURNING k",
                        "INSERT INTO w VALUES(1, 2)"))
                .allMatch(this::bounded);
        assertThat(List.of(
                        "INSERT INTO t SELECT * FROM t",
                        "INSERT INTO t(v) SELECT i FROM (WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g)"
                                + " SELECT i FROM g)",
                        "UPDATE t SET v = 1",
                        "UPDATE n SET x = 1 WHERE i = ?1",
                        "UPDATE t SET v = (SELECT max(v) FROM t) WHERE k = 1",
                        "DELETE FROM t",
                        "DELETE FROM t WHERE v = ?1",
                        "INSERT INTO tr VALUES(1)",
                        "INSERT INTO d VALUES(1)",
                        "DELETE FROM p WHERE k = 1",
                        "DELETE FROM q WHERE k = 1",
                        "INSERT INTO s VALUES(1, 2) RETURNING k",
                        "INSERT OR ROLLBACK INTO t(v) VALUES(1)",
                        "INSERT OR FAIL INTO t(v) VALUES(1)",
                        "INSERT INTO t(v) VALUES(randomblob(1000000000))"))
                .noneMatch(this::bounded);
    }
}
