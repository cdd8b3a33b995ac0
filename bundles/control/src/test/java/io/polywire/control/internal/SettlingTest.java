package io.polywire.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(50);

    private static final Snapshot UP = new Snapshot(List.of(), 0, 1, null, List.of());
    private static final Snapshot WAITING =
            new Snapshot(List.of(new StatusEntry("a", "b", State.DOWN, Map.of())), 1, 1, null, List.of());
    private static final Snapshot FAILED =
            new Snapshot(List.of(new StatusEntry("a", "b", State.DOWN, Map.of())), 0, 1, null, List.of());

    private final AtomicReference<Snapshot> present = new AtomicReference<>(WAITING);
    private final AtomicBoolean started = new AtomicBoolean(true);

    private Snapshot settle(Settling settling) throws Exception {
        return settling.settled().get(20, TimeUnit.SECONDS);
    }

    @Test
    void isOverWhenAllIsUp() throws Exception {
        Settling settling = new Settling(present::get, started::get, NEVER, NEVER);
        settling.start();
        settling.changed();
        present.set(UP);
        settling.changed();

        assertThat(settle(settling)).isSameAs(UP);
    }

    @Test
    void isOverWhenNothingCanComeUpByItself() throws Exception {
        present.set(FAILED);
        Settling settling = new Settling(present::get, started::get, NEVER, NEVER);
        settling.start();
        settling.changed();

        assertThat(settle(settling)).isSameAs(FAILED);
    }

    @Test
    void isOverWhenNothingHappensAnyMore() throws Exception {
        Settling settling = new Settling(present::get, started::get, SOON, NEVER);
        settling.start();

        assertThat(settle(settling)).isSameAs(WAITING);
    }

    @Test
    void isOverAtTheDeadlineAtTheLatest() throws Exception {
        started.set(false);
        Settling settling = new Settling(present::get, started::get, NEVER, SOON);
        settling.start();

        assertThat(settle(settling)).isSameAs(WAITING);
    }

    @Test
    void looksAtNothingBeforeTheFrameworkHasStarted() {
        started.set(false);
        Settling settling = new Settling(
                () -> {
                    throw new AssertionError("looked too early");
                },
                started::get,
                NEVER,
                NEVER);
        settling.start();
        settling.changed();
        settling.stop();

        assertThat(settling.settled()).isCancelled();
    }
}
