package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.compressed;
import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.int32;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

class CompressionTest {
    /** Unpacks z frames with an LZ4 that the code under test does not use. */
    private static byte[] unpack(List<ServerMessage> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ServerMessage message : messages) {
            if (message.type() == 'z') {
                ByteBuffer in = message.reader();
                byte[] raw = new byte[in.getInt()];
                LZ4Factory.safeInstance().fastDecompressor().decompress(message.payload(), 4, raw, 0, raw.length);
                out.writeBytes(raw);
            } else {
                out.writeBytes(frame(message.type(), message.payload()));
            }
        }
        return out.toByteArray();
    }

    @Test
    void theSameResultWithAndWithout() {
        try (Harness plain = Harness.started();
                Harness packed = Harness.started("compression", "lz4")) {
            byte[] expected = plain.sendRaw(query("select 50000"), query("blob 100000"), query("text 100000"));
            List<ServerMessage> replies =
                    packed.send(query("select 50000"), query("blob 100000"), query("text 100000"));
            assertThat(types(replies)).contains("z");
            assertThat(unpack(replies)).isEqualTo(expected);
            long size = replies.stream().mapToLong(m -> m.payload().length).sum();
            assertThat(size).isLessThan(expected.length);
        }
    }

    @Test
    void smallRepliesStayPlain() {
        try (Harness h = Harness.started("compression", "lz4")) {
            assertThat(types(h.send(query("text 200")))).isEqualTo("DC");
            assertThat(types(h.send(query("text 300")))).isEqualTo("z");
        }
    }

    @Test
    void whatDoesNotCompressStaysPlainAndIsNotTriedEachTime() {
        try (Harness h = Harness.started("compression", "lz4")) {
            for (int i = 0; i < 20; i++) {
                assertThat(types(h.send(query("blob 40000")))).isEqualTo("DC");
            }
            // text again is found after a while
            long packed = 0;
            for (int i = 0; i < 64; i++) {
                packed += types(h.send(query("text 40000"))).startsWith("z") ? 1 : 0;
            }
            assertThat(packed).isGreaterThan(20);
        }
    }

    @Test
    void theLevelReachesTheCodec() {
        try (Harness h = Harness.started("compression", "lz4", "compression_level", "9")) {
            h.send(query("text 1000"));
            assertThat(TestLz4.INSTANCE.lastLevel).isEqualTo(9);
        }
        try (Harness h = Harness.started("compression", "lz4")) {
            h.send(query("text 1000"));
            assertThat(TestLz4.INSTANCE.lastLevel).isZero();
        }
    }

    @Test
    void theClientMayCompressSeveralMessages() {
        try (Harness h = Harness.started("compression", "lz4")) {
            byte[] z = compressed(concat(query("insert"), query("insert"), query("select 1")));
            assertThat(types(h.send(concat(query("insert"), z, query("insert")))))
                    .isEqualTo("CCCDCC");
            assertThat(types(h.send(compressed(concat(query("insert"), frame('X', new byte[0]))))))
                    .isEqualTo("C");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void badBlocksCloseTheConnection() {
        byte[] good = compressed(query("select 1"));
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 3);
        ByteBuffer.wrap(cut).putInt(1, cut.length);
        byte[] longer = compressed(concat(query("select 1"), new byte[] {'Q', 0, 0}));
        List<byte[]> bad = List.of(
                cut,
                longer,
                frame('z', concat(int32(64), new byte[] {1})),
                frame('z', concat(int32(100_000), new byte[] {1, 2, 3})),
                frame('z', concat(int32(17 * 1024 * 1024), new byte[100_000])),
                frame('z', concat(int32(-1), new byte[10])),
                frame('z', concat(int32(0), new byte[10])),
                frame('z', int32(10)),
                frame('z', new byte[2]),
                compressed(compressed(query("select 1"))));
        for (byte[] block : bad) {
            try (Harness h = Harness.started("compression", "lz4")) {
                List<ServerMessage> replies = h.send(block, query("select 1"));
                assertThat(types(replies)).endsWith("E");
                assertThat(h.channel.isOpen()).isFalse();
                assertThat(h.connection.violations).hasSize(1);
            }
        }
    }
}
