package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R11 R18: lengths and bytes that no message has")
class LengthsIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @AfterEach
    void nextClient() {
        assertThat(Polywire.serves(SHARED.port())).as("the next client").isTrue();
    }

    private static byte[] header(int type, int length) {
        return ByteBuffer.allocate(5).put((byte) type).putInt(length).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, -1, -5, Integer.MIN_VALUE})
    @DisplayName("a length below the header's own, before and after the start-up")
    void tooShort(int length) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.bytes(header('S', length));
            assertThat(client.expectError()).isEqualTo("message length " + length + " is below 5");
            client.expectEnd();
        }
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            client.bytes(header('Q', length));
            assertThat(client.expectError()).isEqualTo("message length " + length + " is below 5");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 16_777_216, Integer.MAX_VALUE})
    @DisplayName("a length over the limit before authentication: refused by its header alone")
    void tooLongBefore(int length) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.bytes(header('S', length));
            assertThat(client.expectError()).isEqualTo("message of " + length + " bytes is over the limit of 65536");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_777_217, 100_000_000, Integer.MAX_VALUE})
    @DisplayName("a length over the limit after it")
    void tooLongAfter(int length) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            client.bytes(header('Q', length));
            assertThat(client.expectError()).isEqualTo("message of " + length + " bytes is over the limit of 16777216");
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("everything one byte at a time")
    void byteByByte() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            for (byte b : Frame.bytes('S', "test\0test\0".getBytes(StandardCharsets.US_ASCII))) {
                client.bytes(b);
            }
            client.expect('A');
            client.expect('Z');
            for (byte b : Frame.bytes('Q', "select 'bit by bit', 7\0".getBytes(StandardCharsets.US_ASCII))) {
                client.bytes(b);
            }
            assertThat(client.answer(1).rows().get(0)).containsExactly("bit by bit", "7");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 'Q', 'G', 's', 0x15, 0x17, 0x7f, 0x80, 0xff, 0x05, 'X'})
    @DisplayName("a first byte that opens nothing")
    void firstByte(int first) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.bytes((byte) first);
            assertThat(client.expectError()).isEqualTo("not the r2db2 protocol");
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("other protocols' first words")
    void otherProtocols() throws IOException {
        for (String words : new String[] {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\b\4\322\26\57", "EHLO x\r\n"}) {
            try (DesignClient client = new DesignClient(SHARED.port())) {
                client.bytes(words.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(client.expectError()).isEqualTo("not the r2db2 protocol");
                client.expectEnd();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'Z', 'D', 'C', 'E', 'k', 'B', 'F', 'W', 'U', 'z', 'H', 'h', '!', '\0'})
    @DisplayName("a message that is illegal in its state, or belongs to an option that was not agreed")
    void illegal(char type) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            client.send(type, new byte[12]);
            assertThat(client.expectError()).contains("is not expected here");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'p', 'A', 'R', 'P', 'S'})
    @DisplayName("one answer to A that nobody waits for is dropped, the second is illegal")
    void surplus(char type) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            client.send(type, new byte[12]);
            assertThat(client.query("select 1").error()).isNull();
            client.send(type, new byte[12]);
            assertThat(client.expectError()).contains("is not expected here");
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("a statement before the start-up")
    void early() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.bytes(Frame.bytes('k', new byte[3]));
            assertThat(client.expectError()).startsWith("malformed message");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "B", "F", "W", "U"})
    @DisplayName("messages whose fields do not fit their length")
    void malformed(String type) throws IOException {
        for (int length : new int[] {0, 1, 3, 7, 11}) {
            byte[] payload = new byte[length];
            java.util.Arrays.fill(payload, (byte) 0x7f);
            try (DesignClient client = DesignClient.ready(SHARED.port(), "extended", "1")) {
                client.send(type.charAt(0), payload);
                String error = client.expectError();
                assertThat(error).as(type + " of " + length).isNotBlank();
                // either malformed, and closed; or well-formed with an id that is not there
                if (error.startsWith("malformed")) {
                    client.expectEnd();
                } else {
                    assertThat(error).contains("does not exist");
                }
            }
        }
    }
}
