package io.polywire.client.wazuh.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Frames of the socket: an unsigned little-endian length of four bytes, and as many bytes of UTF-8. */
public final class Frames {
    /** Longest request, and where the server cuts an answer. */
    public static final int MAX = 65_536;

    private static final int HEADER = 4;

    private Frames() {}

    /**
     * Sends a request and reads its answer.
     *
     * @param deadline by {@link System#nanoTime()}
     */
    public static byte[] ask(Channel channel, byte[] request, long deadline) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + request.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(request.length).put(request).flip();
        channel.write(frame, deadline);
        return read(channel, deadline);
    }

    /** Reads one answer. */
    public static byte[] read(Channel channel, long deadline) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        channel.fill(header, deadline);
        long length = Integer.toUnsignedLong(header.getInt(0));
        // one more for the newline of a request that ends with one
        if (length > MAX + 1) {
            throw new IOException("an answer of " + length + " bytes");
        }
        ByteBuffer payload = ByteBuffer.allocate((int) length);
        channel.fill(payload, deadline);
        return payload.array();
    }

    /** The text of bytes; what is no UTF-8 is left out. */
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .onUnmappableCharacter(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("it is ignored", e);
        }
    }
}
