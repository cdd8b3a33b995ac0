package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    Path folder;

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
