package io.polywire.codec.lz4.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Lz4CodecTest {
    private static final byte GUARD = 0x5a;

    static Stream<Lz4Codec> codecs() {
        return Stream.of(new Lz4Codec(), new Lz4Codec(LZ4Factory.safeInstance()));
    }

    @Test
    void describesItself() {
        Lz4Codec codec = new Lz4Codec();
        assertThat(codec.name()).isEqualTo("lz4");
        assertThat(codec.minLevel()).isZero();
        assertThat(codec.maxLevel()).isEqualTo(12);
        assertThat(codec.maxCompressedLength(0)).isPositive();
        assertThat(codec.maxCompressedLength(1 << 20)).isGreaterThan(1 << 20);
    }

    /** Blocks written by hand from the format's text, not by the library. */
    @ParameterizedTest
    @MethodSource("codecs")
    void readsBlocksWrittenByHand(Lz4Codec codec) {
        // one token: five literals, nothing else
        unpacks(codec, "50 68656c6c6f", "hello");
        // one literal 'a', a match of 10 at offset 1 (overlapping), then the last five literals
        unpacks(codec, "16 61 0100 50 6263646566", "aaaaaaaaaaabcdef");
        // 3 literals "abc", a match of 9 at offset 3, last five literals
        unpacks(codec, "35 616263 0300 50 7677787879", "abcabcabcabcvwxxy");
        // 15 + 2 literals: the length spills into a second byte
        unpacks(codec, "f002 3031323334353637383941424344454647", "0123456789ABCDEFG");
        // the empty block is a token of no literals
        unpacks(codec, "00", "");
    }

    private static void unpacks(Lz4Codec codec, String hex, String text) {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        byte[] to = new byte[expected.length];
        codec.decompress(block, 0, block.length, to, 0, to.length);
        assertThat(to).isEqualTo(expected);
        assertThat(ReferenceBlock.decode(block, 0, block.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyLevelMakesBlocksThatTheReferenceReads(Lz4Codec codec) {
        byte[] text = "select id, name from city where id = ?; ".repeat(40).getBytes(StandardCharsets.US_ASCII);
        for (int level = codec.minLevel(); level <= codec.maxLevel(); level++) {
            byte[] block = new byte[codec.maxCompressedLength(text.length)];
            int length = codec.compress(level, text, 0, text.length, block, 0);
            assertThat(length).as("level %d", level).isLessThan(text.length / 4);
            assertThat(ReferenceBlock.decode(block, 0, length)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compressesEmptyAndSingleByte(Lz4Codec codec) {
        for (int size = 0; size <= 1; size++) {
            byte[] raw = new byte[size];
            byte[] block = new byte[codec.maxCompressedLength(size)];
            int length = codec.compress(0, raw, 0, size, block, 0);
            byte[] to = new byte[size];
            codec.decompress(block, 0, length, to, 0, size);
            assertThat(to).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesAWrongLengthEitherWay(Lz4Codec codec) {
        byte[] block = HexFormat.of().parseHex("5068656c6c6f");
        for (int announced : new int[] {0, 1, 4, 6, 100}) {
            assertThatIllegalArgumentException()
                    .as("announced %d", announced)
                    .isThrownBy(() -> codec.decompress(block, 0, block.length, new byte[announced], 0, announced));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesKnownDamage(Lz4Codec codec) {
        for (String hex : new String[] {
            "", // nothing at all
            "50 6865", // literals missing
            "16 61 0900 50 6263646566", // offset before the start
            "16 61", // match announced, offset missing
            "ff ffffff", // length that never ends
            "1f 61 0100 ffffffffff", // match length that never ends
        }) {
            byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
            assertThatIllegalArgumentException()
                    .as("block %s", hex)
                    .isThrownBy(() -> codec.decompress(block, 0, block.length, new byte[16], 0, 16));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesRangesAndLevelsThatDoNotExist(Lz4Codec codec) {
        byte[] raw = new byte[10];
        byte[] block = new byte[codec.maxCompressedLength(10)];
        assertThatIllegalArgumentException().isThrownBy(() -> codec.compress(13, raw, 0, 10, block, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.compress(-1, raw, 0, 10, block, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> codec.compress(0, raw, 1, 10, block, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> codec.compress(0, raw, 0, 10, block, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> codec.decompress(block, 0, block.length + 1, raw, 0, 10));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> codec.decompress(block, 0, 5, raw, 5, 6));
    }

    /** Blocks bent at random: either the announced length comes out or it is refused; the guard bytes never change. */
    @ParameterizedTest
    @MethodSource("codecs")
    void survivesBentBlocksWithoutWritingOutside(Lz4Codec codec) {
        int runs = "long".equals(System.getProperty("polywire.test.length")) ? 2_000_000 : 100_000;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] raw = new byte[600];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 'x');
        }
        byte[] good = new byte[codec.maxCompressedLength(raw.length)];
        int goodLength = codec.compress(9, raw, 0, raw.length, good, 0);
        int edge = 64;
        byte[] to = new byte[edge + raw.length + edge];
        int refused = 0;
        for (int run = 0; run < runs; run++) {
            byte[] bent = Arrays.copyOf(good, goodLength);
            for (int bend = 1 + random.nextInt(4); bend > 0; bend--) {
                bent[random.nextInt(goodLength)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(3) == 0 ? random.nextInt(goodLength + 1) : goodLength;
            int toLength = random.nextInt(3) == 0 ? random.nextInt(raw.length + 1) : raw.length;
            Arrays.fill(to, GUARD);
            try {
                codec.decompress(bent, 0, length, to, edge, toLength);
            } catch (IllegalArgumentException e) {
                refused++;
            }
            for (int i = 0; i < to.length; i++) {
                if ((i < edge || i >= edge + toLength) && to[i] != GUARD) {
                    throw new AssertionError("seed " + seed + " run " + run + ": wrote at " + (i - edge));
                }
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }
}
