package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // sockets are closed early on purpose
class AuxiliaryTest {

    private static int open(TestClient parent, int millis) throws IOException {
        String answer = parent.ask("aux " + millis);
        assertThat(answer).startsWith("aux ");
        return Integer.parseInt(answer.substring(4));
    }

    private static boolean refuses(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void acceptsOneAndClosesWithItsParent() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient parent = rig.client()) {
            assertThat(parent.ask("auth me")).isEqualTo("ok");
            int port = open(parent, 20_000);
            try (TestClient second = TestClient.to(port)) {
                assertThat(second.ask("x")).isEqualTo("echo x");
                assertThat(second.ask("id")).isNotEqualTo(parent.ask("id"));
                assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> TestClient.to(port));
                assertThat(rig.connections()).isEqualTo(2);
                parent.close();
                assertThat(second.ended()).isTrue();
                await().until(() -> rig.connections() == 0);
            }
        }
    }

    @Test
    void closesAfterItsTime() throws Exception {
        try (Rig rig = Rig.open(Rig.PLAIN);
                TestClient parent = rig.client()) {
            int port = open(parent, 100);
            await().until(() -> refuses(port));
            assertThat(parent.ask("x")).isEqualTo("echo x");
        }
    }

    @Test
    void letsNobodyElseIn() throws Exception {
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "address", "0.0.0.0"));
                TestClient parent = rig.client()) {
            int port = open(parent, 20_000);
            Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName("127.0.0.9"), 0);
            try (TestClient other = new TestClient(stranger)) {
                assertThat(other.ended()).isTrue();
            }
            assertThat(rig.log.has("auxiliary connection from a stranger refused: 127.0.0.9:"))
                    .isTrue();
            try (TestClient own = TestClient.to(port)) {
                assertThat(own.ask("x")).isEqualTo("echo x");
            }
        }
    }

    @Test
    void isBoundedInNumberAndRange() throws Exception {
        int from = ListenerTest.freePort();
        int last = Math.min(from + 9, 65535);
        try (Rig rig = Rig.open(Rig.with(Rig.PLAIN, "auxiliary.max", "2", "auxiliary.ports", from + "-" + last));
                TestClient parent = rig.client()) {
            int first = open(parent, 20_000);
            assertThat(first).isBetween(from, last);
            assertThat(open(parent, 20_000)).isBetween(from, last).isNotEqualTo(first);
            assertThat(parent.ask("aux 20000")).isEqualTo("no this connection has its 2 auxiliary connections already");
            // one that ends makes room
            try (TestClient one = TestClient.to(first)) {
                assertThat(one.ask("x")).isEqualTo("echo x");
            }
            await().until(() -> parent.ask("aux 20000").startsWith("aux "));
        }
    }
}
