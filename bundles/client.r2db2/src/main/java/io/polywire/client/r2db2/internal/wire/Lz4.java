package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks. The only class that touches the library, so that the driver loads without it. */
final class Lz4 implements Compression {
    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;

    Lz4(int level) {
        // the pure Java codec: the others load native code or Unsafe, of which newer JDKs warn on the user's terminal
        LZ4Factory factory = LZ4Factory.safeInstance();
        compressor = level == 0 ? factory.fastCompressor() : factory.highCompressor(level);
        decompressor = factory.safeDecompressor();
    }

    @Override
    public byte[] compress(byte[] data, int from, int length, int header) {
        byte[] packed = new byte[header + compressor.maxCompressedLength(length)];
        int size = header + compressor.compress(data, from, length, packed, header);
        if (size >= length) {
            return null;
        }
        packed[0] = Codes.COMPRESSED;
        FrameWriter.putIntAt(packed, 1, size);
        FrameWriter.putIntAt(packed, Codes.HEADER, length);
        return packed;
    }

    @Override
    public byte[] decompress(byte[] data, int from, int length, int raw) throws IOException {
        byte[] plain = new byte[raw];
        int size;
        try {
            size = decompressor.decompress(data, from, length, plain, 0, raw);
        } catch (LZ4Exception e) {
            ProtocolException wrong = new ProtocolException("A compressed message is not a valid LZ4 block");
            wrong.initCause(e);
            throw wrong;
        }
        if (size != raw) {
            throw new ProtocolException("A compressed message unpacks to " + size + " bytes and announced " + raw);
        }
        return plain;
    }
}
