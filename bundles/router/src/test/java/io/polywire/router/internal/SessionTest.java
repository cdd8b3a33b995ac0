package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionTest {
    private static final String ENDLESS =
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c";

    @TempDir
    Path home;

    private Harness h;

    @BeforeEach
    void start() {
        h = new Harness(home, Map.of("returning_max_kib", 64, "log", new String[0]));
    }

    @AfterEach
    void stop() {
        h.close();
    }

    private static SqlFailure failure(ThrowingCallable call) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, call);
        assertThat(f).as("a failure").isNotNull();
        return f;
    }

    @Test
    void runsStatements() {
        Sql s = h.open();
        assertThat(s.run("create table t (a integer primary key, b)").command()).isEqualTo("CREATE TABLE");
        Sql.Outcome in = s.run("insert into t values (7, ?), (8, ?)", "x", null);
        assertThat(in.command()).isEqualTo("INSERT");
        assertThat(in.count()).isEqualTo(2);
        assertThat(in.lastId()).isEqualTo(8);
        assertThat(s.rows("select * from t order by a"))
                .containsExactly(List.of(7L, "x"), java.util.Arrays.asList(8L, null));
        assertThat(s.run("update t set b = 1").count()).isEqualTo(2);
        Sql.Outcome look = s.run("select b from t where a = ?", 7);
        assertThat(look.count()).isEqualTo(1);
        assertThat(look.rows()).containsExactly(List.of(1L));
        assertThat(s.run("").command()).isEmpty();
        assertThat(failure(() -> s.run("select * from nosuch")).sqlState()).isEqualTo("42P01");
        assertThat(s.one("select 1")).isEqualTo(1L);
    }

    @Test
    void countsTheParameters() {
        Sql s = h.open();
        assertThat(failure(() -> s.run("select ?1 + ?2", 1)).sqlState()).isEqualTo("08P01");
        assertThat(s.one("select ?1 + ?2", 1, 2)).isEqualTo(3L);
    }

    @Test
    void keepsTransactions() {
        Sql a = h.open();
        Sql b = h.open();
        a.run("create table t (a)");
        a.script("begin; insert into t values (1); savepoint x; insert into t values (2); rollback to x");
        assertThat(b.one("select count(*) from t")).isEqualTo(0L);
        assertThat(a.one("select count(*) from t")).isEqualTo(1L);
        a.run("commit");
        assertThat(b.one("select count(*) from t")).isEqualTo(1L);
        a.script("begin; delete from t; rollback");
        assertThat(b.one("select count(*) from t")).isEqualTo(1L);
        assertThat(failure(() -> a.run("commit")).sqlState()).isEqualTo("25P01");
        a.run("begin");
        assertThat(failure(() -> a.run("begin")).sqlState()).isEqualTo("25001");
        assertThat(failure(() -> a.run("rollback to nosuch")).sqlState()).isEqualTo("3B001");
        assertThat(failure(() -> a.run("vacuum")).sqlState()).isEqualTo("25001");
        a.run("rollback");
    }

    @Test
    void beginsWithASavepointAsSqliteDoes() {
        Sql a = h.open();
        Sql b = h.open();
        a.run("create table t (a)");
        a.script("savepoint s; insert into t values (1); savepoint s; insert into t values (2); release s");
        assertThat(b.one("select count(*) from t")).isEqualTo(0L);
        a.run("release s");
        assertThat(b.one("select count(*) from t")).isEqualTo(2L);
    }

    @Test
    void setsSavepointsBeforeTheFirstStatement() {
        Sql a = h.open();
        a.run("create table t (a)");
        a.script("begin; savepoint one; savepoint two; insert into t values (1); rollback to one; commit");
        assertThat(a.one("select count(*) from t")).isEqualTo(0L);
    }

    @Test
    void aFailedStatementIsUndoneAlone() {
        Sql a = h.open();
        a.run("create table t (a integer primary key)");
        a.script("begin; insert into t values (1)");
        assertThat(failure(() -> a.run("insert into t values (2), (1)")).sqlState())
                .isEqualTo("23505");
        a.script("insert into t values (3); commit");
        assertThat(a.rows("select a from t order by a")).containsExactly(List.of(1L), List.of(3L));
    }

    @Test
    void keepsOneSnapshotAndRefusesToWriteOnAnOldOne() {
        Sql a = h.open();
        Sql b = h.open();
        a.script("create table t (a); insert into t values (1); begin");
        assertThat(a.one("select a from t")).isEqualTo(1L);
        b.run("update t set a = 2");
        assertThat(a.one("select a from t")).isEqualTo(1L);
        assertThat(failure(() -> a.run("update t set a = a + 10")).sqlState()).isEqualTo("40001");
        a.run("rollback");
        assertThat(a.one("select a from t")).isEqualTo(2L);
    }

    @Test
    void writersWaitInLineWithoutAThread() {
        Sql a = h.open();
        a.script("create table t (a); begin immediate; insert into t values (0)");
        List<CompletableFuture<Sql.Outcome>> waiting = new ArrayList<>();
        // More than there are threads: if one of them were held, the release could not run.
        for (int i = 0; i < 100; i++) {
            waiting.add(h.open().start("insert into t values (?)", i + 1));
        }
        assertThat(h.open().one("select count(*) from t")).isEqualTo(0L);
        a.run("commit");
        waiting.forEach(w -> assertThat(Harness.await(w).count()).isEqualTo(1));
        assertThat(a.one("select count(*) from t")).isEqualTo(101L);
    }

    @Test
    void cancelsWhatRuns() {
        Sql a = h.open();
        CompletableFuture<Sql.Outcome> run = a.start(ENDLESS);
        await().until(() -> h.desk.sessions().get(0).state().equals("active"));
        h.desk.cancel(a.session.id(), a.session.secret() + 1);
        await().pollDelay(50, TimeUnit.MILLISECONDS).until(() -> !run.isDone());
        await().until(() -> {
            h.desk.cancel(a.session.id(), a.session.secret());
            return run.isDone();
        });
        assertThat(failure(() -> Harness.await(run)).sqlState()).isEqualTo("57014");
        assertThat(a.one("select 1")).isEqualTo(1L);
    }

    @Test
    void cancelsWhatWaits() {
        Sql a = h.open();
        Sql b = h.open();
        Sql c = h.open();
        a.script("create table t (a); begin immediate");
        CompletableFuture<Sql.Outcome> alone = b.start("insert into t values (1)");
        c.script("begin; select * from t");
        CompletableFuture<Sql.Outcome> inside = c.start("insert into t values (2)");
        for (Sql s : List.of(b, c)) {
            CompletableFuture<Sql.Outcome> f = s == b ? alone : inside;
            await().until(() -> {
                h.desk.cancel(s.session.id(), s.session.secret());
                return f.isDone();
            });
            assertThat(failure(() -> Harness.await(f)).sqlState()).isEqualTo("57014");
        }
        c.run("rollback");
        a.script("insert into t values (3); commit");
        assertThat(b.rows("select a from t")).containsExactly(List.of(3L));
    }

    @Test
    void showsWhatAWriteReturnsOnceItIsCommitted() {
        Sql a = h.open();
        a.run("create table t (a integer primary key, b)");
        Portal p = a.portal("insert into t(b) values ('x'), ('y'), ('z') returning a, b");
        Sql.Rows sink = new Sql.Rows(1);
        assertThat(Harness.await(a.start(p, 0, sink)).suspended()).isTrue();
        // The client is slow; the write is committed and holds up nobody.
        assertThat(h.open().run("insert into t(b) values ('w')").count()).isEqualTo(1);
        assertThat(Harness.await(a.start(p, 0, sink)).suspended()).isTrue();
        Sql.Outcome end = Harness.await(a.start(p, 0, sink));
        assertThat(end.suspended()).isFalse();
        assertThat(end.count()).isEqualTo(3);
        assertThat(end.rows()).containsExactly(List.of(1L, "x"), List.of(2L, "y"), List.of(3L, "z"));
    }

    @Test
    void undoesAWriteThatReturnsTooMuch() {
        Sql a = h.open();
        a.run("create table t (a)");
        SqlFailure f = failure(() -> a.run("insert into t values (zeroblob(100000)) returning a"));
        assertThat(f.sqlState()).isEqualTo("54000");
        assertThat(a.one("select count(*) from t")).isEqualTo(0L);
    }

    @Test
    void pausesAndGoesOn() {
        Sql a = h.open();
        Sql b = h.open();
        a.run("create table t (a)");
        a.run(
                "insert into t with recursive c(n) as (select 1 union all select n + 1 from c where n < 1000) select n from c");
        Portal p = a.portal("select a from t");
        Sql.Rows sink = new Sql.Rows(0);
        assertThat(Harness.await(a.start(p, 10, sink)).suspended()).isTrue();
        b.run("delete from t");
        assertThat(a.one("select count(*) from t")).isEqualTo(0L);
        Sql.Outcome end = Harness.await(a.start(p, 0, sink));
        assertThat(end.suspended()).isFalse();
        assertThat(end.rows()).hasSize(1000);
        assertThat(end.count()).isEqualTo(1000);
    }

    @Test
    void clientsThatDoNotReadHoldUpNobody() {
        Sql a = h.open();
        a.script("create table t (a integer primary key); insert into t values (1), (2), (3)");
        List<Portal> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Sql s = h.open();
            Portal p = s.portal("select * from t, t t2");
            assertThat(Harness.await(s.start(p, 0, new Sql.Rows(1))).suspended())
                    .isTrue();
            open.add(p);
        }
        assertThat(a.one("select a from t where a = 2")).isEqualTo(2L);
        assertThat(a.run("insert into t values (4)").count()).isEqualTo(1);
        open.forEach(Portal::close);
    }

    @Test
    void runsBatchesAsOneUnit() {
        Sql a = h.open();
        a.run("create table t (a integer primary key)");
        assertThat(a.load("insert into t values (?)", List.of(new Object[] {1}, new Object[] {2})))
                .containsExactly(1L, 1L);
        Sql.LoadFailure f = catchThrowableOfType(
                Sql.LoadFailure.class,
                () -> a.load(
                        "insert into t values (?)", List.of(new Object[] {3}, new Object[] {1}, new Object[] {4})));
        assertThat(f.index).isEqualTo(1);
        assertThat(f.failure.sqlState()).isEqualTo("23505");
        assertThat(a.one("select count(*) from t")).isEqualTo(2L);
        a.script("begin; insert into t values (5)");
        catchThrowableOfType(
                Sql.LoadFailure.class,
                () -> a.load("insert into t values (?)", List.of(new Object[] {6}, new Object[] {5})));
        assertThat(a.load("insert into t values (?)", List.<Object[]>of(new Object[] {7})))
                .containsExactly(1L);
        a.run("commit");
        assertThat(a.rows("select a from t order by a"))
                .containsExactly(List.of(1L), List.of(2L), List.of(5L), List.of(7L));
    }

    @Test
    void refusesToReturnOtherColumnsThanItSaid() {
        Sql a = h.open();
        Sql b = h.open();
        a.script("create table t (a); insert into t values (1)");
        Prepared p = a.prepare("select * from t");
        Prepared same = a.prepare("select a from t");
        b.run("alter table t add column b default 2");
        SqlFailure f =
                failure(() -> Harness.await(a.start(a.session.bind(p, null, Sql.parameters()), 0, new Sql.Rows(0))));
        assertThat(f.sqlState()).isEqualTo("0A000");
        assertThat(f.getMessage()).isEqualTo("cached plan must not change result type");
        assertThat(Harness.await(a.start(a.session.bind(same, null, Sql.parameters()), 0, new Sql.Rows(0)))
                        .rows())
                .containsExactly(List.of(1L));
        assertThat(a.rows("select * from t")).containsExactly(List.of(1L, 2L));
        b.run("alter table t rename column b to c");
        assertThat(a.prepare("select * from t").columns().get(1).name()).isEqualTo("c");
    }

    @Test
    void seesItsOwnDdlAndKeepsItToItself() {
        Sql a = h.open();
        Sql b = h.open();
        a.script("begin; create table t (a); insert into t values (1)");
        assertThat(a.rows("select * from t")).containsExactly(List.of(1L));
        assertThat(failure(() -> b.run("select * from t")).sqlState()).isEqualTo("42P01");
        a.run("rollback");
        assertThat(failure(() -> a.run("select * from t")).sqlState()).isEqualTo("42P01");
    }

    @Test
    void survivesTheStorage() {
        Sql a = h.open();
        Sql b = h.open();
        a.script("create table t (a integer primary key); insert into t values (1)");
        Prepared p = a.prepare("select a from t where a = 1");
        b.script("begin; insert into t values (2)");
        h.stopStorage();
        assertThat(failure(() -> a.run("select 1")).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> b.run("insert into t values (3)")).sqlState()).isEqualTo("57P03");
        h.startStorage();
        assertThat(a.one("select a from t")).isEqualTo(1L);
        assertThat(Harness.await(a.start(a.session.bind(p, null, Sql.parameters()), 0, new Sql.Rows(0)))
                        .rows())
                .containsExactly(List.of(1L));
        // What it had begun is lost, and it is not let go on as if nothing had happened.
        assertThat(failure(() -> b.run("insert into t values (4)")).sqlState()).isEqualTo("25P02");
        assertThat(failure(() -> b.run("commit")).sqlState()).isEqualTo("25P02");
        assertThat(b.rows("select a from t")).containsExactly(List.of(1L));
    }

    @Test
    void survivesTheDialect() {
        Sql a = h.open();
        h.desk.removeDialect(h.dialect);
        assertThat(failure(() -> a.run("select 17")).sqlState()).isEqualTo("57P03");
        assertThat(failure(() -> h.open()).sqlState()).isEqualTo("57P03");
        h.desk.addDialect(h.dialect);
        assertThat(a.one("select 17")).isEqualTo(17L);
    }

    @Test
    void theStoragesOwnStatementsAreForMembers() {
        Sql mine = h.open("main", false);
        h.open().run("create table open_to_all (a)");
        assertThat(failure(() -> mine.run("select * from open_to_all")).sqlState())
                .isEqualTo("42501");
        assertThat(failure(() -> mine.run("insert into open_to_all values (1)")).sqlState())
                .isEqualTo("42501");
        assertThat(h.open().rows("select * from open_to_all")).isEmpty();
        h.settings.modified(
                Harness.annotation(RouterConfig.class, Map.of("allow", new String[] {"unanalysed-statements"})));
        mine.run("insert into open_to_all values (1)");
    }

    @Test
    void createsAndDropsDatabases() {
        Sql a = h.open();
        assertThat(a.rows("show databases")).containsExactly(List.of("main"), List.of("other"));
        a.run("create database third");
        assertThat(failure(() -> a.run("create database third")).sqlState()).isEqualTo("42P04");
        a.run("create database if not exists third");
        Sql c = h.open("third", false);
        assertThat(failure(() -> c.run("create table t (a)")).sqlState()).isEqualTo("42501");
        assertThat(failure(() -> c.run("drop database other")).sqlState()).isEqualTo("42501");
        assertThat(failure(() -> a.run("drop database third")).sqlState()).isEqualTo("55006");
        assertThat(failure(() -> a.run("drop database main")).sqlState()).isEqualTo("55006");
        c.session.close();
        // it is waited for who has just left
        a.run("drop database third");
        assertThat(failure(() -> a.run("drop database third")).sqlState()).isEqualTo("3D000");
        a.run("drop database if exists third");
        SqlFailure f = failure(() -> h.open("third", true));
        assertThat(f.sqlState()).isEqualTo("3D000");
        assertThat(f.hint()).isEqualTo("There are: main, other.");
    }

    @Test
    void unitsCommitOrFailTogether() {
        Sql a = h.open();
        Sql b = h.open();
        a.run("create table t (a integer primary key)");
        a.session.beginUnit();
        a.run("insert into t values (1)");
        a.run("insert into t values (2)");
        assertThat(b.one("select count(*) from t")).isEqualTo(0L);
        CompletableFuture<Void> end = new CompletableFuture<>();
        a.session.endUnit(true, Sql.into(end));
        Harness.await(end);
        assertThat(b.one("select count(*) from t")).isEqualTo(2L);
        a.session.beginUnit();
        a.run("insert into t values (3)");
        failure(() -> a.run("insert into t values (1)"));
        end = new CompletableFuture<>();
        a.session.endUnit(false, Sql.into(end));
        Harness.await(end);
        assertThat(b.one("select count(*) from t")).isEqualTo(2L);
    }

    @Test
    void changesDatabaseAndResets() {
        Sql a = h.open();
        a.script("create table t (a); begin; insert into t values (1)");
        CompletableFuture<Void> use = new CompletableFuture<>();
        a.session.useDatabase("other", Sql.into(use));
        assertThat(failure(() -> Harness.await(use)).sqlState()).isEqualTo("25001");
        CompletableFuture<Void> reset = new CompletableFuture<>();
        a.session.reset(Sql.into(reset));
        Harness.await(reset);
        assertThat(a.one("select count(*) from t")).isEqualTo(0L);
        CompletableFuture<Void> again = new CompletableFuture<>();
        a.session.useDatabase("other", Sql.into(again));
        Harness.await(again);
        assertThat(failure(() -> a.run("select * from t")).sqlState()).isEqualTo("42P01");
        assertThat(a.session.database()).isEqualTo("other");
    }

    @Test
    void endsWhatASessionLeavesBehind() {
        Sql a = h.open();
        a.script("create table t (a); begin immediate; insert into t values (1)");
        CompletableFuture<Sql.Outcome> endless = h.open().start(ENDLESS);
        a.session.close();
        assertThat(h.open().run("insert into t values (2)").count()).isEqualTo(1);
        assertThat(failure(() -> a.run("select 1")).isFatal()).isTrue();
        Sql d = h.open();
        CompletableFuture<Sql.Outcome> other = d.start(ENDLESS);
        d.session.close();
        assertThat(failure(() -> Harness.await(other)).kind()).isEqualTo(FailureKind.SHUTDOWN);
        // nobody was left to be told: it is no failure to log or to count
        List<String> told = new ArrayList<>();
        h.desk.metrics.collect(new MetricSource.Collector() {
            @Override
            public void counter(String name, String description, double value, String... labels) {
                told.addAll(List.of(labels));
            }

            @Override
            public void gauge(String name, String description, double value, String... labels) {
                // none of failures
            }
        });
        assertThat(told).doesNotContain(FailureKind.SHUTDOWN.sqlState());
        assertThat(endless).isNotDone();
        assertThat(h.open().rows("select a from t")).containsExactly(List.of(2L));
    }

    @Test
    void keepsTheTimes() {
        Sql a = h.open();
        Sql b = h.open();
        a.run("create table t (a)");
        h.settings.modified(Harness.annotation(RouterConfig.class, Map.of("statement_timeout_ms", 100L)));
        assertThat(failure(() -> a.run(ENDLESS)).getMessage()).contains("statement timeout");
        h.settings.modified(Harness.annotation(RouterConfig.class, Map.of("lock_timeout_ms", 100L)));
        a.run("begin immediate");
        assertThat(failure(() -> b.run("insert into t values (1)")).sqlState()).isEqualTo("55P03");
        h.settings.modified(Harness.annotation(RouterConfig.class, Map.of("idle_in_transaction_ms", 100L)));
        assertThat(Harness.await(a.told.shutdown).sqlState()).isEqualTo("25P03");
        await().until(() -> {
            try {
                return b.run("insert into t values (2)").count() == 1;
            } catch (SqlFailure stillHeld) {
                return false;
            }
        });
    }

    @Test
    void limitsSessions() {
        h.settings.modified(Harness.annotation(RouterConfig.class, Map.of("sessions_max", 2)));
        Sql a = h.open();
        h.open();
        assertThat(failure(() -> h.open()).sqlState()).isEqualTo("53300");
        a.session.close();
        h.open();
    }
}
