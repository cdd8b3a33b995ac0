package io.polywire.itests.postgresql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions that wait for what another session does: advisory locks, sleeps that are cancelled, notifications. */
class WaitsIT {
    private static final String WAITING = "SELECT count(*) FROM generate_series(1, 1)";
    private static PolywireServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PolywireServer.start();
        server.database("waits");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static PgClient client() throws Exception {
        return PgClient.ready(server.port(), "test", PolywireServer.PASSWORD, "waits");
    }

    /** The pool that all share may have one thread only, and each of these waits for another. */
    private static void ownThread(Runnable task) {
        Thread t = new Thread(task, "waits");
        t.setDaemon(true);
        t.start();
    }

    private static CompletableFuture<List<BackendMessage>> later(PgClient c, String sql) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return c.query(sql);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                WaitsIT::ownThread);
    }

    private static String value(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.DataRow)
                .map(m -> new String(
                        ((BackendMessage.DataRow) m).values().get(0), java.nio.charset.StandardCharsets.UTF_8))
                .findFirst()
                .orElse(null);
    }

    private static String error(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.ErrorResponse)
                .map(m -> ((BackendMessage.ErrorResponse) m).fields().get('C'))
                .findFirst()
                .orElse(null);
    }

    @Test
    void lockIsGivenOnWhenItIsFree() throws Exception {
        try (PgClient a = client();
                PgClient b = client()) {
            a.query("SELECT pg_advisory_lock(1)");
            CompletableFuture<List<BackendMessage>> waiting = later(b, "SELECT pg_advisory_lock(1), 'has it'");
            assertThat(value(a.query(WAITING))).isEqualTo("1");
            assertThat(value(a.query("SELECT pg_advisory_unlock(1)"))).isEqualTo("t");
            assertThat(error(waiting.get(30, TimeUnit.SECONDS))).isNull();
            assertThat(value(a.query("SELECT pg_try_advisory_lock(1)"))).isEqualTo("f");
        }
    }

    @Test
    void circleOfLocksIsBroken() throws Exception {
        try (PgClient a = client();
                PgClient b = client()) {
            a.query("BEGIN");
            b.query("BEGIN");
            a.query("SELECT pg_advisory_xact_lock(10)");
            b.query("SELECT pg_advisory_xact_lock(20)");
            CompletableFuture<List<BackendMessage>> one =
                    later(a, "SELECT pg_advisory_xact_lock(20)").whenComplete((m, e) -> later(a, "ROLLBACK"));
            CompletableFuture<List<BackendMessage>> other =
                    later(b, "SELECT pg_advisory_xact_lock(10)").whenComplete((m, e) -> later(b, "ROLLBACK"));
            List<String> errors = java.util.Arrays.asList(
                    error(one.get(30, TimeUnit.SECONDS)), error(other.get(30, TimeUnit.SECONDS)));
            assertThat(errors).containsOnlyOnce("40P01").contains((String) null);
        }
    }

    @Test
    void sleepIsCancelledAndEndedFromAnotherSession() throws Exception {
        try (PgClient a = client();
                PgClient b = client()) {
            String pid = value(b.query("SELECT pg_backend_pid()"));
            CompletableFuture<List<BackendMessage>> sleeping = later(b, "SELECT pg_sleep(60)");
            while (!sleeping.isDone()) {
                // without effect until it has begun
                a.query("SELECT pg_cancel_backend(" + pid + ")");
            }
            assertThat(error(sleeping.get(30, TimeUnit.SECONDS))).isEqualTo("57014");
            assertThat(value(a.query("SELECT pg_terminate_backend(" + pid + ")")))
                    .isEqualTo("t");
            assertThat(value(a.query("SELECT pg_terminate_backend(" + pid + ")")))
                    .isEqualTo("f");
        }
    }

    @Test
    void aSleepHoldsNobodyUp() throws Exception {
        try (PgClient a = client();
                PgClient b = client()) {
            a.query("CREATE TABLE IF NOT EXISTS busy (a int)");
            CompletableFuture<List<BackendMessage>> sleeping =
                    later(b, "INSERT INTO busy SELECT 1 FROM (SELECT pg_sleep(1)) s");
            long start = System.nanoTime();
            int writes = 0;
            while (!sleeping.isDone()) {
                assertThat(error(a.query("INSERT INTO busy VALUES (2)"))).isNull();
                writes++;
            }
            assertThat(error(sleeping.get())).isNull();
            assertThat(writes).isGreaterThan(1);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThan(800);
            assertThat(value(a.query("SELECT count(*) FROM busy WHERE a = 1"))).isEqualTo("1");
        }
    }
}
