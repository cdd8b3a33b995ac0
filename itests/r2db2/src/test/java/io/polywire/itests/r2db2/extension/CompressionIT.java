package io.polywire.itests.r2db2.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import io.polywire.itests.r2db2.wire.Lz4Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Compression on the wire, unpacked by a decoder of the tests' own")
class CompressionIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static final String LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            + " SELECT i, 'a text that returns ' || i, hex(i * 7919) FROM n";

    /** What came: raw frames, and all messages with the packed ones unpacked. */
    private record Got(List<Frame> frames, List<Frame> messages) {
        long bytes() {
            return frames.stream().mapToLong(f -> 5 + f.payload().length).sum();
        }

        List<String> text() {
            return messages.stream().map(Frame::toString).toList();
        }
    }

    @AfterEach
    void nextClient() {
        assertThat(Polywire.serves(SHARED.port())).isTrue();
    }

    private static Got ask(String sql, String... options) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), options)) {
            client.ask(sql);
            List<Frame> frames = new ArrayList<>();
            List<Frame> messages = new ArrayList<>();
            while (messages.isEmpty() || messages.get(messages.size() - 1).type() != 'C') {
                Frame frame = client.read();
                assertThat(frame).isNotNull();
                assertThat(frame.type()).isNotEqualTo('E');
                frames.add(frame);
                messages.addAll(frame.type() == 'z' ? Lz4Block.messages(frame) : List.of(frame));
            }
            return new Got(frames, messages);
        }
    }

    @Test
    @DisplayName("R24 R27: Z repeats what was agreed; frames unpack to what is sent without compression")
    void transparent() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "compression", "zstd,lz4", "compression_level", "3");
            assertThat(client.expect('Z').words()).contains("compression lz4", "compression_level 3");
        }
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "lz4");
            assertThat(client.expect('Z').words()).contains("compression lz4");
        }
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "compression", "snappy");
            assertThat(client.expect('Z').words()).doesNotContain("compression");
        }
        Got plain = ask(LONG);
        Got packed = ask(LONG, "compression", "lz4");
        assertThat(packed.text()).isEqualTo(plain.text());
        assertThat(packed.frames()).anyMatch(f -> f.type() == 'z');
        assertThat(plain.frames()).noneMatch(f -> f.type() == 'z');
        assertThat(packed.bytes()).isLessThan(plain.bytes() / 2);
    }

    @Test
    @DisplayName("R25: a higher level packs smaller")
    void level() throws IOException {
        Got fast = ask(LONG, "compression", "lz4", "compression_level", "0");
        Got high = ask(LONG, "compression", "lz4", "compression_level", "9");
        System.out.printf(
                "%d bytes plain, %d at level 0, %d at level 9%n", ask(LONG).bytes(), fast.bytes(), high.bytes());
        assertThat(high.text()).isEqualTo(fast.text());
        assertThat(high.bytes()).isLessThan(fast.bytes());
    }

    @Test
    @DisplayName("R26: what is small or does not get smaller stays plain")
    void selective() throws IOException {
        assertThat(ask("SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "compression", "lz4")
                        .frames())
                .noneMatch(f -> f.type() == 'z');
        assertThat(ask("SELECT randomblob(200000)", "compression", "lz4").frames())
                .noneMatch(f -> f.type() == 'z');
        assertThat(ask("SELECT zeroblob(200000)", "compression", "lz4").bytes()).isLessThan(5000);
    }

    @Test
    @DisplayName("R24: the client may pack its messages too, several into one")
    void packedQueries() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "compression", "lz4")) {
            byte[] one = Frame.bytes('Q', "select 'packed'\0".getBytes(StandardCharsets.US_ASCII));
            byte[] two = Frame.bytes('Q', "select 'too'\0".getBytes(StandardCharsets.US_ASCII));
            byte[] raw = ByteBuffer.allocate(one.length + two.length)
                    .put(one)
                    .put(two)
                    .array();
            client.send('z', frame(raw.length, Lz4Block.literals(raw)));
            assertThat(client.answer(1).rows()).containsExactly(List.of("packed"));
            assertThat(client.answer(1).rows()).containsExactly(List.of("too"));
        }
    }

    private static byte[] frame(int raw, byte[] block) {
        return ByteBuffer.allocate(4 + block.length).putInt(raw).put(block).array();
    }

    private static void refused(byte[] payload, String... words) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "compression", "lz4")) {
            client.send('z', payload);
            assertThat(client.expectError()).contains(words);
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("R18: bombs, damaged blocks and halves of messages are refused, and closed")
    void damaged() throws IOException {
        byte[] query = Frame.bytes('Q', "select 1\0".getBytes(StandardCharsets.US_ASCII));
        byte[] block = Lz4Block.literals(query);
        refused(frame(Integer.MAX_VALUE, block), "over the limit");
        refused(frame(-1, block), "malformed");
        refused(frame(0, block), "malformed");
        refused(frame(query.length + 1, block), "compressed block");
        refused(frame(100_000, block), "claims more bytes than it can hold");
        refused(frame(20_000_000, new byte[100_000]), "over the limit of 16777216");
        refused(
                frame(query.length - 3, Lz4Block.literals(java.util.Arrays.copyOf(query, query.length - 3))),
                "ends within a message");
        refused(new byte[2], "malformed");
    }
}
