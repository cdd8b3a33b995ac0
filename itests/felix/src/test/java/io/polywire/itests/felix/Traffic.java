package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Statements over r2db2, one after the other on one connection, until it is closed: none of them may fail. */
final class Traffic implements AutoCloseable {
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Thread thread;

    Traffic(int port) {
        thread = new Thread(() -> run(port), "traffic");
        thread.start();
        awaitProgress();
    }

    private void run(int port) {
        try (Connection connection = Jdbc.open(port, "main")) {
            while (!stop.get()) {
                assertThat(Jdbc.value(connection, "select 40 + 2")).isEqualTo("42");
                done.incrementAndGet();
            }
        } catch (Exception | AssertionError e) {
            failure.set(e instanceof Exception x ? x : new IllegalStateException(e));
        }
    }

    /** Waits until some more statements are done. */
    void awaitProgress() {
        long before = done.get();
        Awaitility.await("traffic goes on")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> failure.get() != null || done.get() > before + 20);
        assertThat(failure.get()).isNull();
    }

    @Override
    public void close() {
        stop.set(true);
        Awaitility.await("traffic ends").atMost(Duration.ofSeconds(20)).until(() -> !thread.isAlive());
        assertThat(failure.get()).isNull();
    }
}
