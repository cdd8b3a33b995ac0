package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;

/** What the bundles of Wazuh-db hold on to is let go when they stop. */
class WazuhStopIT {
    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    private static SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(POLYWIRE.home().resolve("wdb")));
    }

    /** The reply, or null where the connection ends. */
    private static String ask(SocketChannel channel, String request) throws IOException {
        byte[] text = request.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        channel.write(frame.putInt(text.length).put(text).flip());
        ByteBuffer header = read(channel, 4);
        ByteBuffer reply = header == null
                ? null
                : read(channel, header.order(ByteOrder.LITTLE_ENDIAN).getInt(0));
        return reply == null ? null : new String(reply.array(), StandardCharsets.UTF_8);
    }

    private static boolean isClosed(SocketChannel channel) {
        try {
            return ask(channel, "global sql select 1 as x") == null;
        } catch (IOException closed) {
            return true;
        }
    }

    private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                return null;
            }
        }
        return bytes;
    }

    /** Files of databases that this process, which is the server, has open. */
    private static List<String> openFiles() throws IOException {
        String databases = POLYWIRE.home().resolve("data/databases").toString();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(WazuhStopIT::target)
                    .filter(file -> file.startsWith(databases))
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static boolean runs(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().startsWith(thread));
    }

    @Test
    @DisplayName(
            "W60: with the bundle of the commands go its clients, statements and threads, with that of the storage the files")
    void stop() throws Exception {
        POLYWIRE.configure("io.polywire.net-wazuh", "protocol = wazuh", "address = unix:wdb", "auth = none");
        POLYWIRE.awaitUp("listener", "wazuh");
        Bundle commands = POLYWIRE.bundleOf("io.polywire.wazuh");
        Bundle storage = POLYWIRE.bundleOf("io.polywire.storage.sqlite");
        try (SocketChannel channel = connect()) {
            assertThat(ask(channel, "global sql select id from agent where id = 0"))
                    .isEqualTo("ok [{\"id\":0}]");
            assertThat(ask(channel, "agent 000 begin")).isEqualTo("ok");
            assertThat(ask(channel, "agent 000 sql insert into pm_event (log) values ('lost')"))
                    .isEqualTo("ok []");
            assertThat(openFiles())
                    .anyMatch(file -> file.contains("wazuh_global"))
                    .anyMatch(file -> file.contains("wazuh_agent_000"));
            assertThat(runs("polywire-wazuh")).isTrue();

            commands.stop();

            Awaitility.await("its clients are sent away").until(() -> isClosed(channel));
        }
        Awaitility.await("its threads end").until(() -> !runs("polywire-wazuh"));
        storage.stop();
        Awaitility.await("no file stays open").until(() -> openFiles().isEmpty());

        storage.start();
        commands.start();
        Awaitility.await("it serves again")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> {
                    try (SocketChannel next = connect()) {
                        return "ok [{\"id\":0}]".equals(ask(next, "global sql select id from agent where id = 0"));
                    }
                });
        try (SocketChannel next = connect()) {
            assertThat(ask(next, "agent 000 sql select count(*) as n from pm_event"))
                    .isEqualTo("ok [{\"n\":0}]");
        }
    }
}
