package io.polywire.protocol.r2db2.internal;

import io.polywire.api.codec.Codec;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** The codec of the tests, and the independent LZ4 that reads what the wire wrote. */
final class TestLz4 implements Codec {
    static final TestLz4 INSTANCE = new TestLz4();

    private final LZ4Factory factory = LZ4Factory.safeInstance();
    volatile int lastLevel;

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public int minLevel() {
        return 0;
    }

    @Override
    public int maxLevel() {
        return 12;
    }

    @Override
    public int maxCompressedLength(int length) {
        return factory.fastCompressor().maxCompressedLength(length);
    }

    @Override
    public int compress(int level, byte[] from, int offset, int length, byte[] to, int toOffset) {
        lastLevel = level;
        var compressor = level == 0 ? factory.fastCompressor() : factory.highCompressor(level);
        return compressor.compress(from, offset, length, to, toOffset);
    }

    @Override
    public void decompress(byte[] from, int offset, int length, byte[] to, int toOffset, int toLength) {
        try {
            int size = factory.safeDecompressor().decompress(from, offset, length, to, toOffset, toLength);
            if (size != toLength) {
                throw new IllegalArgumentException("unpacks to " + size);
            }
        } catch (LZ4Exception | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("damaged", e);
        }
    }
}
