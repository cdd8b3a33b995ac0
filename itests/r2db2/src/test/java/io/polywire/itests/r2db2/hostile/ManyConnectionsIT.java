package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("10,000 connections that are opened and left")
class ManyConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final int FILES = 12_000;

    @Test
    @DisplayName("silent ones: the next client is served at once")
    void strangers(@TempDir Path directory) throws IOException {
        ownLimit();
        Home home = new Home(directory);
        try (Polywire server = Polywire.startLimited(home, "ulimit -n " + FILES)) {
            long before = server.residentKib();
            List<SocketChannel> left = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    left.add(connect(server.port()));
                }
                servedAtOnce(server, "silent", before);
            } finally {
                close(left);
            }
            servedAtOnce(server, "gone", before);
        }
    }

    @Test
    @DisplayName("idle sessions: the limit is told, one that leaves makes room")
    void sessions(@TempDir Path directory) throws IOException {
        ownLimit();
        Home home = new Home(directory)
                .set("net-r2db2", "connections.max", CONNECTIONS)
                .set("router", "sessions.max", CONNECTIONS + 10);
        try (Polywire server = Polywire.startLimited(home, "ulimit -n " + FILES)) {
            long before = server.residentKib();
            List<SocketChannel> left = new ArrayList<>();
            try {
                ByteBuffer startUp = ByteBuffer.wrap(Frame.bytes('S', new byte[0]));
                for (int i = 0; i < CONNECTIONS; i++) {
                    SocketChannel channel = connect(server.port());
                    channel.write(startUp.rewind());
                    ByteBuffer ready = ByteBuffer.allocate(6);
                    while (ready.hasRemaining()) {
                        assertThat(channel.read(ready)).isPositive();
                    }
                    assertThat(ready.get(0)).isEqualTo((byte) 'Z');
                    left.add(channel);
                }
                System.out.printf(
                        "%d idle sessions: %.1f KiB each%n",
                        CONNECTIONS, (server.residentKib() - before) / (double) CONNECTIONS);
                try (DesignClient client = new DesignClient(server.port())) {
                    client.startUp("", "", "errors", "fields");
                    assertThat(client.expect('E').words()).contains("53300");
                    client.expectEnd();
                }
                left.remove(0).close();
                org.awaitility.Awaitility.await("room for one")
                        .atMost(java.time.Duration.ofSeconds(10))
                        .until(() -> Polywire.serves(server.port()));
            } finally {
                close(left);
            }
            org.awaitility.Awaitility.await("served")
                    .atMost(java.time.Duration.ofSeconds(10))
                    .until(() -> Polywire.serves(server.port()));
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void servedAtOnce(Polywire server, String what, long before) {
        long from = System.nanoTime();
        assertThat(Polywire.serves(server.port())).isTrue();
        long millis = (System.nanoTime() - from) / 1_000_000;
        System.out.printf(
                "%d connections, %s: the next client served after %d ms; server %d KiB larger%n",
                CONNECTIONS, what, millis, server.residentKib() - before);
        assertThat(millis).isLessThan(3000);
    }

    private static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** The JVM raises its soft limit to the hard one by itself; a hard one that is too low fails here. */
    private static void ownLimit() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            assertThat(unix.getMaxFileDescriptorCount())
                    .as("open files that this process may have (ulimit -Hn)")
                    .isGreaterThanOrEqualTo(FILES);
        }
    }
}
