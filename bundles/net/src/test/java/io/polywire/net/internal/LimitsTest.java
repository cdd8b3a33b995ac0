package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // sockets are closed early on purpose
class LimitsTest {

    @Test
    void strangersGoAfterTheHandshakeTime() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "handshake.ms", "200"));
                TestClient silent = rig.client();
                TestClient dripping = rig.client();
                TestClient known = rig.client()) {
            assertThat(known.ask("auth me")).isEqualTo("ok");
            dripping.sendBytes((byte) 'a');
            assertThat(silent.ended()).isTrue();
            assertThat(dripping.ended()).isTrue();
            assertThat(known.ask("still here")).isEqualTo("echo still here");
            assertThat(rig.figure("net.connections.refused/handshake_timeout")).isEqualTo(2);
            assertThat(rig.log.has("authentication not finished within 200 ms")).isTrue();
            await().until(() -> rig.connections() == 1);
        }
    }

    @Test
    void theOldestStrangerMakesRoom() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "connections.before.auth", "2"));
                TestClient known = rig.client();
                TestClient first = rig.client()) {
            assertThat(known.ask("auth me")).isEqualTo("ok");
            assertThat(first.ask("a")).isEqualTo("echo a");
            try (TestClient second = rig.client();
                    TestClient third = rig.client()) {
                assertThat(third.ask("c")).isEqualTo("echo c");
                assertThat(first.line()).isEqualTo("bye 53300");
                assertThat(first.ended()).isTrue();
                assertThat(second.ask("b")).isEqualTo("echo b");
                assertThat(known.ask("d")).isEqualTo("echo d");
                assertThat(rig.figure("net.connections.refused/before_auth")).isEqualTo(1);
            }
        }
    }

    @Test
    void countsByListenerAndUser() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "connections.max", "3", "connections.per.user", "2"));
                TestClient a = rig.client();
                TestClient b = rig.client();
                TestClient c = rig.client();
                TestClient d = rig.client()) {
            assertThat(a.ask("auth u")).isEqualTo("ok");
            assertThat(b.ask("auth u")).isEqualTo("ok");
            assertThat(c.ask("auth u")).isEqualTo("full");
            assertThat(c.ask("auth v")).isEqualTo("ok");
            assertThat(d.ask("auth w")).isEqualTo("full");
            assertThat(rig.figure("net.connections.refused/per_user")).isEqualTo(1);
            assertThat(rig.figure("net.connections.refused/total")).isEqualTo(1);

            // as another user on the same connection
            assertThat(b.ask("auth w")).isEqualTo("ok");
            assertThat(c.ask("auth u")).isEqualTo("ok");
            assertThat(b.ask("auth u")).isEqualTo("full");

            a.close();
            await().until(() -> rig.connections() == 3);
            assertThat(d.ask("auth x")).isEqualTo("ok");
        }
    }

    @Test
    void countsByAddress() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "connections.per.address", "2"));
                TestClient a = rig.client();
                TestClient b = rig.client();
                TestClient c = rig.client()) {
            assertThat(a.ask("auth u")).isEqualTo("ok");
            assertThat(b.ask("x")).isEqualTo("echo x");
            assertThat(c.ended()).isTrue();
            Socket elsewhere =
                    new Socket(InetAddress.getLoopbackAddress(), rig.port(), InetAddress.getByName("127.0.0.3"), 0);
            try (TestClient d = new TestClient(elsewhere)) {
                assertThat(d.ask("y")).isEqualTo("echo y");
            }
            a.close();
            await().until(() -> rig.connections() == 1);
            try (TestClient e = rig.client()) {
                assertThat(e.ask("z")).isEqualTo("echo z");
            }
            assertThat(rig.figure("net.connections.refused/per_address")).isEqualTo(1);
        }
    }

    @Test
    void aClientThatNeverReadsIsClosed() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "write.ms", "1000", "output.bytes", "65536"));
                TestClient deaf = rig.client();
                TestClient good = rig.client()) {
            assertThat(good.ask("auth g")).isEqualTo("ok");
            assertThat(deaf.ask("auth d")).isEqualTo("ok");
            deaf.send("flood");
            await().atMost(20, TimeUnit.SECONDS).until(() -> rig.connections() == 1);
            assertThat(rig.log.has("did not read its reply for 1000 ms")).isTrue();
            assertThat(good.ask("x")).isEqualTo("echo x");
        }
    }

    @Test
    void aSlowReaderIsNotClosed() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "write.ms", "1000", "output.bytes", "8192"));
                TestClient slow = rig.client()) {
            assertThat(slow.ask("narrow")).isEqualTo("narrow");
            assertThat(slow.ask("auth s")).isEqualTo("ok");
            slow.send("flood");
            // three times the limit, a little at a time
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            await().pollInterval(100, TimeUnit.MILLISECONDS)
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> {
                        assertThat(slow.socket().getInputStream().read(new byte[60_000]))
                                .isPositive();
                        slow.send("flood");
                        return System.nanoTime() > end;
                    });
            assertThat(rig.figure("net.connections.refused/write_timeout")).isZero();
        }
    }

    @Test
    void violationsAreLoggedAndBounded() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "security.lines.per.second", "5"));
                TestClient client = rig.client()) {
            String id = client.ask("id");
            client.send("bad length \u0007 -1" + "x".repeat(1000));
            await().until(() -> rig.log.has("violation of test: length"));
            String line = rig.log.lines.get(0);
            assertThat(line)
                    .startsWith("SECURITY " + id + " listener demo: from 127.0.0.1:")
                    .contains("\\u0007 -1xxx")
                    .hasSizeLessThan(500);

            for (int i = 0; i < 1000; i++) {
                client.send("bad again");
            }
            assertThat(client.ask("x")).isEqualTo("echo x");
            assertThat(rig.figure("net.violations")).isEqualTo(1001);
            await().until(() -> rig.log.has("lines suppressed"));
            assertThat(rig.log.lines.size()).isLessThan(200);
        }
    }

    /** Connections opened and left: the number of strangers stays bounded, the next client is served. */
    @Test
    void manyConnectionsLeftOpen() throws Exception {
        int many = "long".equals(System.getProperty("polywire.test.length")) ? 10_000 : 1_500;
        List<TestClient> left = new ArrayList<>();
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "connections.before.auth", "200"))) {
            try {
                for (int i = 0; i < many; i++) {
                    left.add(rig.client());
                }
                try (TestClient next = rig.client()) {
                    assertThat(next.ask("auth me")).isEqualTo("ok");
                }
                await().atMost(20, TimeUnit.SECONDS).until(() -> rig.connections() <= 200);
                assertThat(rig.figure("net.connections.accepted")).isEqualTo(many + 1);
            } finally {
                for (TestClient client : left) {
                    client.close();
                }
            }
            await().until(() -> rig.connections() == 0);
            await().until(() -> rig.wire.handlers.get() == 0);
        }
    }
}
