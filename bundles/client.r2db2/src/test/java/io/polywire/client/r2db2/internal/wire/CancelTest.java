package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancelTest {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** A statement that runs until it is cancelled; then one that does not. */
    private void session(Talk talk) throws Exception {
        talk.welcome();
        int[] n = new int[3];
        talk.readRun(n);
        talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('I'));
        running.countDown();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        talk.send(Msg.error("57014", "canceled"), Msg.ready('I'));
        Talk.Got next = talk.read();
        while (next.type() == 'U') {
            next = talk.read();
        }
        assertThat(next.type()).isEqualTo('Q');
        talk.send(Msg.complete("", 0, 0), Msg.ready('I'));
        talk.expectEnd();
    }

    private void cancellation(Talk talk) throws Exception {
        Talk.Got got = talk.expect('k');
        assertThat(got.i32()).isEqualTo(42);
        assertThat(got.i64()).isEqualTo(4711);
        cancelled.countDown();
    }

    @Test
    void cancelArrivesOnASecondConnection() throws Exception {
        try (Peer peer = new Peer(this::session, this::cancellation);
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
                try {
                    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
                    statement.cancel();
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow()"))
                    .isNotInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("canceled")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
            canceller.get(20, TimeUnit.SECONDS);
            assertThat(connection.isValid(20)).isTrue();
        }
    }

    @Test
    void theQueryTimeoutCancels() throws Exception {
        try (Peer peer = new Peer(this::session, this::cancellation);
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow()")).isInstanceOf(SQLTimeoutException.class);
            assertThat(connection.isValid(20)).isTrue();
        }
    }

    @Test
    void cancellingWhatIsOverDoesNothing() throws Exception {
        // a second connection would find no script and no listener
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.expect('Q');
                    talk.send(Msg.complete("", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("");
            statement.cancel();
        }
    }

    @Test
    void abortEndsAWaitingStatement() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    running.countDown();
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> aborter = CompletableFuture.runAsync(() -> {
                try {
                    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
                    connection.abort(Runnable::run);
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow()")).hasMessageContaining("abort()");
            aborter.get(20, TimeUnit.SECONDS);
            assertThat(connection.isClosed()).isTrue();
            assertThat(connection.isValid(1)).isFalse();
            assertThatThrownBy(connection::createStatement).hasMessageContaining("abort()");
        }
    }

    @Test
    void theNetworkTimeoutClosesTheConnection() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect("socketTimeout=50");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow()")).hasMessageContaining("time-out");
            assertThat(connection.isClosed()).isTrue();
        }
    }
}
