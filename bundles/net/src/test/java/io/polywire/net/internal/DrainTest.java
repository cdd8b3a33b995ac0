package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polywire.api.status.StatusEntry.State;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // sockets are closed early on purpose
class DrainTest {

    @Test
    void waitsForWhatRunsThenNothingOfTheWireIsUsed() throws Exception {
        Map<String, Object> patient = Rig.with(Rig.PLAIN, "drain.ms", "20000");
        try (Rig rig = Rig.open(patient);
                TestClient busy = rig.client();
                TestClient idle = rig.client()) {
            int port = rig.port();
            assertThat(busy.ask("hold")).isEqualTo("holding");
            assertThat(idle.ask("x")).isEqualTo("echo x");

            CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> rig.listener.unbindWire(rig.wire));
            assertThat(idle.line()).isEqualTo("bye 57P01");
            assertThat(idle.ended()).isTrue();
            TestWire.Handler handler = rig.wire.busy.peek();
            await().until(handler::isDraining);
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> TestClient.to(port));
            assertThat(leaving).isNotDone();
            // what only looks does not wait
            assertThat(rig.status().attributes()).containsKey("connections");

            handler.finish();
            assertThat(busy.line()).isEqualTo("finished");
            leaving.get(10, TimeUnit.SECONDS);
            assertThat(rig.wire.handlers).hasValue(0);
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).isEqualTo("protocol test is not there");

            // back in another version
            TestWire next = new TestWire("test", 0);
            rig.plug(next);
            assertThat(rig.status().state()).isEqualTo(State.UP);
            try (TestClient client = rig.client()) {
                assertThat(client.ask("y")).isEqualTo("echo y");
            }
        }
    }

    @Test
    void closesAtTheDeadlineWhoDoesNotGo() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "drain.ms", "300"));
                TestClient client = rig.client()) {
            assertThat(client.ask("stubborn")).isEqualTo("stubborn");
            long start = System.nanoTime();
            rig.listener.unbindWire(rig.wire);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
            assertThat(client.ended()).isTrue();
            assertThat(rig.wire.handlers).hasValue(0);
            assertThat(rig.figure("net.connections.refused/drain_deadline")).isEqualTo(1);
        }
    }

    @Test
    void anotherWireOfTheNameTakesOver() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN)) {
            TestWire second = new TestWire("test", 0);
            rig.plug(second);
            rig.listener.unbindWire(rig.wire);
            try (TestClient client = rig.client()) {
                assertThat(client.ask("x")).isEqualTo("echo x");
                assertThat(second.handlers).hasValue(1);
                assertThat(rig.wire.handlers).hasValue(0);
            }
        }
    }

    @Test
    void changesProtocol() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient old = rig.client()) {
            assertThat(old.ask("x")).isEqualTo("echo x");
            TestWire other = new TestWire("other", 0);
            rig.plug(other);
            rig.change(Rig.with(Rig.PLAIN, "protocol", "other"));
            assertThat(old.line()).isEqualTo("bye 57P01");
            try (TestClient client = rig.client()) {
                assertThat(client.ask("x")).isEqualTo("echo x");
                assertThat(other.handlers).hasValue(1);
            }
        }
    }

    @Test
    void threadsAreGoneAfterwards() throws Exception {
        Rig rig = Rig.open(Rig.PLAIN);
        try (rig;
                TestClient client = rig.client()) {
            assertThat(client.ask("x")).isEqualTo("echo x");
            assertThat(threads()).isPositive();
        }
        // other classes of this run close theirs too, none runs beside
        await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("polywire-net"))
                .count();
    }
}
