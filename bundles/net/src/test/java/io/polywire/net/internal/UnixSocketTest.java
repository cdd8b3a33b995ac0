package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.status.StatusEntry.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnixSocketTest {
    private static final String ME = System.getProperty("user.name");

    @TempDir
    Path folder;

    /** The JDK's sockets, and epoll's where this system has them. */
    static Stream<Named<Transport>> transports() {
        return Stream.of(Transport.nio("not asked for"), Transport.best())
                .map(t -> Named.of(t.name(), t))
                .distinct();
    }

    private Map<String, Object> socket(String users) {
        return Rig.with(Map.of("protocol", "test", "address", "unix:s"), "unix.users", users);
    }

    /** What a client is answered, or null where it is turned away. */
    private String ask(String line) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("s")))) {
            client.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            String answer = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).readLine();
            return answer;
        } catch (IOException closed) {
            return null;
        }
    }

    @Test
    @DisplayName("W70: users are the same by number and by name")
    void usersByNumber() throws IOException {
        String mine = Files.getAttribute(Files.createFile(folder.resolve("mine")), "unix:uid")
                .toString();
        int uid = Integer.parseInt(mine);
        assertThat(LocalUsers.same(ME, mine)).isTrue();
        assertThat(LocalUsers.same(mine, ME)).isTrue();
        assertThat(LocalUsers.same(ME, Integer.toString(uid + 1))).isFalse();
        assertThat(LocalUsers.same("no-such-user", mine)).isFalse();
        int pid = (int) ProcessHandle.current().pid();
        assertThat(LocalUsers.peer("s", pid, uid, 0).user()).isEqualTo(ME);
        // the process is gone, or another's that has its number now
        assertThat(LocalUsers.peer("s", 0, uid, 0).user()).isEqualTo(mine);
        assertThat(LocalUsers.peer("s", pid, uid + 1, 0).user()).isEqualTo(Integer.toString(uid + 1));
    }

    @ParameterizedTest
    @MethodSource("transports")
    @DisplayName("W70: the user of the client's process is one of those that may connect, or it is turned away")
    void usersOfTheSocket(Transport transport) throws IOException {
        try (Rig rig = Rig.open(transport, folder, socket("no-such-user," + ME))) {
            assertThat(ask("x")).isEqualTo("echo x");

            rig.change(socket("no-such-user"));
            assertThat(ask("x")).isNull();
            assertThat(rig.figure("net.connections.refused/peer")).isEqualTo(1);
            assertThat(rig.log.has("user " + ME + ": refused, its user is not one of unix.users"))
                    .isTrue();

            rig.change(socket(null));
            assertThat(ask("y")).isEqualTo("echo y");
        }
    }

    @Test
    @DisplayName("W70: a home too long for a socket's path is said to be so")
    void longHome() throws IOException {
        Path home = Files.createDirectory(folder.resolve("x".repeat(100)));
        try (Rig rig = Rig.open(home, socket(null))) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).contains("address = unix:s").contains("at most 103 bytes with the home");
        }
    }

    @Test
    void aFileThatIsNoSocketIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("s"), "precious");

        assertThatThrownBy(() -> UnixSocket.prepare(file)).hasMessageContaining("is no socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aSocketThatAnswersIsKeptAndADeadOneIsRemoved() throws IOException {
        Path path = folder.resolve("deep/er/s");
        UnixSocket.prepare(path);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            UnixSocket.guard(path);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            assertThatThrownBy(() -> UnixSocket.prepare(path)).hasMessageContaining("is in use");
            assertThat(path).exists();
        }
        UnixSocket.prepare(path);

        assertThat(path).doesNotExist();
    }

    @Test
    void addressesOfBothKindsMayStandSideBySide() throws BadSetting {
        Settings settings = SettingsReader.read(Map.of("protocol", "any", "address", "unix:queue/db/wdb, 127.0.0.1"));

        assertThat(settings.sockets()).containsExactly("queue/db/wdb");
        assertThat(settings.addresses()).hasSize(1);
        assertThatThrownBy(() -> SettingsReader.read(Map.of("protocol", "any", "address", "unix:")))
                .isInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> SettingsReader.read(Map.of("protocol", "any", "address", "unix:" + "x".repeat(104))))
                .isInstanceOf(BadSetting.class);
    }
}
