package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements in flight: so many run, so many wait, and the next one is told so. */
class WorkersTest {
    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    /** Not as short as what runs where it arrives. */
    private static final String TEN =
            "with recursive n(i) as (select 1 union all select i + 1 from n limit 10) select count(*) from n";

    @TempDir
    Path home;

    /** More run without end than there are threads and short readers: others are served all the same. */
    @Test
    void whatIsShortDoesNotWaitForTheEndOfWhatIsLong() throws Exception {
        try (Harness h = new Harness(home, Map.of("workers", 2))) {
            List<Sql> longs = new ArrayList<>();
            List<CompletableFuture<Sql.Outcome>> runs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Sql sql = h.open();
                longs.add(sql);
                runs.add(sql.start(ENDLESS));
            }
            Sql other = h.open();
            for (int i = 0; i < 10; i++) {
                assertThat(Harness.await(other.start(TEN)).rows()).containsExactly(List.of(10L));
            }
            Awaitility.await().until(() -> h.desk.workers.active() >= 6);
            assertThat(runs).noneMatch(CompletableFuture::isDone);
            for (Sql sql : longs) {
                sql.session.cancel(SqlFailure.of(FailureKind.CANCELLED, "enough"));
            }
            for (CompletableFuture<Sql.Outcome> run : runs) {
                assertThat(refused(run).sqlState()).isEqualTo("57014");
            }
            Awaitility.await().until(() -> h.desk.workers.threads() == 2);
        }
    }

    @Test
    void theNextOneIsRefusedAndTheOthersGoOn() throws Exception {
        try (Harness h = new Harness(home, Map.of("workers", 1, "worker_queue", 3))) {
            Sql first = h.open();
            List<Sql> sessions = new ArrayList<>();
            List<Portal> portals = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sessions.add(h.open());
                // preparing takes a thread too
                portals.add(sessions.get(i).portal(TEN));
            }
            CompletableFuture<Sql.Outcome> runs = first.start(ENDLESS);
            Awaitility.await().until(() -> h.desk.workers.active() == 1);
            List<CompletableFuture<Sql.Outcome>> asked = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                asked.add(sessions.get(i).start(portals.get(i), 0, new Sql.Rows(0)));
            }
            // a look at the roles may have taken one place, and a thread more what waited for long
            List<CompletableFuture<Sql.Outcome>> over =
                    asked.stream().filter(CompletableFuture::isDone).toList();
            assertThat(over).hasSizeBetween(1, 3);
            for (CompletableFuture<Sql.Outcome> refused : over) {
                assertThat(refused(refused).sqlState() + " " + refused(refused).getMessage())
                        .isEqualTo("53300 too many statements wait to be run");
            }

            first.session.cancel(SqlFailure.of(FailureKind.CANCELLED, "enough"));
            assertThat(refused(runs).sqlState()).isEqualTo("57014");
            asked.removeAll(over);
            for (CompletableFuture<Sql.Outcome> waited : asked) {
                assertThat(Harness.await(waited).rows()).containsExactly(List.of(10L));
            }
            for (Sql session : sessions) {
                assertThat(session.one(TEN)).isEqualTo(10L);
            }
        }
    }

    private static SqlFailure refused(CompletableFuture<?> of) throws Exception {
        try {
            throw new AssertionError("it ran: " + of.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (SqlFailure) e.getCause();
        }
    }
}
