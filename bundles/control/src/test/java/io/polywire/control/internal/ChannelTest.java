package io.polywire.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTest {
    @TempDir
    private Path home;

    private static String ask(Properties control, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(control.getProperty("port")))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void answersWhoeverCanReadItsFile() throws IOException {
        Path file = home.resolve("run/control");
        try (Channel channel =
                new Channel(file, ProcessHandle.current(), command -> new Channel.Answer(3, "did " + command + "\n"))) {
            assertThat(channel).isNotNull();
            Properties control = read(file);
            assertThat(control)
                    .containsEntry("pid", Long.toString(ProcessHandle.current().pid()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");

            assertThat(ask(control, control.getProperty("token") + " status\n")).isEqualTo("3\ndid status\n");
            assertThat(ask(control, "guess status\n")).isEmpty();
            assertThat(ask(control, "status\n")).isEmpty();
            assertThat(ask(control, "x".repeat(10_000) + "\n")).isEmpty();
            assertThat(ask(control, "no end")).isEmpty();
            assertThat(ask(control, control.getProperty("token") + " again\n")).isEqualTo("3\ndid again\n");
        }
        assertThat(file).doesNotExist();
    }
}
