package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R18 R29: clients that fall silent")
class SilenceIT {
    private static final int HANDSHAKE_MILLIS = 700;
    private static final int IDLE_MILLIS = 2000;
    /** The look at all connections comes twice a second; three times that for a busy machine. */
    private static final int LATE_MILLIS = 3000;

    @TempDir
    static Path directory;

    private static Polywire server;
    private static int strict;
    private long from;

    @BeforeAll
    static void start() {
        Home home = new Home(directory).set("net-r2db2", "handshake.ms", HANDSHAKE_MILLIS);
        strict = home.listener("strict", "auth", "password", "idle.ms", Integer.toString(IDLE_MILLIS));
        server = Polywire.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void now() {
        from = System.nanoTime();
    }

    @AfterEach
    void nextClient() {
        assertThat(Polywire.serves(server.port())).isTrue();
    }

    private void endsAfter(DesignClient client, int millis) throws IOException {
        Frame last = client.read();
        if (last != null) {
            assertThat(last.type()).isEqualTo('E');
            client.expectEnd();
        }
        assertThat((System.nanoTime() - from) / 1_000_000).isBetween(millis - 50L, (long) millis + LATE_MILLIS);
    }

    @Test
    @DisplayName("nothing at all")
    void nothing() throws IOException {
        try (DesignClient client = new DesignClient(server.port())) {
            endsAfter(client, HANDSHAKE_MILLIS);
        }
    }

    @Test
    @DisplayName("a header, and then nothing")
    void header() throws IOException {
        try (DesignClient client = new DesignClient(server.port())) {
            client.bytes((byte) 'S', (byte) 0, (byte) 0, (byte) 0, (byte) 100);
            endsAfter(client, HANDSHAKE_MILLIS);
        }
    }

    @Test
    @DisplayName("half a TLS handshake")
    void halfHandshake() throws IOException {
        try (DesignClient client = new DesignClient(server.port())) {
            client.bytes((byte) 0x16, (byte) 3, (byte) 1, (byte) 1, (byte) 0, (byte) 1, (byte) 0);
            endsAfter(client, HANDSHAKE_MILLIS);
        }
    }

    @Test
    @DisplayName("a TLS record that is none is closed at once")
    void noHandshake() throws IOException {
        try (DesignClient client = new DesignClient(server.port())) {
            byte[] garbage = new byte[600];
            garbage[0] = 0x16;
            garbage[1] = 9;
            client.bytes(garbage);
            int bytes = client.socket().getInputStream().readAllBytes().length;
            // at most a TLS alert
            assertThat(bytes).isLessThan(20);
            assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(LATE_MILLIS);
        }
    }

    @Test
    @DisplayName("a byte now and then does not keep the door open")
    void dripping() throws IOException {
        try (DesignClient client = new DesignClient(server.port())) {
            client.socket().setSoTimeout(100);
            byte[] startUp = Frame.bytes('S', new byte[200]);
            int sent = 0;
            boolean open = true;
            while (open) {
                assertThat(sent).as("bytes sent until closed").isLessThan(100);
                try {
                    client.bytes(startUp[sent++]);
                    open = client.socket().getInputStream().read() >= 0;
                } catch (java.net.SocketTimeoutException e) {
                    // nothing yet: the next byte
                } catch (IOException e) {
                    open = false;
                }
            }
            assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(HANDSHAKE_MILLIS + LATE_MILLIS);
        }
    }

    @Test
    @DisplayName("no answer to A")
    void noSecret() throws IOException {
        // this listener has the shipped ten seconds, the other one the short time
        server.home().set("net-strict", "handshake.ms", HANDSHAKE_MILLIS);
        org.awaitility.Awaitility.await("the changed time is in force")
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> {
                    long start = System.nanoTime();
                    try (DesignClient client = new DesignClient(strict)) {
                        client.socket().setSoTimeout(4000);
                        client.startUp("test");
                        client.expect('A');
                        Frame end = client.read();
                        return (end == null || end.type() == 'E')
                                && (System.nanoTime() - start) / 1_000_000 >= HANDSHAKE_MILLIS - 50;
                    } catch (java.net.SocketTimeoutException e) {
                        return false;
                    }
                });
    }

    @Test
    @DisplayName("an idle session ends where the listener says so, with its reason")
    void idle() throws IOException {
        try (DesignClient client = new DesignClient(strict)) {
            client.startUp("test", "test");
            client.expect('A');
            client.expect('Z');
            client.query("select 1");
            from = System.nanoTime();
            assertThat(client.expectError()).contains("idle");
            client.expectEnd();
            assertThat((System.nanoTime() - from) / 1_000_000).isBetween(IDLE_MILLIS - 50L, IDLE_MILLIS + 3000L);
        }
    }
}
