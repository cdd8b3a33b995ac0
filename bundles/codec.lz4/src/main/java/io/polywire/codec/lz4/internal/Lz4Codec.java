package io.polywire.codec.lz4.internal;

import io.polywire.api.codec.Codec;
import java.util.Objects;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LZ4 blocks as of the LZ4 block format: level 0 is the fast compressor, 1 to 12 are the high-compression levels of the
 * reference implementation. Every level makes blocks that one decompressor reads.
 */
@Component(property = Codec.NAME + "=" + Lz4Codec.LZ4)
public final class Lz4Codec implements Codec {
    static final String LZ4 = "lz4";

    private static final Logger LOG = LoggerFactory.getLogger(Lz4Codec.class);
    private static final int MAX_LEVEL = 12;

    private final LZ4Compressor[] compressors = new LZ4Compressor[MAX_LEVEL + 1];
    private final LZ4SafeDecompressor decompressor;

    /** Takes the native library, or the Java version where the machine has none. */
    @Activate
    public Lz4Codec() {
        this(nativeOrJava());
    }

    Lz4Codec(LZ4Factory factory) {
        compressors[0] = factory.fastCompressor();
        for (int level = 1; level <= MAX_LEVEL; level++) {
            compressors[level] = factory.highCompressor(level);
        }
        decompressor = factory.safeDecompressor();
    }

    /**
     * The native library by name: {@code fastestInstance()} takes it only in the system class loader, which a bundle is
     * not in, and says nothing when it falls back.
     */
    private static LZ4Factory nativeOrJava() {
        try {
            LZ4Factory factory = LZ4Factory.nativeInstance();
            LOG.info("lz4: native library");
            return factory;
        } catch (LinkageError | RuntimeException e) {
            LZ4Factory factory = LZ4Factory.fastestJavaInstance();
            LOG.warn("lz4: {} because the native library does not load: {}", factory, e.toString());
            return factory;
        }
    }

    @Override
    public String name() {
        return LZ4;
    }

    @Override
    public int minLevel() {
        return 0;
    }

    @Override
    public int maxLevel() {
        return MAX_LEVEL;
    }

    @Override
    public int maxCompressedLength(int length) {
        return compressors[0].maxCompressedLength(length);
    }

    @Override
    public int compress(int level, byte[] from, int offset, int length, byte[] to, int toOffset) {
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("lz4 has levels 0 to " + MAX_LEVEL + ", not " + level);
        }
        Objects.checkFromIndexSize(offset, length, from.length);
        int room = maxCompressedLength(length);
        Objects.checkFromIndexSize(toOffset, room, to.length);
        return compressors[level].compress(from, offset, length, to, toOffset, room);
    }

    @Override
    public void decompress(byte[] from, int offset, int length, byte[] to, int toOffset, int toLength) {
        Objects.checkFromIndexSize(offset, length, from.length);
        Objects.checkFromIndexSize(toOffset, toLength, to.length);
        int written;
        try {
            written = decompressor.decompress(from, offset, length, to, toOffset, toLength);
        } catch (LZ4Exception e) {
            throw new IllegalArgumentException("damaged lz4 block", e);
        }
        if (written != toLength) {
            throw new IllegalArgumentException(
                    "lz4 block unpacks to " + written + " bytes where " + toLength + " were announced");
        }
    }
}
