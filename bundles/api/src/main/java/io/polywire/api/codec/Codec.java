package io.polywire.api.codec;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A block compression, registered as a service with the property {@value #NAME}. Thread-safe and stateless: each block
 * stands alone.
 */
@ConsumerType
public interface Codec {
    /** Service property: the name that wires negotiate ("lz4"). */
    String NAME = "polywire.codec";

    /** The name that wires negotiate, lower case. */
    String name();

    /** The lowest level that {@link #compress} takes: the fastest. */
    int minLevel();

    /** The highest level that {@link #compress} takes: the tightest. */
    int maxLevel();

    /** The most bytes that a block of {@code length} raw bytes can take. */
    int maxCompressedLength(int length);

    /**
     * Compresses a block.
     *
     * @param level between {@link #minLevel()} and {@link #maxLevel()}
     * @param from raw bytes, {@code length} of them from {@code offset}
     * @param to receives the block from {@code toOffset}; has at least {@link #maxCompressedLength} bytes there
     * @return bytes written
     */
    int compress(int level, byte[] from, int offset, int length, byte[] to, int toOffset);

    /**
     * Restores a block to exactly {@code toLength} bytes.
     *
     * @throws IllegalArgumentException if the block is damaged or does not unpack to exactly that length; the contents
     *     of {@code to} are then undefined, nothing outside its given range was written
     */
    void decompress(byte[] from, int offset, int length, byte[] to, int toOffset, int toLength);
}
