package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    @Test
    void answersWhileAStatementRuns() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.of('H').i64(77));
                    assertThat(talk.expect('h').i64()).isEqualTo(77);
                    talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('I'));
                    talk.send(Msg.complete("SELECT 0", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect("heartbeat=3600");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT 1").next()).isFalse();
        }
    }

    @Test
    void anIdleConnectionBeatsByItself() throws Exception {
        CountDownLatch beaten = new CountDownLatch(1);
        try (Peer peer = new Peer(talk -> {
                    assertThat(talk.welcome()).containsEntry("heartbeat", "1");
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('I'));
                    // the application reads one row and then sleeps over the rest
                    talk.send(Msg.row(1), Msg.row(2), Msg.complete("SELECT 2", 0, 0), Msg.ready('I'));
                    talk.send(Msg.of('H').i64(5));
                    boolean answered = false;
                    boolean asked = false;
                    while (!answered || !asked) {
                        Talk.Got got = talk.read();
                        if (got.type() == 'h') {
                            assertThat(got.i64()).isEqualTo(5);
                            answered = true;
                        } else {
                            assertThat(got.type()).isEqualTo('H');
                            talk.send(Msg.of('h').i64(got.i64()));
                            asked = true;
                        }
                    }
                    beaten.countDown();
                    Talk.Got got = talk.read();
                    while (got != null && got.type() == 'H') {
                        talk.send(Msg.of('h').i64(got.i64()));
                        got = talk.read();
                    }
                });
                Connection connection = peer.connect("heartbeat=1");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(beaten.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void aSilentServerIsFound() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.expect('H');
                    seen.countDown();
                    while (talk.read() != null) {
                        // never answers
                    }
                });
                Connection connection = peer.connect("heartbeat=1")) {
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(connection::isClosed);
        }
    }
}
