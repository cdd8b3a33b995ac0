package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs on the thread that asks for it (a wire's is an event loop), and what goes to a worker. */
class OnLoopTest {
    @TempDir
    Path home;

    private Harness harness;
    private Sql sql;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of());
        sql = harness.open();
        sql.run("CREATE TABLE t(k INTEGER PRIMARY KEY, v UNIQUE, n)");
        sql.run("INSERT INTO t VALUES(1, 'one', 0), (2, 'two', 0), (3, 'three', 0)");
        sql.run("CREATE TABLE p(k INTEGER PRIMARY KEY)");
        sql.run("CREATE TABLE c(p REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)");
        sql.run("CREATE TABLE tr(a INTEGER PRIMARY KEY)");
        sql.run("CREATE TRIGGER trt AFTER INSERT ON tr BEGIN INSERT INTO t(n) VALUES(new.a); END");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private record Ran(Sql.Outcome outcome, SqlFailure failure, Thread by) {
        boolean here() {
            return by == Thread.currentThread();
        }

        List<List<Object>> rows() {
            return outcome.rows();
        }
    }

    private static Ran ran(Portal portal, long most) {
        return ran(portal, most, false);
    }

    private static Ran ran(Portal portal, long most, boolean aside) {
        CompletableFuture<Ran> end = new CompletableFuture<>();
        Sql.Rows rows = new Sql.Rows(0);
        RunReply reply = new RunReply() {
            @Override
            public void suspended(Portal p) {
                end.complete(
                        new Ran(new Sql.Outcome(rows.rows, p.command(), 0, 0, true), null, Thread.currentThread()));
            }

            @Override
            public void completed(Portal p) {
                end.complete(new Ran(
                        new Sql.Outcome(rows.rows, p.command(), p.rows(), p.lastInsertId(), false),
                        null,
                        Thread.currentThread()));
            }

            @Override
            public void failed(Portal p, SqlFailure failure) {
                end.complete(new Ran(null, failure, Thread.currentThread()));
            }
        };
        if (aside) {
            portal.runAside(most, rows, reply);
        } else {
            portal.run(most, rows, reply);
        }
        return Harness.await(end);
    }

    private static Ran run(Sql s, String text, Object... values) {
        Portal p = s.portal(text, values);
        Ran r = ran(p, 0);
        p.close();
        return r;
    }

    private Ran run(String text, Object... values) {
        return run(sql, text, values);
    }

    @Test
    void aWireWithoutAPlaceForRowNumbersHasNoneAskedFor() {
        assertThat(run("INSERT INTO t(v) VALUES(?1)", "four").outcome().lastId())
                .isEqualTo(4);
        sql.told.takesInsertIds = false;
        assertThat(run("INSERT INTO t(v) VALUES(?1)", "five").outcome().lastId())
                .isZero();
        run("BEGIN");
        assertThat(run("INSERT INTO t(v) VALUES(?1)", "six").outcome().lastId()).isZero();
        run("COMMIT");
        assertThat(run("SELECT count(*) FROM t WHERE k < 7").rows()).containsExactly(List.of(6L));
    }

    @Test
    void lookUpsThatComputeTheirKeyRunHere() {
        Ran r = run("SELECT upper(v), length(v) FROM t WHERE k = ?1 + 1", 1);
        assertThat(r.here()).isTrue();
        assertThat(r.rows()).containsExactly(List.of("TWO", 3L));
        assertThat(run("SELECT v FROM t WHERE k > ?1", 1).here()).isFalse();
        assertThat(run("SELECT replace(v, 'o', v) FROM t WHERE k = 1").here()).isFalse();
    }

    @Test
    void whatIsAskedToRunAsideDoesNotRunHere() {
        Ran r = ran(sql.portal("SELECT v FROM t WHERE k = 2"), 0, true);
        assertThat(r.here()).isFalse();
        assertThat(r.rows()).containsExactly(List.of("two"));
    }

    @Test
    void aTransactionThatHoldsNothingBeginsAndEndsHere() {
        harness.desk.addDialect(new LockingDialect());
        for (String end : List.of("COMMIT", "ROLLBACK")) {
            assertThat(run("BEGIN READ_COMMITTED").here()).isTrue();
            assertThat(sql.session.transaction().state()).isEqualTo(Transaction.State.ACTIVE);
            assertThat(run("SAVEPOINT s").here()).isTrue();
            assertThat(run("ROLLBACK TO s").here()).isTrue();
            Ran r = run("SELECT v FROM t WHERE k = 3");
            assertThat(r.here()).isTrue();
            assertThat(r.rows()).containsExactly(List.of("three"));
            assertThat(run("RELEASE s").here()).isTrue();
            assertThat(run(end).here()).isTrue();
            assertThat(sql.session.transaction().state()).isEqualTo(Transaction.State.IDLE);
        }
    }

    @Test
    void textsOfTransactionsArePreparedHere() {
        CompletableFuture<Thread> by = new CompletableFuture<>();
        sql.session.prepare("BEGIN", List.of(), new io.polywire.api.session.Reply<Prepared>() {
            @Override
            public void done(Prepared p) {
                by.complete(Thread.currentThread());
            }

            @Override
            public void failed(SqlFailure failure) {
                by.completeExceptionally(failure);
            }
        });
        assertThat(Harness.await(by)).isSameAs(Thread.currentThread());
        assertThat(catchThrowableOfType(SqlFailure.class, () -> sql.run("BEGIN nonsense nonsense"))
                        .sqlState())
                .isEqualTo("42601");
        assertThat(catchThrowableOfType(SqlFailure.class, () -> sql.run("ROLLBACK TO nothing"))
                        .sqlState())
                .isNotNull();
    }

    @Test
    void whatHasToWaitForTheDiskOrForTheRightDoesNotRunHere() {
        harness.desk.addDialect(new LockingDialect());
        assertThat(run("BEGIN IMMEDIATE").here()).isFalse();
        assertThat(run("UPDATE t SET n = 1 WHERE k = 1").here()).isTrue();
        assertThat(run("SAVEPOINT s").here()).isTrue();
        assertThat(run("UPDATE t SET n = 2 WHERE k = 1").here()).isTrue();
        assertThat(run("ROLLBACK TO s").here()).isFalse();
        assertThat(run("COMMIT").here()).isFalse();
        assertThat(sql.one("SELECT n FROM t WHERE k = 1")).isEqualTo(1L);
        assertThat(run("BEGIN READ_COMMITTED").here()).isTrue();
        assertThat(run("UPDATE t SET n = 3 WHERE k = 1").here())
                .as("takes the right")
                .isFalse();
        assertThat(run("ROLLBACK").here()).isFalse();
        assertThat(sql.one("SELECT n FROM t WHERE k = 1")).isEqualTo(1L);
    }

    @Test
    void theReleaseOfASavepointThatBeganATransactionIsACommit() {
        assertThat(run("SAVEPOINT s").here()).isTrue();
        run("UPDATE t SET n = 4 WHERE k = 1");
        assertThat(run("RELEASE s").here()).isFalse();
        assertThat(sql.one("SELECT n FROM t WHERE k = 1")).isEqualTo(4L);
    }

    @Test
    void changesByKeyRunHereUnderTheRightToWrite() {
        harness.desk.addDialect(new LockingDialect());
        run("BEGIN READ_COMMITTED");
        assertThat(run("INSERT INTO t VALUES(4, 'four', 0)").here()).isFalse();
        Ran insert = run("INSERT INTO t(v) VALUES(?1) RETURNING k, v", "five");
        assertThat(insert.here()).isTrue();
        assertThat(insert.rows()).containsExactly(List.of(5L, "five"));
        assertThat(insert.outcome().count()).isEqualTo(1);
        Ran update = run("UPDATE t SET n = n + 1 WHERE k = ?1", 5);
        assertThat(update.here()).isTrue();
        assertThat(update.outcome().count()).isEqualTo(0 + 1);
        Ran own = run("SELECT v FROM t WHERE k = 5");
        assertThat(own.here()).isTrue();
        assertThat(own.rows()).containsExactly(List.of("five"));
        Ran delete = run("DELETE FROM t WHERE k = ?1", 77);
        assertThat(delete.here()).isTrue();
        assertThat(delete.outcome().count()).isZero();
        assertThat(harness.open().rows("SELECT k FROM t WHERE k = 5")).isEmpty();
        run("COMMIT");
        assertThat(harness.open().rows("SELECT k FROM t WHERE k = 5")).hasSize(1);
    }

    @Test
    void aTransactionThatHasChangedMuchGoesOnOnAWorker() {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < OnLoop.MOST_CHANGES; i++) {
            assertThat(run("INSERT INTO t(n) VALUES(?1)", i).here()).isTrue();
        }
        assertThat(run("INSERT INTO t(n) VALUES(?1)", -1).here()).isFalse();
        assertThat(run("SELECT n FROM t WHERE k = 1").here()).isTrue();
        run("COMMIT");
        run("BEGIN IMMEDIATE");
        assertThat(run("INSERT INTO t(n) VALUES(?1)", -1).here()).isTrue();
        run("ROLLBACK");
        assertThat(sql.one("SELECT count(*) FROM t")).isEqualTo(3L + OnLoop.MOST_CHANGES + 1);
    }

    @Test
    void changesThatAreNotBoundedDoNotRunHere() {
        run("BEGIN IMMEDIATE");
        assertThat(run("UPDATE t SET n = 1").here()).isFalse();
        assertThat(run("INSERT INTO tr VALUES(1)").here()).as("a trigger").isFalse();
        sql.run("INSERT INTO p VALUES(1)");
        assertThat(run("INSERT INTO c VALUES(1)").here())
                .as("checked at commit")
                .isFalse();
        assertThat(run("DELETE FROM p WHERE k = 1").here()).as("a cascade").isFalse();
        assertThat(run("CREATE TABLE further(a)").here()).isFalse();
        assertThat(run("UPDATE t SET n = 5 WHERE k = 1").here())
                .as("the schema is the transaction's own")
                .isFalse();
        run("COMMIT");
        assertThat(sql.rows("SELECT n FROM t WHERE n IS 1 OR n IS 5 ORDER BY n"))
                .containsExactly(List.of(1L), List.of(1L), List.of(1L), List.of(5L));
        assertThat(sql.one("SELECT count(*) FROM c")).isEqualTo(0L);
    }

    @Test
    void aChangeThatFailsIsUndoneAloneAndToldByAWorker() {
        run("BEGIN IMMEDIATE");
        run("UPDATE t SET n = 7 WHERE k = 1");
        Ran r = run("INSERT INTO t(v) VALUES('two')");
        assertThat(r.failure().sqlState()).isEqualTo("23505");
        assertThat(r.here()).as("what is found out about it may take its time").isFalse();
        assertThat(run("UPDATE t SET n = 8 WHERE k = 2").here()).isTrue();
        run("COMMIT");
        assertThat(sql.rows("SELECT n FROM t ORDER BY k")).containsExactly(List.of(7L), List.of(8L), List.of(0L));
    }

    @Test
    void aPlanThatIsOldIsMadeAnewByAWorker() {
        Prepared prepared = sql.prepare("SELECT v FROM t WHERE k = 1");
        Prepared change = sql.prepare("UPDATE t SET n = 9 WHERE k = 1");
        assertThat(ran(sql.session.bind(prepared, null, Sql.parameters()), 0).here())
                .isTrue();
        harness.open().run("CREATE INDEX tn ON t(n)");
        assertThat(ran(sql.session.bind(prepared, null, Sql.parameters()), 0).here())
                .isFalse();
        assertThat(ran(sql.session.bind(prepared, null, Sql.parameters()), 0).here())
                .isTrue();
        run("BEGIN IMMEDIATE");
        assertThat(ran(sql.session.bind(change, null, Sql.parameters()), 0).here())
                .isFalse();
        assertThat(ran(sql.session.bind(change, null, Sql.parameters()), 0).here())
                .isTrue();
        run("ROLLBACK");
    }

    @Test
    void whatIsReadOnTheLeaseIsTakenOffItBeforeAChange() {
        run("BEGIN IMMEDIATE");
        Portal reading = sql.portal("SELECT k, n FROM t ORDER BY k");
        assertThat(ran(reading, 1).outcome().suspended()).isTrue();
        assertThat(run("UPDATE t SET n = 6 WHERE k = 3").here()).isFalse();
        assertThat(run("UPDATE t SET n = 7 WHERE k = 3").here()).isTrue();
        assertThat(ran(reading, 0).rows()).containsExactly(List.of(2L, 0L), List.of(3L, 0L));
        assertThat(run("UPDATE t SET n = 8 WHERE k = 3").here()).isTrue();
        run("COMMIT");
    }

    @Test
    void aChangeThatIsSuspendedGoesOn() {
        run("BEGIN IMMEDIATE");
        Portal p = sql.portal("INSERT INTO t(v) VALUES('x'), ('y'), ('z') RETURNING v");
        Ran first = ran(p, 2);
        assertThat(first.here()).isTrue();
        assertThat(first.rows()).containsExactly(List.of("x"), List.of("y"));
        assertThat(first.outcome().suspended()).isTrue();
        Ran rest = ran(p, 0);
        assertThat(rest.rows()).containsExactly(List.of("z"));
        run("COMMIT");
        assertThat(sql.one("SELECT count(*) FROM t")).isEqualTo(6L);
    }

    @Test
    void anOldSnapshotReadsItselfAndBecomesNoWriterHere() {
        harness.desk.addDialect(new LockingDialect());
        run("BEGIN REPEATABLE_READ");
        assertThat(run("SELECT n FROM t WHERE k = 1").here())
                .as("begins the snapshot")
                .isFalse();
        harness.open().run("UPDATE t SET n = 5 WHERE k = 1");
        Ran r = run("SELECT n FROM t WHERE k = 1");
        assertThat(r.here()).isTrue();
        assertThat(r.rows()).containsExactly(List.of(0L));
        assertThat(run("UPDATE t SET n = 9 WHERE k = 1").failure().sqlState()).isEqualTo("40001");
        run("ROLLBACK");
        assertThat(sql.one("SELECT n FROM t WHERE k = 1")).isEqualTo(5L);
    }

    @Test
    void aReadOnlyTransactionWritesNothing() {
        harness.desk.addDialect(new PgOverSqlite());
        Sql s = harness.open();
        Portal later = s.portal("SELECT n FROM t WHERE k = 2");
        run(s, "BEGIN READ ONLY");
        assertThat(run(s, "SELECT n FROM t WHERE k = 1").here()).isTrue();
        assertThat(run(s, "UPDATE t SET n = 9 WHERE k = 1").failure().sqlState())
                .isEqualTo("25006");
        assertThat(ran(later, 0).failure().sqlState()).isEqualTo("25P02");
        Ran end = run(s, "COMMIT");
        assertThat(end.outcome().command()).isEqualTo("ROLLBACK");
        assertThat(end.here()).isTrue();
    }

    @Test
    void whatHangsOnTheEndOfATransactionTakesItToAWorker() {
        harness.desk.addDialect(new PgOverSqlite());
        Sql s = harness.open();
        Sql listener = harness.open();
        listener.run("LISTEN channel");
        run(s, "BEGIN");
        run(s, "NOTIFY channel, 'said'");
        assertThat(run(s, "COMMIT").here()).isFalse();
        assertThat(listener.told.take()).anyMatch(x -> x.endsWith("channel: said"));
        run(s, "BEGIN");
        run(s, "DECLARE c CURSOR FOR SELECT k FROM t");
        assertThat(run(s, "COMMIT").here()).isFalse();
        run(s, "BEGIN");
        run(s, "SET LOCAL statement_timeout = 5000");
        assertThat(run(s, "COMMIT").here()).isTrue();
        assertThat(s.session.setting("statement_timeout")).isNotEqualTo("5000");
        assertThat(run(s, "COMMIT").here()).isTrue();
        assertThat(s.told.take()).anyMatch(x -> x.contains("no transaction in progress"));
    }

    @Test
    void afterTheSessionIsOverNothingRuns() {
        run("BEGIN IMMEDIATE");
        run("UPDATE t SET n = 9 WHERE k = 1");
        Portal p = sql.portal("UPDATE t SET n = 10 WHERE k = 1");
        sql.session.close();
        assertThat(ran(p, 0).failure().sqlState()).isEqualTo("57P01");
        assertThat(harness.open().run("UPDATE t SET n = n + 1 WHERE k = 1").count())
                .isEqualTo(1);
        assertThat(harness.open().one("SELECT n FROM t WHERE k = 1")).isEqualTo(1L);
    }

    @Test
    void aCancelMeetsWhatRunsHere() {
        run("BEGIN IMMEDIATE");
        Portal p = sql.portal("INSERT INTO t(v) VALUES('x'), ('y') RETURNING v");
        CompletableFuture<SqlFailure> end = new CompletableFuture<>();
        Sql.Rows rows = new Sql.Rows(0);
        SqlFailure reason =
                SqlFailure.of(io.polywire.api.error.FailureKind.CANCELLED, "canceling statement due to user request");
        p.run(0, new Cancelling(rows, () -> sql.session.cancel(reason)), new RunReply() {
            @Override
            public void suspended(Portal x) {
                end.completeExceptionally(new AssertionError("suspended"));
            }

            @Override
            public void completed(Portal x) {
                end.complete(null);
            }

            @Override
            public void failed(Portal x, SqlFailure failure) {
                end.complete(failure);
            }
        });
        assertThat(Harness.await(end)).isSameAs(reason);
        run("ROLLBACK");
        assertThat(run("SELECT k FROM t WHERE v = 'x'").rows()).isEmpty();
    }

    /** Does something with the first row. */
    private record Cancelling(Sql.Rows to, Runnable first) implements io.polywire.api.session.RowSink {
        @Override
        public void startRow() {
            to.startRow();
        }

        @Override
        public void putNull() {
            to.putNull();
        }

        @Override
        public void putLong(long value) {
            to.putLong(value);
        }

        @Override
        public void putDouble(double value) {
            to.putDouble(value);
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            to.putUtf8(from, offset, length);
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            to.putBytes(from, offset, length);
        }

        @Override
        public boolean endRow() {
            if (to.rows.isEmpty()) {
                first.run();
            }
            return to.endRow();
        }
    }
}
