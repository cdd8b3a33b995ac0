package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.lock.LockScope;
import io.polywire.api.session.Portal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locks by name, waits for them and for the right to write, and circles of both. */
class LocksTest {
    private static final LockKey ONE = LockKey.advisory(1);

    @TempDir
    Path home;

    private Harness harness;

    @BeforeEach
    void start() {
        harness = new Harness(home, Map.of("lock_timeout_ms", 20_000L));
        harness.desk.addDialect(new LockingDialect());
        Sql a = harness.open();
        a.run("CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        a.run("CREATE TABLE u(k INTEGER PRIMARY KEY, v)");
        a.run("INSERT INTO t VALUES(1, 1)");
        a.session.close();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private static String state(Runnable r) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, r::run);
        assertThat(f).isNotNull();
        return f.sqlState();
    }

    private CompletableFuture<Sql.Outcome> later(Sql s, String text) {
        Portal p = s.portal(text);
        return s.start(p, 0, new Sql.Rows(0));
    }

    private void waits(Sql s) {
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() ->
                        s.session.locks().all().stream().anyMatch(l -> l.session() == s.session.id() && !l.granted()));
    }

    @ParameterizedTest
    @CsvSource({
        "ACCESS_SHARE, ACCESS_EXCLUSIVE",
        "ROW_SHARE, EXCLUSIVE ACCESS_EXCLUSIVE",
        "ROW_EXCLUSIVE, SHARE SHARE_ROW_EXCLUSIVE EXCLUSIVE ACCESS_EXCLUSIVE",
        "SHARE_UPDATE_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE EXCLUSIVE ACCESS_EXCLUSIVE",
        "SHARE, ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE_ROW_EXCLUSIVE EXCLUSIVE ACCESS_EXCLUSIVE",
        "SHARE_ROW_EXCLUSIVE, ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE EXCLUSIVE ACCESS_EXCLUSIVE",
        "EXCLUSIVE, ROW_SHARE ROW_EXCLUSIVE SHARE_UPDATE_EXCLUSIVE SHARE SHARE_ROW_EXCLUSIVE EXCLUSIVE ACCESS_EXCLUSIVE",
    })
    void modesConflictAsInPostgresql(LockMode mode, String with) {
        List<String> conflicting = List.of(with.split(" "));
        for (LockMode m : LockMode.values()) {
            assertThat(mode.conflictsWith(m)).as("%s with %s", mode, m).isEqualTo(conflicting.contains(m.name()));
            assertThat(m.conflictsWith(mode)).isEqualTo(mode.conflictsWith(m));
        }
    }

    @Test
    void sessionLocksAreCountedAndEndWithTheSession() {
        Sql a = harness.open();
        Sql b = harness.open();
        var la = a.session.locks();
        var lb = b.session.locks();
        assertThat(la.tryLock(ONE, LockMode.EXCLUSIVE, LockScope.SESSION)).isTrue();
        assertThat(la.tryLock(ONE, LockMode.EXCLUSIVE, LockScope.SESSION)).isTrue();
        assertThat(lb.tryLock(ONE, LockMode.SHARE, LockScope.SESSION)).isFalse();
        assertThat(lb.tryLock(LockKey.advisory(0, 1), LockMode.EXCLUSIVE, LockScope.SESSION))
                .isTrue();
        assertThat(la.unlock(ONE, LockMode.EXCLUSIVE)).isTrue();
        assertThat(lb.tryLock(ONE, LockMode.SHARE, LockScope.SESSION)).isFalse();
        assertThat(la.unlock(ONE, LockMode.EXCLUSIVE)).isTrue();
        assertThat(la.unlock(ONE, LockMode.EXCLUSIVE)).isFalse();
        assertThat(lb.tryLock(ONE, LockMode.SHARE, LockScope.SESSION)).isTrue();
        assertThat(la.tryLock(ONE, LockMode.SHARE, LockScope.SESSION)).isTrue();
        assertThat(la.tryLock(ONE, LockMode.EXCLUSIVE, LockScope.SESSION)).isFalse();
        assertThat(la.all()).hasSize(3).allMatch(l -> l.granted());
        b.session.close();
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> la.tryLock(ONE, LockMode.EXCLUSIVE, LockScope.SESSION));
    }

    @Test
    void transactionLocksEndWithTheTransactionOrWithTheReturnToASavepoint() {
        Sql a = harness.open();
        Sql b = harness.open();
        a.run("BEGIN");
        a.run("SAVEPOINT s");
        a.run("LOCK t SHARE");
        b.run("BEGIN");
        assertThat(state(() -> b.run("LOCK t ROW_EXCLUSIVE NOWAIT"))).isEqualTo("55P03");
        b.run("ROLLBACK");
        a.run("ROLLBACK TO s");
        b.run("BEGIN");
        b.run("LOCK t ROW_EXCLUSIVE NOWAIT");
        b.run("COMMIT");
        a.run("LOCK t SHARE_UPDATE_EXCLUSIVE");
        b.run("BEGIN");
        assertThat(state(() -> b.run("LOCK t SHARE_UPDATE_EXCLUSIVE NOWAIT"))).isEqualTo("55P03");
        b.run("ROLLBACK");
        a.run("ROLLBACK");
        assertThat(a.session.locks().all()).isEmpty();
        assertThat(state(() -> a.run("LOCK t SHARE"))).isEqualTo("25P01");
        a.run("BEGIN");
        assertThat(state(() -> a.run("LOCK nothing SHARE"))).isEqualTo("42P01");
        a.run("ROLLBACK");
    }

    @Test
    void aLockIsWaitedForInTurn() {
        Sql a = harness.open();
        Sql b = harness.open();
        Sql c = harness.open();
        List.of(a, b, c).forEach(s -> s.run("BEGIN"));
        a.run("LOCK t ACCESS_SHARE");
        CompletableFuture<Sql.Outcome> exclusive = later(b, "LOCK t ACCESS_EXCLUSIVE");
        waits(b);
        // Not past the one who waits.
        CompletableFuture<Sql.Outcome> share = later(c, "LOCK t ACCESS_SHARE");
        waits(c);
        assertThat(exclusive).isNotDone();
        a.run("COMMIT");
        Harness.await(exclusive);
        assertThat(share).isNotDone();
        b.run("COMMIT");
        Harness.await(share);
        c.run("COMMIT");
        assertThat(c.session.locks().all()).isEmpty();
    }

    @Test
    void whoKeepsWritersOutKeepsThemOut() {
        Sql a = harness.open();
        Sql b = harness.open();
        a.run("BEGIN READ_COMMITTED");
        a.run("LOCK t EXCLUSIVE");
        assertThat(b.one("SELECT v FROM t")).isEqualTo(1L);
        CompletableFuture<Sql.Outcome> write = later(b, "UPDATE t SET v = v + 10");
        a.run("UPDATE t SET v = v + 1");
        assertThat(write).isNotDone();
        a.run("COMMIT");
        Harness.await(write);
        assertThat(a.one("SELECT v FROM t")).isEqualTo(12L);
    }

    /** One has the right to write and wants the lock, the other has the lock and wants the right. */
    @Test
    void aCircleOfRightAndLockIsFound() {
        Sql a = harness.open();
        Sql b = harness.open();
        a.run("BEGIN READ_COMMITTED");
        a.run("UPDATE t SET v = 2");
        b.run("BEGIN READ_COMMITTED");
        b.run("LOCK u SHARE_UPDATE_EXCLUSIVE");
        CompletableFuture<Sql.Outcome> right = later(b, "UPDATE t SET v = 3");
        long t0 = System.nanoTime();
        CompletableFuture<Sql.Outcome> lock = later(a, "LOCK u SHARE_UPDATE_EXCLUSIVE");
        SqlFailure f = oneFails(right, lock);
        assertThat(f.sqlState()).isEqualTo("40P01");
        assertThat(f.detail()).contains("waits for the right to write").contains("ShareUpdateExclusiveLock");
        assertThat(System.nanoTime() - t0).isBetween(500_000_000L, 5_000_000_000L);
        // Whoever failed lets the other one go on.
        boolean a1 = lock.isCompletedExceptionally();
        (a1 ? a : b).run("ROLLBACK");
        Harness.await(a1 ? right : lock);
        (a1 ? b : a).run("COMMIT");
        assertThat(a.one("SELECT v FROM t")).isEqualTo(a1 ? 3L : 2L);
    }

    private static SqlFailure oneFails(CompletableFuture<Sql.Outcome> x, CompletableFuture<Sql.Outcome> y) {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> x.isCompletedExceptionally() || y.isCompletedExceptionally());
        return catchThrowableOfType(SqlFailure.class, () -> Harness.await(x.isCompletedExceptionally() ? x : y));
    }

    @Test
    void aCircleOfThreeIsFoundAndTheOthersGoOn() {
        List<Sql> all = List.of(harness.open(), harness.open(), harness.open());
        all.get(0).run("create table v (a)");
        List<String> tables = List.of("t", "u", "v");
        for (int i = 0; i < 3; i++) {
            all.get(i).run("BEGIN");
            all.get(i).run("LOCK " + tables.get(i) + " SHARE_UPDATE_EXCLUSIVE");
        }
        List<CompletableFuture<Sql.Outcome>> waits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waits.add(later(all.get(i), "LOCK " + tables.get((i + 1) % 3) + " SHARE_UPDATE_EXCLUSIVE"));
            if (i < 2) {
                waits(all.get(i));
            }
        }
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> waits.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        int failed = 0;
        while (waits.get(failed).isCompletedExceptionally() ? false : ++failed < 3) {
            continue;
        }
        all.get(failed).run("ROLLBACK");
        int next = (failed + 2) % 3;
        Harness.await(waits.get(next));
        all.get(next).run("COMMIT");
        Harness.await(waits.get((failed + 1) % 3));
        all.get((failed + 1) % 3).run("COMMIT");
        assertThat(all.get(0).session.locks().all()).isEmpty();
    }

    @Test
    void aWaitIsCancelledAndEndsWithItsTime() {
        Sql a = harness.open();
        Sql b = harness.open();
        a.run("BEGIN");
        a.run("LOCK t SHARE_UPDATE_EXCLUSIVE");
        b.run("BEGIN");
        CompletableFuture<Sql.Outcome> w = later(b, "LOCK t SHARE_UPDATE_EXCLUSIVE");
        waits(b);
        b.session.cancel(SqlFailure.of(io.polywire.api.error.FailureKind.CANCELLED, "cancelled"));
        assertThat(state(() -> Harness.await(w))).isEqualTo("57014");
        b.run("ROLLBACK");
        harness.settings.modified(Harness.annotation(RouterConfig.class, Map.of("lock_timeout_ms", 100L)));
        b.run("BEGIN");
        assertThat(state(() -> b.run("LOCK t SHARE_UPDATE_EXCLUSIVE"))).isEqualTo("55P03");
        b.run("ROLLBACK");
        a.run("COMMIT");
        assertThat(a.session.locks().all()).isEmpty();
        b.run("BEGIN");
        b.run("LOCK t SHARE_UPDATE_EXCLUSIVE NOWAIT");
    }

    @Test
    void aSessionThatEndsInTheMiddleOfAWaitLeavesNothing() {
        Sql a = harness.open();
        Sql b = harness.open();
        a.run("BEGIN");
        a.run("LOCK t SHARE_UPDATE_EXCLUSIVE");
        b.run("BEGIN");
        later(b, "LOCK t SHARE_UPDATE_EXCLUSIVE");
        waits(b);
        b.session.close();
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> a.session.locks().all().size() == 1);
        a.run("COMMIT");
        assertThat(a.session.locks().all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 10000000", "10ms, 10000000", "1.5s, 1500000000", "2min, 120000000000", "7 x, -1", "abc, -1"})
    void timesAreReadAsPostgresqlWritesThem(String text, long nanos) {
        assertThat(Timeouts.nanos(text)).isEqualTo(nanos);
    }
}
