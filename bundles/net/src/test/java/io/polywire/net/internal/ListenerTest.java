package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polywire.api.status.StatusEntry.State;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // sockets are closed early on purpose
class ListenerTest {

    @Test
    void bindsAFreePortAndServes() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient client = rig.client()) {
            assertThat(client.ask("hello")).isEqualTo("echo hello");
            assertThat(rig.status().section()).isEqualTo("listener");
            assertThat(rig.status().name()).isEqualTo("demo");
            assertThat(rig.status().state()).isEqualTo(State.UP);
            assertThat(rig.status().attributes().keySet())
                    .containsExactly("protocol", "address", "port", "tls", "auth", "connections");
            assertThat(rig.fact("connections")).isEqualTo("1");
            assertThat(rig.figure("net.connections.accepted")).isEqualTo(1);
            assertThat(rig.figure("net.connections.strangers")).isEqualTo(1);
            assertThat(client.ask("auth me")).isEqualTo("ok");
            assertThat(rig.figure("net.connections.strangers")).isZero();
            assertThat(rig.figure("net.connections.active")).isEqualTo(1);
        }
    }

    @Test
    void takesTheProtocolsPortAndAddsTheOffset() throws Exception {
        int free = freePort();
        Rig rig = new Rig(new Home(null, "7"), Map.of("protocol", "test"));
        try (rig) {
            rig.listener.bindProfile(TestProfile.DEVELOPMENT);
            rig.plug(new TestWire("test", free - 7));
            rig.listener.start();
            assertThat(rig.port()).isEqualTo(free);
        }
    }

    @Test
    void refusesPortsThatTheOffsetPushesOut() {
        Rig rig = new Rig(new Home(null, "1000"), Map.of("protocol", "test", "port", "65000"));
        try (rig) {
            rig.listener.bindProfile(TestProfile.DEVELOPMENT);
            rig.plug(rig.wire);
            rig.listener.start();
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).contains("65000 with the offset 1000");
        }
    }

    @Test
    void listensOnSeveralAddresses() throws Exception {
        int port = freePort();
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "address", "127.0.0.1,127.0.0.2", "port", "" + port));
                TestClient one = new TestClient(new java.net.Socket("127.0.0.1", port));
                TestClient two = new TestClient(new java.net.Socket("127.0.0.2", port))) {
            assertThat(one.ask("x")).isEqualTo("echo x");
            assertThat(two.ask("y")).isEqualTo("echo y");
            assertThat(rig.fact("address")).isEqualTo("127.0.0.1,127.0.0.2");
        }
    }

    @Test
    void comesUpOnceATakenPortIsFree() throws Exception {
        try (ServerSocket taker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Rig rig = Rig.open(Rig.with(
                        Rig.PLAIN, "port", "" + taker.getLocalPort(), "address", "127.0.0.1", "bind.retry.ms", "50"))) {
            int port = taker.getLocalPort();
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).isEqualTo("port " + port + " is in use on 127.0.0.1");
            taker.close();
            await().until(() -> rig.status().state() == State.UP);
            try (TestClient client = rig.client()) {
                assertThat(client.ask("x")).isEqualTo("echo x");
            }
        }
    }

    @Test
    void servesOneAddressWhileTheOtherIsTaken() throws Exception {
        try (ServerSocket taker = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                Rig rig = Rig.open(
                        Rig.with(Rig.PLAIN, "port", "" + taker.getLocalPort(), "address", "127.0.0.1,127.0.0.2"))) {
            assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
            assertThat(rig.fact("reason")).contains("in use on 127.0.0.2");
            try (TestClient client = rig.client()) {
                assertThat(client.ask("x")).isEqualTo("echo x");
            }
        }
    }

    @Test
    void saysWhenTheAddressIsNotOurs() {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "address", "192.0.2.1"))) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).isEqualTo("192.0.2.1 is no address of this machine");
        }
    }

    @Test
    void firstBadConfigurationIsDownWithItsReason() {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "port", "70000"))) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.status().name()).isEqualTo("demo");
            assertThat(rig.fact("reason")).contains("port = 70000").contains("0 to 65535");

            rig.change(Rig.PLAIN);
            assertThat(rig.status().state()).isEqualTo(State.UP);
        }
    }

    @Test
    void badChangeKeepsWhatRan() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient client = rig.client()) {
            int port = rig.port();
            assertThat(client.ask("a")).isEqualTo("echo a");
            for (Map<String, Object> bad : java.util.List.of(
                    Rig.with(Rig.PLAIN, "tls", "maybe"),
                    Rig.with(Rig.PLAIN, "colour", "red"),
                    Rig.with(Rig.PLAIN, "tls", "optional", "tls.certificate", "/does/not/exist.pem"))) {
                rig.change(bad);
                assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
                assertThat(rig.fact("reason")).contains("is refused: allowed");
                assertThat(rig.port()).isEqualTo(port);
                assertThat(client.ask("b")).isEqualTo("echo b");
                try (TestClient other = rig.client()) {
                    assertThat(other.ask("c")).isEqualTo("echo c");
                }
            }
            rig.change(Rig.PLAIN);
            assertThat(rig.status().state()).isEqualTo(State.UP);
            assertThat(client.ask("d")).isEqualTo("echo d");
        }
    }

    @Test
    void movesToAnotherPortWithoutDroppingAnyone() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient client = rig.client()) {
            assertThat(client.ask("a")).isEqualTo("echo a");
            int old = rig.port();
            int port = freePort();
            rig.change(Rig.with(Rig.PLAIN, "port", "" + port));
            assertThat(rig.port()).isEqualTo(port);
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> TestClient.to(old));
            try (TestClient other = rig.client()) {
                assertThat(other.ask("b")).isEqualTo("echo b");
            }
            assertThat(client.ask("c")).isEqualTo("echo c");

            // wider on the same port: the old socket is in the way and goes first
            rig.change(Rig.with(Rig.PLAIN, "port", "" + port, "address", "0.0.0.0"));
            assertThat(rig.status().state()).isEqualTo(State.UP);
            assertThat(rig.fact("address")).isEqualTo("0.0.0.0");
            assertThat(client.ask("d")).isEqualTo("echo d");
        }
    }

    @Test
    void keepsTheOldPortWhileTheNewOneIsTaken() throws Exception {
        try (ServerSocket taker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Rig rig = Rig.open(Rig.PLAIN)) {
            int old = rig.port();
            rig.change(Rig.with(Rig.PLAIN, "port", "" + taker.getLocalPort(), "bind.retry.ms", "50"));
            assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
            assertThat(rig.port()).isEqualTo(old);
            try (TestClient client = rig.client()) {
                assertThat(client.ask("x")).isEqualTo("echo x");
            }
            int wanted = taker.getLocalPort();
            taker.close();
            await().until(() -> rig.status().state() == State.UP);
            assertThat(rig.port()).isEqualTo(wanted);
        }
    }

    @Test
    void changedLimitsHoldForNewConnections() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient before = rig.client()) {
            String old = before.ask("limits");
            int port = rig.port();
            rig.change(Rig.with(Rig.PLAIN, "message.max.bytes", "2048", "connections.max", "1"));
            assertThat(rig.port()).isEqualTo(port);
            assertThat(before.ask("limits")).isEqualTo(old);
            assertThat(before.ask("auth a")).isEqualTo("ok");
            try (TestClient after = rig.client()) {
                assertThat(after.ask("limits")).isEqualTo("2048");
                assertThat(after.ask("auth b")).isEqualTo("full");
            }
        }
    }

    @Test
    void productionAsksForClearTextAndOpenDoorsByName() {
        Map<String, Object> open = Rig.with(Rig.PLAIN, "address", "0.0.0.0", "auth", "none,password");
        Rig rig = new Rig(new Home(null, null), open);
        try (rig) {
            rig.listener.bindProfile(TestProfile.PRODUCTION);
            rig.plug(rig.wire);
            rig.listener.start();
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason"))
                    .contains("without TLS")
                    .contains("without authentication")
                    .contains("config/io.polywire.net-demo.cfg");

            TestProfile allowing = new TestProfile(true, Set.of("cleartext:demo", "unauthenticated:demo"));
            rig.listener.bindProfile(allowing);
            rig.listener.unbindProfile(TestProfile.PRODUCTION);
            assertThat(rig.status().state()).isEqualTo(State.UP);

            rig.listener.bindProfile(TestProfile.PRODUCTION);
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
        }
    }

    @Test
    void aWireThatThrowsHurtsOnlyItsConnection() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient good = rig.client();
                TestClient bad = rig.client()) {
            assertThat(good.ask("a")).isEqualTo("echo a");
            bad.send("boom");
            assertThat(bad.ended()).isTrue();
            assertThat(good.ask("b")).isEqualTo("echo b");
            assertThat(rig.figure("net.connections.refused/failure")).isEqualTo(1);

            rig.change(Rig.with(Rig.PLAIN, "protocol.broken", "yes"));
            try (TestClient none = rig.client()) {
                assertThat(none.ended()).isTrue();
            }
            await().until(() -> rig.connections() == 1);
        }
    }

    static int freePort() throws java.io.IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
