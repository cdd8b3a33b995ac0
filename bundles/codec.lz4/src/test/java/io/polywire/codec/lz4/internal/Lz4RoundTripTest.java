package io.polywire.codec.lz4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Lz4RoundTripTest {
    private final Lz4Codec codec = new Lz4Codec();

    @Property(tries = 400)
    void whatGoesInComesOut(
            @ForAll("texts") byte[] raw,
            @ForAll @IntRange(max = 12) int level,
            @ForAll @IntRange(max = 9) int before,
            @ForAll @IntRange(max = 9) int after) {
        byte[] from = new byte[before + raw.length + after];
        System.arraycopy(raw, 0, from, before, raw.length);
        byte[] block = new byte[after + codec.maxCompressedLength(raw.length)];
        int length = codec.compress(level, from, before, raw.length, block, after);

        byte[] to = new byte[before + raw.length + after];
        codec.decompress(block, after, length, to, before, raw.length);

        assertThat(Arrays.copyOfRange(to, before, before + raw.length)).isEqualTo(raw);
        assertThat(ReferenceBlock.decode(block, after, length)).isEqualTo(raw);
    }

    /** Few distinct bytes and repeats compress, random bytes do not: both ways through the format. */
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
        Arbitrary<byte[]> narrow = Arbitraries.bytes()
                .between((byte) 'a', (byte) 'c')
                .array(byte[].class)
                .ofMaxSize(2000);
        Arbitrary<byte[]> repeats = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(part -> {
                    byte[] out = new byte[part.length * 60];
                    for (int i = 0; i < out.length; i++) {
                        out[i] = part[i % part.length];
                    }
                    return out;
                });
        return Arbitraries.oneOf(noise, narrow, repeats);
    }
}
