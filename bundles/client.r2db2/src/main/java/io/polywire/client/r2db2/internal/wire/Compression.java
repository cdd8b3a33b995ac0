package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;

/** A codec for compressed messages. Used by one thread at a time. */
public interface Compression {
    /**
     * Packs bytes into one whole compressed message, header included.
     *
     * @return the message, which may be followed by unused bytes, or null if it would not be smaller
     */
    byte[] compress(byte[] data, int from, int length, int header);

    /**
     * Unpacks one block.
     *
     * @param raw bytes that it must unpack to, already checked against the limits
     * @throws IOException if it does not unpack to exactly that many
     */
    byte[] decompress(byte[] data, int from, int length, int raw) throws IOException;

    /**
     * The LZ4 codec.
     *
     * @param level 0 fast, 1 to 12 high compression
     * @return null where the library is not on the class path
     */
    static Compression lz4(int level) {
        try {
            return new Lz4(level);
        } catch (NoClassDefFoundError e) {
            // the library is optional: without it, compression is not offered
            return null;
        }
    }
}
